#!/usr/bin/env python3
"""Everything without a terminal, in headless Chromium, from a folder that holds recordings and nothing else: the consents of two sessions
(the example, and a pair of cameras) and of a third, progress, a pause and a crash, reviews with one episode rejected and one added, the
results counted again, a study of three, files, and a withdrawal.

    whole_way.py ATTUNE FOLDER [FOLDER-FOR-SCREENSHOTS]

FOLDER holds both.mp4, left.mp4 and right.mp4: 25 s of the example with its episode (from second 5), and the two halves of it. A study takes no
recording twice, so that a third.mp4 is made of both.mp4. Exits 1 with a line for everything that is not as it should be.
"""
import csv
import json
import pathlib
import signal
import sys
import time

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from workbench import Workbench, browser, check, complaints, inspect, leave, wait

attune, folder = sys.argv[1], pathlib.Path(sys.argv[2])
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None


def ask(bench, path):
    return json.loads(bench.ask("GET", f"{path}?token={bench.token}")[1])


def until(what, holds, seconds=300):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return check(True, what)
        time.sleep(0.2)
    check(False, what)


def add(page, bench, code, people, recordings):
    """Fills in what the two have signed, and puts the session on the list."""
    page.get(f"http://127.0.0.1:{bench.port}/add?token={bench.token}")
    wait(page, lambda: len(page.find_elements(By.CSS_SELECTOR, "#recordings input")) == 4)
    for label in page.find_elements(By.CSS_SELECTOR, "#recordings label"):
        if label.text.split(",")[0].split(" ")[0] in recordings:
            label.find_element(By.TAG_NAME, "input").click()
    if len(recordings) == 2:
        page.find_element(By.ID, "offset-sound").click()
        page.find_element(By.ID, "offset").send_keys("0")
    page.find_element(By.ID, "session").send_keys(code)
    for person, seat, own in [("first", "therapist", people[0]), ("second", "client", people[1])]:
        for name, text in [("seat", seat), ("id", own)]:
            box = page.find_element(By.ID, f"{person}-{name}")
            box.clear()
            box.send_keys(text)
        for name, day in [("signed", "2026-01-05"), ("expires", "2099-01-05")]:
            page.execute_script("arguments[0].value = arguments[1]", page.find_element(By.ID, f"{person}-{name}"), day)
        for scope in ["analysis", "video"]:
            page.find_element(By.CSS_SELECTOR, f"input[name={person}-scope][value={scope}]").click()
    inspect(page, f"{code} filled in", pictures)
    page.find_element(By.CSS_SELECTOR, "#form button[type=submit]").click()
    wait(page, lambda: page.find_elements(By.ID, "sessions"))


def states(bench):
    return {one["name"]: one["state"] for one in ask(bench, "/queue")["sessions"]}


def measure(bench, page):
    wait(page, lambda: page.find_element(By.ID, "empty").is_displayed())
    inspect(page, "an empty folder", pictures)
    add(page, bench, "S01", ("T01", "C01"), ["both.mp4"])
    until("it is measured", lambda: states(bench).get("S01") == "measuring")
    until("it tells how far it is", lambda: ask(bench, "/queue")["sessions"][0]["share"] > 0.1)
    # At once: these 25 s are measured in a few.
    wait(page, lambda: page.find_element(By.CSS_SELECTOR, "#work button[aria-label='Pause: S01']").click() or True)
    until("it is paused", lambda: states(bench)["S01"] == "paused", 30)
    add(page, bench, "S02", ("T01", "C02"), ["left.mp4", "right.mp4"])
    add(page, bench, "S03", ("T02", "C03"), ["third.mp4"])
    until("the next is measured meanwhile", lambda: states(bench)["S02"] in ("measuring", "done"))
    wait(page, lambda: page.find_element(By.CSS_SELECTOR, "#work button[aria-label='Go on: S01']").is_displayed() and "%" in page.find_element(By.ID, "work").text)
    inspect(page, "measuring", pictures)
    check((folder / "S01/session.partial.sqlite").exists(), "what was measured is kept")


def go_on(bench, page):
    for code in ["S01", "S02", "S03"]:
        button = f"#work button[aria-label='Go on: {code}']"
        until(f"{code} can be gone on with, or goes on", lambda: states(bench).get(code) != "paused" or page.find_elements(By.CSS_SELECTOR, button))
        if states(bench).get(code) == "paused":
            page.find_element(By.CSS_SELECTOR, button).click()
    until("all three are measured", lambda: set(states(bench).values()) == {"done"}, 600)
    wait(page, lambda: len(page.find_elements(By.CSS_SELECTOR, "#sessions tbody a[href*='/report']")) == 3)
    inspect(page, "three sessions", pictures)


def entry(bench, name):
    return next(one for one in ask(bench, "/library")["entries"] if one["name"] == name)


def press(page, key):
    page.switch_to.active_element.send_keys(key)


def marks(page):
    return page.execute_script("return [...document.querySelectorAll('#list small')].map((mark) => mark.textContent)")


def review(bench, page):
    """One episode is rejected, one is added, by keys."""
    page.get(f"http://127.0.0.1:{bench.port}/review?id={entry(bench, 'S01')['id']}&token={bench.token}")
    wait(page, lambda: page.find_element(By.ID, "begin").is_displayed())
    page.find_element(By.ID, "coder").send_keys("K1" + Keys.ENTER)
    wait(page, lambda: len(marks(page)) == 1)
    wait(page, lambda: page.execute_script("return document.getElementById('video').readyState > 0"), 60)
    page.execute_script("document.activeElement.blur()")
    press(page, "j")
    press(page, "r")
    wait(page, lambda: marks(page)[0] == "rejected")
    press(page, "a")
    wait(page, lambda: page.find_element(By.ID, "edit").is_displayed())
    for name, value in [("leader_onset", "11"), ("follower_onset", "16"), ("offset", "20")]:
        box = page.find_element(By.ID, f"field-{name}")
        box.clear()
        box.send_keys(value)
    page.find_element(By.ID, "keep").click()
    wait(page, lambda: sorted(marks(page)) == ["added", "rejected"])
    inspect(page, "reviewed", pictures)
    check(True, "one episode is rejected and one added")


def count_again(bench, page):
    page.get(f"http://127.0.0.1:{bench.port}/session?id={entry(bench, 'S01')['id']}&token={bench.token}")
    wait(page, lambda: page.find_element(By.ID, "export").is_displayed())
    Select(page.find_element(By.ID, "reviewer")).select_by_value("K1")
    page.find_element(By.ID, "replaces").click()
    page.find_element(By.CSS_SELECTOR, "#export button[type=submit]").click()
    wait(page, lambda: "riting" in page.find_element(By.ID, "exported").text or page.find_element(By.ID, "exported").text, 30)
    tables = lambda: [list(csv.DictReader(path.open())) for path in (folder / "S01").glob("*episodes*.csv")]
    until("what the coder left is counted", lambda: any([row["follower_onset"][:2] for row in rows] == ["16"] for rows in tables()), 60)
    inspect(page, "files written", pictures)


def study(bench, page):
    page.get(f"http://127.0.0.1:{bench.port}/studies/new?token={bench.token}")
    wait(page, lambda: len(page.find_elements(By.CSS_SELECTOR, "#sessions input")) == 3)
    page.find_element(By.ID, "all").click()
    page.find_element(By.ID, "name").send_keys("pilot")
    inspect(page, "a study is made", pictures)
    page.find_element(By.CSS_SELECTOR, "#form button[type=submit]").click()
    wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#jobs a, #studies a") or "could not" in page.find_element(By.ID, "jobs").text, 120)
    inspect(page, "a study is there", pictures)
    page.find_elements(By.CSS_SELECTOR, "#jobs a, #studies a")[0].click()
    wait(page, lambda: len(page.window_handles) == 2)
    page.switch_to.window(page.window_handles[1])
    wait(page, lambda: "3 sessions" in page.find_element(By.TAG_NAME, "body").text.lower(), 30)
    inspect(page, "the study", pictures)
    complaints(page, "the study")
    page.close()
    page.switch_to.window(page.window_handles[0])
    check((folder / "pilot/study.json").exists(), "the study lies in a folder of its own")


def withdraw(bench, page):
    page.get(f"http://127.0.0.1:{bench.port}/session?id={entry(bench, 'S03')['id']}&token={bench.token}")
    wait(page, lambda: page.find_element(By.ID, "withdraw").is_displayed())
    Select(page.find_element(By.ID, "person")).select_by_value("C03")
    page.find_element(By.ID, "plan").click()
    wait(page, lambda: page.find_element(By.ID, "planned").is_displayed())
    inspect(page, "what would be erased", pictures)
    page.find_element(By.ID, "confirm").send_keys("C03" + Keys.ENTER)
    wait(page, lambda: page.find_element(By.ID, "withdrawn").text, 30)
    inspect(page, "withdrawn", pictures)
    check(sorted(path.name for path in (folder / "S03").iterdir()) == ["withdrawal.json"], "nothing is left but the receipt")
    check((folder / "S01/session.sqlite").exists() and (folder / "both.mp4").exists(), "other sessions and the recording stay")


before = sorted(path.name for path in folder.iterdir())
check(before == ["both.mp4", "left.mp4", "right.mp4"], "the folder holds recordings, and nothing else")
# The same pictures in another file: an empty box at its end is nothing to a player.
(folder / "third.mp4").write_bytes((folder / "both.mp4").read_bytes() + b"\0\0\0\x08free")
with Workbench(attune, folder) as bench:
    page = browser(1280, "light")
    page.get(bench.address)
    measure(bench, page)
    complaints(page, "measuring")
    # The computer fails.
    bench.program.send_signal(signal.SIGKILL)
    bench.program.wait()
    page.quit()
with Workbench(attune, folder) as bench:
    page = browser(1280, "light")
    page.get(bench.address)
    for step in [go_on, review, count_again, study, withdraw]:
        try:
            step(bench, page)
        except Exception:
            print("at", step.__name__, page.current_url.split("?")[0], page.find_element(By.TAG_NAME, "body").text[:1500])
            raise
        complaints(page, step.__name__)
    page.quit()
leave()
