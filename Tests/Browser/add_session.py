#!/usr/bin/env python3
"""Measures a recording from the page of `attune open`, in headless Chromium: the consent is filled in, it is measured, paused,
gone on with, the program is killed and started again, and the report is opened.

    add_session.py ATTUNE FOLDER [FOLDER-FOR-SCREENSHOTS]

FOLDER holds rec/helle.mp4 (the example's recording). Exits 1 with a line for everything that is not as it should be.
"""
import json
import os
import pathlib
import shutil
import signal
import sys
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from workbench import Workbench, browser, check, complaints, inspect, leave, wait

attune, folder = sys.argv[1], pathlib.Path(sys.argv[2])
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None


def queue(bench):
    return json.loads(bench.ask("GET", f"/queue?token={bench.token}")[1])["sessions"]


def until(what, holds, seconds=240):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return check(True, what)
        time.sleep(0.1)
    check(False, what)


def fill(page, person, seat, code):
    for name, text in [("seat", seat), ("id", code)]:
        box = page.find_element(By.ID, f"{person}-{name}")
        box.clear()
        box.send_keys(text)


def agree(page, person):
    for name, day in [("signed", "2026-01-05"), ("expires", "2099-01-05")]:
        page.execute_script("arguments[0].value = arguments[1]", page.find_element(By.ID, f"{person}-{name}"), day)
    page.find_element(By.CSS_SELECTOR, f"input[name={person}-scope][value=analysis]").click()


def two(page, name, send, fault):
    """Of two recordings it is asked when the second started."""
    boxes = page.find_elements(By.CSS_SELECTOR, "#recordings input")
    for box in boxes:
        box.click()
    check("First rec/helle.mp4, second rec/zwei.mp4" in page.find_element(By.ID, "chosen").text, f"{name}: says which is which")
    check(page.find_element(By.CSS_SELECTOR, "#second > legend").text == "The person in rec/zwei.mp4", f"{name}: and of which each is")
    check(page.find_element(By.ID, "offset-sound").is_selected(), f"{name}: the sound tells when the second started")
    check(not page.find_element(By.ID, "layout").is_displayed(), f"{name}: and each is where they are")
    page.find_element(By.ID, "offset").send_keys("soon")
    page.find_element(By.ID, "find").click()
    wait(page, lambda: "how much later the second recording started" in fault(), 10)
    focus = page.execute_script("return document.activeElement.id")
    check(focus == "offset", f"{name}: a time that is none has the focus: {focus}")
    page.find_element(By.ID, "offset").clear()
    page.find_element(By.ID, "offset-sound").click()
    boxes[1].click()
    check(not page.find_element(By.ID, "clocks").is_displayed(), f"{name}: one recording has one clock")


def found(page):
    wait(page, lambda: "Both people are found" in page.find_element(By.ID, "found").text, 120)
    return page.find_elements(By.CSS_SELECTOR, "#stills button")


def who(page, name, fault):
    """Who is who is said on a drawing, and on a picture where both have agreed to that."""
    value = lambda field: page.find_element(By.ID, field).get_attribute("value")
    seated = lambda: page.find_element(By.ID, "seated").text
    page.find_element(By.ID, "find").click()
    left, right = found(page)
    check(not page.find_elements(By.CSS_SELECTOR, "#stills img"), f"{name}: a drawing holds no picture")
    check(len(page.find_elements(By.CSS_SELECTOR, "#stills polyline")) > 10, f"{name}: two people are drawn")
    check(left.location["x"] < right.location["x"], f"{name}: the one at the left is at the left")
    check(seated() == "On the left is T01 (therapist), on the right is C01 (client).", f"{name}: {seated()}")
    inspect(page, name + ", drawn", pictures)
    page.execute_script("arguments[0].focus()", right)
    ActionChains(page).send_keys(" ").perform()
    check(seated() == "On the left is C01 (client), on the right is T01 (therapist).", f"{name}: who is chosen with a key is the first")
    check(page.find_element(By.CSS_SELECTOR, "#first > legend").text == "The person on the right", f"{name}: the form says so")
    page.find_element(By.ID, "exchange").click()
    check(left.get_attribute("aria-pressed") == "true", f"{name}: the two can be exchanged")
    page.find_element(By.ID, "picture").click()
    wait(page, lambda: "agreed to showing it" in fault(), 10)
    check(not page.find_elements(By.CSS_SELECTOR, "#stills img"), f"{name}: no picture without the consent of both")
    video = [page.find_element(By.CSS_SELECTOR, f"input[name={person}-scope][value=video]") for person in ["first", "second"]]
    for box in video:
        box.click()
    page.find_element(By.ID, "picture").click()
    found(page)
    shown = wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#stills img"))[0]
    wait(page, lambda: page.execute_script("return arguments[0].naturalWidth", shown) > 100)
    inspect(page, name + ", picture", pictures)
    Select(page.find_element(By.ID, "layout")).select_by_value("regions")
    check(not page.find_elements(By.CSS_SELECTOR, "#stills button"), f"{name}: who was found is of what was said")
    video[1].click()
    check(not page.find_elements(By.CSS_SELECTOR, "#stills img"), f"{name}: a picture goes with the consent")
    video[1].click()
    page.find_element(By.ID, "second-width").clear()
    page.find_element(By.ID, "find").click()
    wait(page, lambda: "second part’s width" in fault(), 10)
    check(page.execute_script("return document.activeElement.id") == "second-width", f"{name}: a part that is none has the focus")
    page.find_element(By.ID, "second-width").send_keys("50")
    page.find_element(By.ID, "find").click()
    found(page)
    page.find_element(By.ID, "draw-first").click()
    still = page.find_element(By.CSS_SELECTOR, ".still")
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", still)
    across, down = still.size["width"], still.size["height"]
    ActionChains(page).move_to_element_with_offset(still, -int(across * 0.4), -int(down * 0.4)).click_and_hold().move_by_offset(
        int(across * 0.3), int(down * 0.8)).release().perform()
    drawn = [float(value(f"first-{edge}")) for edge in ["x", "y", "width", "height"]]
    check(all(abs(one - other) < 2 for one, other in zip(drawn, [10, 10, 30, 80])), f"{name}: a part can be drawn: {drawn}")
    inspect(page, name + ", parts", pictures)
    check("find the people again" in page.find_element(By.ID, "found").text, f"{name}: and who is in it is to be found again")
    # A reload keeps what was filled in, and no picture.
    page.refresh()
    wait(page, lambda: "rec/helle.mp4, of both people" in page.find_element(By.ID, "chosen").text)
    check((value("session"), value("second-id"), value("layout"), value("first-signed")) == ("S01", "C01", "regions", "2026-01-05"),
          f"{name}: a reload keeps what was filled in")
    check(not page.find_elements(By.CSS_SELECTOR, "#stills *"), f"{name}: and nothing of the people in the picture")
    check(page.execute_script("return [sessionStorage.length, localStorage.length, sessionStorage.form.includes('jpeg')]") == [1, 0, False],
          f"{name}: it is kept in this tab alone")
    Select(page.find_element(By.ID, "layout")).select_by_value("auto")
    for person in ["first", "second"]:
        page.find_element(By.CSS_SELECTOR, f"input[name={person}-scope][value=video]").click()


def form(bench, width, scheme):
    """What is wrong is said, and nothing is written; then the session is on the list."""
    name = f"form, {scheme}, {width} px"
    shutil.copy(folder / "rec/helle.mp4", folder / "rec/zwei.mp4")
    page = browser(width, scheme)
    try:
        page.get(bench.address)
        wait(page, lambda: page.find_element(By.ID, "add").get_attribute("href").find("token") > 0)
        page.find_element(By.ID, "add").click()
        wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#recordings input"))
        inspect(page, name, pictures)
        send = lambda: page.find_element(By.CSS_SELECTOR, "#form button[type=submit]").click()
        fault = lambda: page.find_element(By.ID, "fault").text
        send()
        wait(page, lambda: "Choose one recording" in fault(), 10)
        two(page, name, send, fault)
        (folder / "rec/zwei.mp4").unlink()
        check("rec/helle.mp4, of both people" in page.find_element(By.ID, "chosen").text, f"{name}: says what is chosen")
        page.find_element(By.ID, "check").click()
        wait(page, lambda: "Both people are found" in page.find_element(By.ID, "checked").text, 120)
        inspect(page, name + ", looked at", pictures)
        page.find_element(By.ID, "session").send_keys("../S01")
        fill(page, "first", "therapist", "T01")
        fill(page, "second", "client", "Anna")
        send()
        wait(page, lambda: "The session needs a code" in fault(), 10)
        focus = lambda: page.execute_script("return document.activeElement.id")
        check(focus() == "session", f"{name}: what is wrong has the focus: {focus()}")
        page.find_element(By.ID, "session").clear()
        page.find_element(By.ID, "session").send_keys("S01")
        send()
        wait(page, lambda: "on which day each person signed" in fault(), 10)
        check(focus() == "first-signed", f"{name}: nobody has signed before it is said: {focus()}")
        agree(page, "first")
        send()
        wait(page, lambda: "on which day each person signed" in fault() and focus() == "second-signed", 10)
        agree(page, "second")
        page.find_element(By.CSS_SELECTOR, "input[name=second-scope][value=analysis]").click()
        send()
        wait(page, lambda: "only when both people have agreed" in fault(), 10)
        page.find_element(By.CSS_SELECTOR, "input[name=second-scope][value=analysis]").click()
        send()
        wait(page, lambda: "looks like a name" in fault(), 10)
        check(page.find_element(By.ID, "accepted").is_displayed(), f"{name}: a name is doubted, and can be answered for")
        page.find_element(By.ID, "accepted").click()
        check(not list(folder.glob("*.consent.json")), f"{name}: nothing is written of a form that is refused")
        inspect(page, name + ", refused", pictures)
        fill(page, "second", "client", "C01")
        check(not page.find_element(By.ID, "accepted").is_selected(), f"{name}: an answer is taken back when something changes")
        who(page, name, fault)
        # Somebody has left a consent for that session.
        others = [{"seat": seat, "id": code, "scope": ["analysis"], "signed": "2026-01-02", "expires": "2099-01-02"}
                  for seat, code in [("therapist", "T07"), ("client", "C07")]]
        (folder / "S01.consent.json").write_text(json.dumps({"schema": 1, "session": "S01", "participants": others}), "utf-8")
        send()
        wait(page, lambda: "There is a consent for S01 already" in fault(), 10)
        page.find_element(By.ID, "replaces").click()
        send()
        wait(page, lambda: "Under way" in page.find_element(By.TAG_NAME, "body").text)
        check(page.execute_script("return sessionStorage.length") == 0, f"{name}: what is on the list is kept in no tab")
        inspect(page, f"under way, {scheme}, {width} px", pictures)
        consent = json.loads((folder / "S01.consent.json").read_text("utf-8"))
        check([person["id"] for person in consent["participants"]] == ["T01", "C01"], f"{name}: the consent is in the folder")
        check(consent["participants"][1]["scope"] == ["analysis"], f"{name}: with what was agreed to")
        check(os.stat(folder / "S01.consent.json").st_mode & 0o77 == 0, f"{name}: for its owner alone")
        complaints(page, name, expected=("400 (Bad Request)", "409 (Conflict)"))
        return page
    except Exception:
        print("on the page:", page.find_element(By.TAG_NAME, "body").text[:3000])
        page.quit()
        raise


def press(page, word):
    button = page.find_element(By.CSS_SELECTOR, "#work button")
    wait(page, lambda: button.text == word)
    page.execute_script("arguments[0].focus()", button)
    button.click()


def live(bench, page):
    """A recording is played as if it happened now: begun, watched and ended from the page."""
    find = lambda selector: page.find_element(By.CSS_SELECTOR, selector)
    press = lambda selector: page.execute_script("arguments[0].click()", find(selector))
    page.get(bench.address)
    wait(page, lambda: "token" in (find("#live").get_attribute("href") or ""))
    press("#live")
    wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#source option:not([value=''])"), 60)
    inspect(page, "live form, dark, 390 px", pictures)
    page.execute_script("const source = document.querySelector('#source'); source.value = source.lastElementChild.value")
    find("#session").send_keys("S05")
    for person, seat, code in [("first", "therapist", "T01"), ("second", "client", "C01")]:
        fill(page, person, seat, code)
        agree(page, person)
    send = lambda: press("#form button[type=submit]")
    send()
    wait(page, lambda: "only when both have agreed" in find("#fault").text, 10)
    for person in ["first", "second"]:
        press(f"input[name={person}-scope][value=live]")
    send()
    wait(page, lambda: find("#open").is_displayed(), 60)
    inspect(page, "live, dark, 390 px", pictures)
    press("#open")
    wait(page, lambda: len(page.window_handles) == 2)
    page.switch_to.window(page.window_handles[1])
    check("token=" in page.current_url and str(bench.port) not in page.current_url, "the live page has an address of its own")
    until("it is being measured", lambda: (folder / "S05/session.partial.sqlite").exists())
    time.sleep(8)
    page.close()
    page.switch_to.window(page.window_handles[0])
    press("#stop")
    wait(page, lambda: "is over" in find("#phase").text, 60)
    check((folder / "S05/report.html").exists(), "what was measured live has become results")
    complaints(page, "live", expected=("400 (Bad Request)",))


def second(bench):
    """A session that has to wait."""
    recordings = json.loads(bench.ask("GET", f"/recordings?token={bench.token}")[1])["recordings"]
    consent = json.loads((folder / "S01.consent.json").read_text("utf-8")) | {"session": "S02"}
    form = {"recordings": [recordings[0]["id"]], "consent": consent}
    check(bench.ask("POST", f"/sessions?token={bench.token}", json.dumps(form))[0] == 201, "a second session is taken")
    form["consent"] = consent | {"session": "S01"}
    status, words, _ = bench.ask("POST", f"/sessions?token={bench.token}", json.dumps(form))
    check(status == 400, f"one of the same code is not: {words}")
    form["consent"] = consent | {"session": "SО1"}
    status, words, _ = bench.ask("POST", f"/sessions?token={bench.token}", json.dumps(form))
    check(status == 400 and "looks like S01" in words, f"nor one of a code that looks like it: {words}")
    # Who is in a recording is told to nobody else, and a picture to nobody who did not say that both have agreed.
    look = {"recordings": [recordings[0]["id"]], "picture": True}
    for name, body in [("without a consent", look), ("of people who did not agree to it", look | {"consent": consent}),
                       ("of a path", look | {"recordings": ["../rec/helle.mp4"], "consent": consent}),
                       ("of more than is asked", look | {"path": "/etc/passwd"})]:
        status, words, headers = bench.ask("POST", f"/people?token={bench.token}", json.dumps(body))
        check(status == 400 and "jpeg" not in words and headers["Cache-Control"] == "no-store", f"no picture {name}: {words}")


with Workbench(attune, folder) as bench:
    page = form(bench, 1280, "light")
    second(bench)
    until("it is measured", lambda: [one["state"] for one in queue(bench)] == ["measuring", "waiting"] and queue(bench)[0]["share"] > 0.1)
    bench.ask("POST", f"/pause?token={bench.token}&id={queue(bench)[1]['id']}")
    press(page, "Pause")
    until("it is paused", lambda: queue(bench)[0]["state"] == "paused")
    kept = queue(bench)[0]["share"]
    check((folder / "S01/session.partial.sqlite").exists(), "what was measured is kept")
    press(page, "Go on")
    until("it goes on", lambda: queue(bench)[0]["state"] == "measuring" and queue(bench)[0]["share"] >= kept - 0.05)
    until("past where it was", lambda: queue(bench)[0]["share"] > kept + 0.05)
    # The computer fails.
    bench.program.send_signal(signal.SIGKILL)
    bench.program.wait()
    page.quit()

with Workbench(attune, folder) as bench:
    page = browser(390, "dark")
    page.get(bench.address)
    button = lambda name: page.find_element(By.CSS_SELECTOR, f"#work button[aria-label='{name}']")
    wait(page, lambda: button("Go on: S01").is_displayed() and button("Go on: S02").is_displayed())
    check(True, "what a dead program left can be gone on with, also what only waited")
    inspect(page, "interrupted, dark, 390 px", pictures)
    # The recording is renamed, and a link is put in the place of the second session's folder.
    (folder / "rec/helle.mp4").rename(folder / "rec/other.mp4")
    button("Go on: S01").click()
    until("a recording that is gone is missed", lambda: queue(bench)[0]["state"] == "failed"
          and "no longer in the folder" in queue(bench)[0]["remarks"][-1])
    (folder / "rec/other.mp4").rename(folder / "helle.mp4")
    wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#work button[aria-label='Try again: S01']"))
    # Whose it is nobody can tell, and so it is named once.
    (folder / "old.consent.json").write_text("{", "utf-8")
    button("Try again: S01").click()
    wait(page, lambda: [one.text for one in page.find_elements(By.CSS_SELECTOR, "#work-remarks p") if "old.consent.json" in one.text])
    check(not any("old.consent.json" in remark for one in queue(bench) for remark in one["remarks"]), "an unreadable consent is named once, and under no session")
    (folder / "S02").symlink_to("/tmp")
    button("Go on: S02").click()
    until("it is done, though the recording lies elsewhere", lambda: queue(bench)[0]["state"] == "done")
    until("nothing is written through a link", lambda: queue(bench)[1]["state"] == "failed"
          and "no folder of its own" in queue(bench)[1]["remarks"][-1])
    wait(page, lambda: button("Remove from this list: S02").is_displayed())
    button("Remove from this list: S02").click()
    until("a line can be taken away", lambda: len(queue(bench)) == 1)
    link = wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody a"))[0]
    inspect(page, "done, dark, 390 px", pictures)
    page.execute_script("arguments[0].click()", link)
    wait(page, lambda: len(page.window_handles) == 2)
    page.switch_to.window(page.window_handles[1])
    wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "svg"), 30)
    words = page.find_element(By.TAG_NAME, "body").text
    check("the client took up a posture that the therapist was holding" in words.lower().replace("once, ", ""), "the report tells the episode")
    complaints(page, "done")
    page.close()
    page.switch_to.window(page.window_handles[0])
    live(bench, page)
    page.quit()
    bench.program.send_signal(signal.SIGINT)
    check(bench.program.wait(30) == 0, "Ctrl-C ends it")
leave()
