#!/usr/bin/env python3
"""Measures a recording from the page of `attune open`, in headless Chromium: the consent is filled in, it is measured, paused,
gone on with, the program is killed and started again, and the report is opened.

    add_session.py ATTUNE FOLDER [FOLDER-FOR-SCREENSHOTS]

FOLDER holds rec/helle.mp4 (the example's recording). Exits 1 with a line for everything that is not as it should be.
"""
import json
import os
import pathlib
import signal
import sys
import time

from selenium.webdriver.common.by import By

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


def form(bench, width, scheme):
    """What is wrong is said, and nothing is written; then the session is on the list."""
    name = f"form, {scheme}, {width} px"
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
        page.find_element(By.CSS_SELECTOR, "#recordings input").click()
        check("rec/helle.mp4, of both people" in page.find_element(By.ID, "chosen").text, f"{name}: says what is chosen")
        page.find_element(By.ID, "check").click()
        wait(page, lambda: "Both people are found" in page.find_element(By.ID, "checked").text, 120)
        inspect(page, name + ", looked at", pictures)
        page.find_element(By.ID, "session").send_keys("../S01")
        fill(page, "first", "therapist", "T01")
        fill(page, "second", "client", "Anna")
        send()
        wait(page, lambda: "names its folder" in fault(), 10)
        page.find_element(By.ID, "session").clear()
        page.find_element(By.ID, "session").send_keys("S01")
        send()
        wait(page, lambda: "looks like a name" in fault(), 10)
        check(page.find_element(By.ID, "doubt").is_displayed(), f"{name}: a name is doubted, and can be answered for")
        check(not list(folder.glob("*.consent.json")), f"{name}: nothing is written of a form that is refused")
        inspect(page, name + ", refused", pictures)
        fill(page, "second", "client", "C01")
        send()
        wait(page, lambda: "Under way" in page.find_element(By.TAG_NAME, "body").text)
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


with Workbench(attune, folder) as bench:
    page = form(bench, 1280, "light")
    until("it is measured", lambda: [one["state"] for one in queue(bench)] == ["measuring"] and queue(bench)[0]["share"] > 0.1)
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
    button = wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody button"))[0]
    check(button.get_attribute("aria-label") == "Go on: S01", "what a dead program left can be gone on with")
    inspect(page, "interrupted, dark, 390 px", pictures)
    button.click()
    until("it is done", lambda: [one["state"] for one in queue(bench)] == ["done"])
    link = wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody a"))[0]
    inspect(page, "done, dark, 390 px", pictures)
    page.execute_script("arguments[0].click()", link)
    wait(page, lambda: page.find_elements(By.CSS_SELECTOR, "svg"), 30)
    words = page.find_element(By.TAG_NAME, "body").text
    check("the client took up a posture that the therapist was holding" in words.lower().replace("once, ", ""), "the report tells the episode")
    complaints(page, "done")
    page.quit()
    bench.program.send_signal(signal.SIGINT)
    check(bench.program.wait(30) == 0, "Ctrl-C ends it")
leave()
