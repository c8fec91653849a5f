#!/usr/bin/env python3
"""Runs `attune open FOLDER` and looks at its page in headless Chromium.

    open_library.py ATTUNE FOLDER [FOLDER-FOR-SCREENSHOTS]

FOLDER holds S01 and S03 (done, with a record), S02 (unreadable) and study (a study of nothing). Exits 1 with a line for everything that is not
as it should be.
"""
import json
import pathlib
import signal
import sys

from selenium.webdriver.common.by import By

from workbench import Workbench, browser, check, complaints, inspect, leave, wait

attune, folder = sys.argv[1], pathlib.Path(sys.argv[2])
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None


def refusals(bench):
    ask, query = bench.ask, f"?token={bench.token}"
    for path in ["/", "/add", "/studies/new", "/session", "/study", "/jobs", "/studies/choices", "/session/state", "/settings", "/settings/all", "/live", "/live/state", "/live/sources",
                 "/settings/preset?name=lab", "/library", "/recordings", "/queue", "/report", "/report?id=x", "/../etc/passwd",
                 "/library?token=", "/library?token=0"]:
        check(ask("GET", path)[0] == 403, f"{path} is refused without the token")
    check(ask("GET", "/library" + query, Host="evil.example")[0] in (0, 400, 403), "a foreign name is refused")
    check(ask("GET", "/library" + query, Origin="http://evil.example")[0] == 403, "a foreign page is refused")
    check(ask("POST", "/library" + query, "x")[0] == 405, "nothing is taken")
    for path in ["/check", "/people", "/sessions", "/pause", "/resume", "/remove", "/jobs/stop", "/jobs/remove", "/studies", "/studies/draw",
                 "/session/export", "/session/plan", "/session/withdraw", "/session/score", "/settings/presets", "/settings/preview",
                 "/live/start", "/live/stop"]:
        check(ask("POST", path, "{}")[0] == 403, f"{path} is refused without the token")
        check(ask("POST", path + query, "{}", Origin="http://evil.example")[0] == 403, f"{path} is refused to a foreign page")
        check(ask("GET", path + query)[0] == 405, f"{path} is not read")
    session = next(entry["id"] for entry in json.loads(ask("GET", "/library" + query)[1])["entries"] if entry["name"] == "S01")
    for path in ["/check", "/people", "/sessions", "/studies", "/session/export", "/session/plan", "/session/withdraw", "/session/score",
                 "/settings/presets", "/settings/preview", "/live/start"]:
        place = f"{path}{query}&id={session}"
        check(ask("POST", place, "{}")[0] == 400, f"{path}: an empty form is refused")
        check(ask("POST", place, "x" * 300000)[0] == 413, f"{path}: a form that is too long is refused")
    for path in ["/pause", "/resume", "/remove", "/jobs/stop", "/jobs/remove", "/studies/draw", "/session/export", "/session/plan",
                 "/session/withdraw", "/session/score", "/settings/preview"]:
        check(ask("POST", f"{path}{query}&id=../S01")[0] == 404, f"{path} of nothing is refused")
    withdrawal = {"person": "C01", "confirm": "C1"}
    check(ask("POST", f"/session/withdraw{query}&id={session}", json.dumps(withdrawal))[0] == 400 and (folder / "S01/session.sqlite").exists(),
          "nothing is erased that is not confirmed")
    check(ask("POST", f"/session/score{query}&id={session}", json.dumps({"preset": None}))[0] == 400, "nothing is scored again that is not confirmed")
    for source in ["/dev/video0", "../x.mp4", "/etc/passwd", ""]:
        form = {"source": source, "consent": {}}
        check(ask("POST", "/live/start" + query, json.dumps(form))[0] == 400, f"nothing is begun from {source!r}")
    for name in ["../x", "/etc/passwd", "", ".x"]:
        form = {"name": name, "settings": {"schema": 1}}
        check(ask("POST", "/settings/presets" + query, json.dumps(form))[0] == 400, f"no settings are kept as {name!r}")
        check(ask("GET", f"/settings/preset{query}&name={name}")[0] == 404, f"no settings are read from {name!r}")
    for name in ["../out", "S01", "/tmp/out"]:
        form = {"name": name, "sessions": [session, session + "0"]}
        check(ask("POST", "/studies" + query, json.dumps(form))[0] == 400, f"no study is made in {name}")
    check(ask("POST", "/library" + query, "x" * (1 << 22))[0] in (0, 405), "a huge body is not read")
    entries = json.loads(ask("GET", "/library" + query)[1])["entries"]
    done = next(entry for entry in entries if entry["name"] == "S01")
    for path in ["../S01", "%2e%2e%2fS01", "S01", str(folder / "S01"), ""]:
        check(ask("GET", f"/report{query}&id={path}")[0] == 404, f"no report of {path!r}")
        check(ask("GET", f"/study{query}&id={path}")[0] == 404, f"no study in {path!r}")
        check(ask("GET", f"/session/state{query}&id={path}")[0] == 404, f"no session in {path!r}")
    damaged = next(entry for entry in entries if entry["name"] == "S02")
    check(ask("GET", f"/report{query}&id={damaged['id']}")[0] == 409, "no report of what cannot be read")
    status, text, headers = ask("GET", f"/report{query}&id={done['id']}")
    check(status == 200 and "PLANTED" not in text, "the report is drawn from the record, not taken from the folder")
    for asked, language in [("de-AT, en;q=0.5", "de"), ("fr, en;q=0.1", "en"), ("\"><script>", "en"), ("de," * 2000, "de")]:
        text = ask("GET", f"/report{query}&id={done['id']}", **{"Accept-Language": asked})[1]
        check(f'<html lang="{language}">' in text, f"the report for {asked[:20]!r} is in {language}")
    check(ask("GET", f"/report{query}&id={done['id']}", **{"Accept-Language": "de," * 3000})[0] != 200,
          "a wish for languages without end is refused")
    check("set-cookie" not in {name.lower() for name in headers}, "no cookie")
    check(headers.get("Cache-Control", headers.get("cache-control")) == "no-store", "nothing is stored")


def look(bench, width, scheme):
    name = f"library, {scheme}, {width} px"
    page = browser(width, scheme)
    try:
        page.get(bench.address)
        rows = lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody tr")
        wait(page, lambda: len(rows()) == 3)
        text = page.find_element(By.TAG_NAME, "body").text
        for words in ["done", "cannot be read", "study", "therapist: ", "until 2099-12-31"]:
            check(words in text, f"{name}: {words!r} is on the page")
        inspect(page, name, pictures)
        page.find_element(By.ID, "filter").send_keys("s02")
        wait(page, lambda: len(rows()) == 1, 5)
        check("1 of 3 sessions" in page.find_element(By.ID, "count").text, f"{name}: the filter says what it shows")
        page.find_element(By.ID, "filter").clear()
        page.find_element(By.ID, "filter").send_keys("S01")
        wait(page, lambda: len(rows()) == 1, 5)
        page.find_element(By.CSS_SELECTOR, "#sessions tbody a").click()
        wait(page, lambda: len(page.window_handles) == 2)
        page.switch_to.window(page.window_handles[1])
        wait(page, lambda: "S01" in page.title or "therapist" in page.find_element(By.TAG_NAME, "body").text, 30)
        check(len(page.find_elements(By.CSS_SELECTOR, "svg")) > 0, f"{name}: the report is drawn")
        complaints(page, name)
    finally:
        page.quit()


def study(bench, width, scheme):
    """A study is made of two sessions, files are written, and a person's consent is taken back."""
    name = f"study, {scheme}, {width} px"
    page = browser(width, scheme)
    find = lambda selector: page.find_element(By.CSS_SELECTOR, selector)
    text = lambda selector: find(selector).text
    try:
        page.get(bench.address)
        wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody tr"))
        # A study whose file says nothing cannot be drawn, and nothing that lies there is shown.
        find("#studies button").click()
        wait(page, lambda: "does not say what the study was made of" in text("#jobs"))
        find("#new-study").click()
        wait(page, lambda: len(page.find_elements(By.CSS_SELECTOR, "#sessions input")) == 2)
        find("#name").send_keys("pilot")
        send = lambda: find("#form button[type=submit]").click()
        send()
        wait(page, lambda: "A study takes 2 sessions" in text("#fault"))
        check("T01 (therapist) + C03 (client)" in text("#sessions"), f"{name}: who they are is told")
        find("#all").click()
        check("2 sessions are chosen, of 2 dyads" in text("#chosen"), f"{name}: dyads are counted")
        inspect(page, name + ", form", pictures)
        send()
        wait(page, lambda: "Open the study" in text("#jobs"), 60)
        inspect(page, name + ", made", pictures)
        check((folder / "pilot/study.json").exists(), f"{name}: it is in the folder")
        (folder / "pilot/study.html").write_text("<title>PLANTED – Attune</title>", "utf-8")
        find("#jobs a").click()
        wait(page, lambda: len(page.window_handles) == 2)
        page.switch_to.window(page.window_handles[1])
        wait(page, lambda: "T01 + C03" in page.find_element(By.TAG_NAME, "body").text.replace("C03 + T01", "T01 + C03"), 30)
        check("PLANTED" not in page.title, f"{name}: the page is drawn from the records")
        complaints(page, name, expected=("400 (Bad Request)",))
        page.close()
        page.switch_to.window(page.window_handles[0])
        find("a[aria-label='Files and consent of S03']").click()
        wait(page, lambda: find("#export").is_displayed())
        find("#export button[type=submit]").click()
        wait(page, lambda: "Written: features.csv" in text("#exported"), 60)
        page.execute_script("document.querySelector('#person').selectedIndex = 1")
        find("#plan").click()
        wait(page, lambda: find("#planned").is_displayed())
        for words in ["session.sqlite", "study.json", "The recording sitting.mp4 is not touched"]:
            check(words in text("#plan-text"), f"{name}: {words!r} is in the plan")
        inspect(page, name + ", session", pictures)
        find("#withdraw button[type=submit]").click()
        wait(page, lambda: "type the code of the person" in text("#withdraw-fault"))
        check((folder / "S03/session.sqlite").exists(), f"{name}: nothing is erased before it is confirmed")
        find("#confirm").send_keys("C03")
        find("#withdraw button[type=submit]").click()
        wait(page, lambda: "is erased" in text("#withdrawn"))
        check(not (folder / "S03/session.sqlite").exists() and not (folder / "pilot/study.json").exists(), f"{name}: it is erased")
        check((folder / "S01/session.sqlite").exists(), f"{name}: nothing else is")
        find("#back").click()
        wait(page, lambda: "withdrawn" in text("#sessions"))
        complaints(page, name, expected=("400 (Bad Request)",))
    except Exception:
        print("on the page:", page.find_element(By.TAG_NAME, "body").text[:3000])
        raise
    finally:
        page.quit()


def settings(bench, width, scheme):
    """A value is refused at its field, tried on a session, kept, and put in force."""
    name = f"settings, {scheme}, {width} px"
    page = browser(width, scheme)
    find = lambda selector: page.find_element(By.CSS_SELECTOR, selector)
    text = lambda selector: find(selector).text
    press = lambda selector: page.execute_script("arguments[0].click()", find(selector))
    record = folder / "S01/session.sqlite"

    def put(key, value):
        box = page.find_element(By.ID, key)
        box.clear()
        box.send_keys(value)

    try:
        page.get(bench.address)
        wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody tr"))
        press("#settings")
        wait(page, lambda: page.find_elements(By.ID, "surrogates.count"))
        check(page.find_element(By.ID, "episodes.max_lag").get_attribute("value") == "10", f"{name}: the standard values are shown")
        check("0.1 to 60 s" in text("#groups"), f"{name}: limits are shown")
        inspect(page, name, pictures)
        put("episodes.max_lag", "600")
        press("#try")
        wait(page, lambda: "0.1 to 60 seconds" in text("#fault"))
        focus = page.execute_script("return document.activeElement.id")
        check(focus == "episodes.max_lag", f"{name}: what is wrong has the focus: {focus}")
        put("episodes.max_lag", "5")
        put("surrogates.count", "19")
        before = record.read_bytes()
        press("#try")
        wait(page, lambda: "episodes that count" in text("#preview"), 60)
        check("episodes.max_lag 10 5" in text("#preview").replace("\n", " "), f"{name}: what differs is named")
        check(record.read_bytes() == before, f"{name}: nothing is written")
        inspect(page, name + ", tried", pictures)
        put("name", "lab")
        press("#form button[type=submit]")
        wait(page, lambda: "Kept as lab.settings.json" in text("#kept"))
        check(json.loads((folder / "lab.settings.json").read_text("utf-8")) ==
              {"schema": 1, "episodes": {"max_lag": 5}, "surrogates": {"count": 19}}, f"{name}: what differs is kept")
        press("#form button[type=submit]")
        wait(page, lambda: "There are settings lab already" in text("#fault") and find("#replaces").is_displayed())
        press("#back")
        wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "a[aria-label='Files and consent of S01']"))
        press("a[aria-label='Files and consent of S01']")
        wait(page, lambda: find("#score").is_displayed())
        page.execute_script("document.querySelector('#preset').value = 'lab'")
        press("#score button[type=submit]")
        wait(page, lambda: "say that the results are to be replaced" in text("#score-fault"))
        press("#score-confirm")
        press("#score button[type=submit]")
        wait(page, lambda: "The results are made anew" in text("#scored"), 60)
        check('"max_lag": 5' in (folder / "S01/session.json").read_text("utf-8"), f"{name}: the results say with which settings")
        complaints(page, name, expected=("400 (Bad Request)", "409 (Conflict)"))
    except Exception:
        print("on the page:", page.find_element(By.TAG_NAME, "body").text[:3000])
        raise
    finally:
        page.quit()


def ending(bench):
    page = browser(1000, "light")
    try:
        page.get(bench.address)
        wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody tr"))
        bench.program.send_signal(signal.SIGINT)
        check(bench.program.wait(15) == 0, "Ctrl-C ends it")
        wait(page, lambda: page.find_element(By.ID, "lost").is_displayed(), 15)
        check(True, "the page says that it was ended")
    finally:
        page.quit()


with Workbench(attune, folder) as bench:
    refusals(bench)
    for width, scheme in [(1280, "light"), (390, "dark")]:
        look(bench, width, scheme)
    settings(bench, 1280, "light")
    study(bench, 390, "dark")
    ending(bench)
leave()
