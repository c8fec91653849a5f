#!/usr/bin/env python3
"""Runs `attune open FOLDER` and looks at its page in headless Chromium.

    open_library.py ATTUNE FOLDER [FOLDER-FOR-SCREENSHOTS]

FOLDER holds S01 (done, with a record), S02 (unreadable) and study (a study). Exits 1 with a line for everything that is not
as it should be.
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import axe_core_python
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

attune, folder = sys.argv[1], pathlib.Path(sys.argv[2])
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
axe = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
problems = []


def check(is_right, what):
    print(("ok    " if is_right else "WRONG ") + what, flush=True)
    if not is_right:
        problems.append(what)


program = subprocess.Popen([attune, "open", str(folder), "--no-browser"], stdout=subprocess.PIPE, text=True)
address = program.stdout.readline().split()[-1]
port, token = int(address.split(":")[2].split("/")[0]), address.split("token=")[1]


def ask(method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders())
    except (http.client.HTTPException, ConnectionError) as error:
        return 0, str(error), {}
    finally:
        connection.close()


def refusals():
    query = f"?token={token}"
    for path in ["/", "/library", "/report", "/report?id=x", "/../etc/passwd", "/library?token=", "/library?token=0"]:
        check(ask("GET", path)[0] == 403, f"{path} is refused without the token")
    check(ask("GET", "/library" + query, Host="evil.example")[0] in (0, 400, 403), "a foreign name is refused")
    check(ask("GET", "/library" + query, Origin="http://evil.example")[0] == 403, "a foreign page is refused")
    check(ask("POST", "/library" + query, "x")[0] == 405, "nothing is taken")
    check(ask("POST", "/library" + query, "x" * (1 << 22))[0] in (0, 405), "a huge body is not read")
    entries = json.loads(ask("GET", "/library" + query)[1])["entries"]
    done = next(entry for entry in entries if entry["name"] == "S01")
    for path in ["../S01", "%2e%2e%2fS01", "S01", str(folder / "S01"), ""]:
        check(ask("GET", f"/report{query}&id={path}")[0] == 404, f"no report of {path!r}")
    damaged = next(entry for entry in entries if entry["name"] == "S02")
    check(ask("GET", f"/report{query}&id={damaged['id']}")[0] == 409, "no report of what cannot be read")
    status, text, headers = ask("GET", f"/report{query}&id={done['id']}")
    check(status == 200 and "PLANTED" not in text, "the report is drawn from the record, not taken from the folder")
    check("set-cookie" not in {name.lower() for name in headers}, "no cookie")
    check(headers.get("Cache-Control", headers.get("cache-control")) == "no-store", "nothing is stored")


def browser(width, scheme):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", f"--window-size={width},900"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    page = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    return page


def look(width, scheme):
    name = f"{scheme}, {width} px"
    page = browser(width, scheme)
    try:
        page.get(address)
        rows = lambda: page.find_elements(By.CSS_SELECTOR, "#sessions tbody tr")
        WebDriverWait(page, 20).until(lambda _: len(rows()) == 2)
        text = page.find_element(By.TAG_NAME, "body").text
        for words in ["done", "cannot be read", "study", "therapist: ", "until 2099-12-31"]:
            check(words in text, f"{name}: {words!r} is on the page")
        page.execute_script(axe)
        found = page.execute_async_script("axe.run().then(arguments[0])")["violations"]
        check(found == [], f"{name}: everybody can use it: {[fault['id'] for fault in found]}")
        check(page.execute_script("return document.documentElement.scrollWidth <= innerWidth"), f"{name}: nothing is cut off")
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            page.save_screenshot(str(pictures / f"library-{scheme}-{width}.png"))
        page.find_element(By.ID, "filter").send_keys("s02")
        WebDriverWait(page, 5).until(lambda _: len(rows()) == 1)
        check("1 of 2 sessions" in page.find_element(By.ID, "count").text, f"{name}: the filter says what it shows")
        page.find_element(By.ID, "filter").clear()
        page.find_element(By.ID, "filter").send_keys("S01")
        WebDriverWait(page, 5).until(lambda _: len(rows()) == 1)
        page.find_element(By.CSS_SELECTOR, "#sessions tbody a").click()
        WebDriverWait(page, 30).until(lambda _: "S01" in page.title or "therapist" in page.find_element(By.TAG_NAME, "body").text)
        check(len(page.find_elements(By.CSS_SELECTOR, "svg")) > 0, f"{name}: the report is drawn")
        complaints = [entry["message"] for entry in page.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        check(complaints == [], f"{name}: no complaint of the browser: {complaints}")
    finally:
        page.quit()


def ending():
    page = browser(1000, "light")
    try:
        page.get(address)
        WebDriverWait(page, 20).until(lambda _: page.find_elements(By.CSS_SELECTOR, "#sessions tbody tr"))
        program.send_signal(signal.SIGINT)
        check(program.wait(15) == 0, "Ctrl-C ends it")
        WebDriverWait(page, 15).until(lambda _: page.find_element(By.ID, "lost").is_displayed())
        check(True, "the page says that it was ended")
    finally:
        page.quit()


try:
    refusals()
    for width, scheme in [(1280, "light"), (390, "dark")]:
        look(width, scheme)
    ending()
finally:
    if program.poll() is None:
        os.kill(program.pid, signal.SIGKILL)
sys.exit(1 if problems else 0)
