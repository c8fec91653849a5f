#!/usr/bin/env python3
"""Runs `attune open FOLDER` and looks at its page in headless Chromium.

    open_library.py ATTUNE FOLDER [FOLDER-FOR-SCREENSHOTS]

FOLDER holds S01 (done, with a record), S02 (unreadable) and study (a study). Exits 1 with a line for everything that is not
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
    for path in ["/", "/add", "/library", "/recordings", "/queue", "/report", "/report?id=x", "/../etc/passwd",
                 "/library?token=", "/library?token=0"]:
        check(ask("GET", path)[0] == 403, f"{path} is refused without the token")
    check(ask("GET", "/library" + query, Host="evil.example")[0] in (0, 400, 403), "a foreign name is refused")
    check(ask("GET", "/library" + query, Origin="http://evil.example")[0] == 403, "a foreign page is refused")
    check(ask("POST", "/library" + query, "x")[0] == 405, "nothing is taken")
    for path in ["/check", "/sessions", "/pause", "/resume", "/remove"]:
        check(ask("POST", path, "{}")[0] == 403, f"{path} is refused without the token")
        check(ask("POST", path + query, "{}", Origin="http://evil.example")[0] == 403, f"{path} is refused to a foreign page")
        check(ask("GET", path + query)[0] == 405, f"{path} is not read")
    for path in ["/check", "/sessions"]:
        check(ask("POST", path + query, "{}")[0] == 400, f"{path}: an empty form is refused")
        check(ask("POST", path + query, "x" * 20000)[0] == 413, f"{path}: a form that is too long is refused")
    for path in ["/pause", "/resume", "/remove"]:
        check(ask("POST", f"{path}{query}&id=../S01")[0] == 404, f"{path} of nothing is refused")
    check(ask("POST", "/library" + query, "x" * (1 << 22))[0] in (0, 405), "a huge body is not read")
    entries = json.loads(ask("GET", "/library" + query)[1])["entries"]
    done = next(entry for entry in entries if entry["name"] == "S01")
    for path in ["../S01", "%2e%2e%2fS01", "S01", str(folder / "S01"), ""]:
        check(ask("GET", f"/report{query}&id={path}")[0] == 404, f"no report of {path!r}")
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
        wait(page, lambda: len(rows()) == 2)
        text = page.find_element(By.TAG_NAME, "body").text
        for words in ["done", "cannot be read", "study", "therapist: ", "until 2099-12-31"]:
            check(words in text, f"{name}: {words!r} is on the page")
        inspect(page, name, pictures)
        page.find_element(By.ID, "filter").send_keys("s02")
        wait(page, lambda: len(rows()) == 1, 5)
        check("1 of 2 sessions" in page.find_element(By.ID, "count").text, f"{name}: the filter says what it shows")
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
    ending(bench)
leave()
