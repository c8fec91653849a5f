#!/usr/bin/env python3
"""Reviews a session on the page of `attune open FOLDER` in headless Chromium, by keys alone.

    open_review.py ATTUNE FOLDER VIDEO [FOLDER-FOR-SCREENSHOTS]

FOLDER holds S01 with three measured episodes of therapist and client (slumped, from 1, 2 and 3 s). Exits 1 with a line for
everything that is not as it should be.
"""
import csv
import fcntl
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import axe_core_python
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

attune, folder, video = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
pictures = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else None
axe = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
problems = []


def check(is_right, what):
    print(("ok    " if is_right else "WRONG ") + what, flush=True)
    if not is_right:
        problems.append(what)


class Server:
    def __init__(self):
        self.program = subprocess.Popen([attune, "open", str(folder), "--no-browser"], stdout=subprocess.PIPE, text=True)
        self.address = self.program.stdout.readline().split()[-1]
        self.port, self.token = int(self.address.split(":")[2].split("/")[0]), self.address.split("token=")[1]

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (http.client.HTTPException, ConnectionError) as error:
            return 0, str(error)
        finally:
            connection.close()

    @property
    def id(self):
        entries = json.loads(self.ask("GET", f"/library?token={self.token}")[1])["entries"]
        return next(entry["id"] for entry in entries if entry["name"] == "S01")

    def page(self, coder=None):
        more = f"&coder={coder}" if coder else ""
        return f"http://127.0.0.1:{self.port}/review?id={self.id}&token={self.token}{more}"


def refusals(server):
    own = f"?id={server.id}&token={server.token}"
    begin = json.dumps({"coder": "K9", "do": "begin"})
    for path in ["/review", "/review/state", f"/review/state?id={server.id}", f"/review/state?id={server.id}&token=0"]:
        check(server.ask("GET", path)[0] == 403, f"{path.split('?')[0]} is refused without the token")
    check(server.ask("POST", f"/review/state?id={server.id}", begin)[0] == 403, "nothing is taken without the token")
    check(server.ask("POST", "/review/state" + own, begin, Origin="http://evil.example")[0] == 403, "a foreign page is refused")
    check(server.ask("POST", "/review/state" + own, begin, Host="evil.example")[0] in (0, 400, 403), "a foreign name is refused")
    check(server.ask("PUT", "/review/state" + own, begin)[0] == 405, "nothing else is taken")
    check(server.ask("POST", "/review/state" + own, "x" * 9000)[0] == 413, "a large body is refused")
    check(server.ask("POST", "/review/state" + own, "x" * (1 << 22))[0] in (0, 413), "a huge body is not read")
    for body in ["", "[]", "{", "null", "\u0000"]:
        check(server.ask("POST", "/review/state" + own, body.encode())[0] == 400, f"{body!r} is refused")
    for bad in ["../S01", "S01", str(folder / "S01"), ""]:
        check(server.ask("POST", f"/review/state?id={bad}&token={server.token}", begin)[0] == 404, f"no review of {bad!r}")
    for coder in ["../x", "=x", "", "a b", "Anna"]:
        check(server.ask("POST", "/review/state" + own, json.dumps({"coder": coder, "do": "begin"}))[0] == 400, f"no coder {coder!r}")
    check("K9" not in server.ask("GET", "/review/state" + own)[1], "nothing of all that was kept")


def browser(width, scheme):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--mute-audio", f"--window-size={width},900"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    page = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    return page


def usable(page, name):
    page.execute_script(axe)
    found = page.execute_async_script("axe.run().then(arguments[0])")["violations"]
    check(found == [], f"{name}: everybody can use it: {[(fault['id'], [node['html'][:90] for node in fault['nodes']]) for fault in found]}")
    check(page.execute_script("return document.documentElement.scrollWidth <= innerWidth"), f"{name}: nothing is cut off")
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        page.save_screenshot(str(pictures / f"review-{name.replace(' ', '-').replace(',', '')}.png"))


def quiet(page, name, but=()):
    complaints = [entry["message"] for entry in page.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    complaints = [text for text in complaints if not any(words in text for words in but)]
    check(complaints == [], f"{name}: no complaint of the browser: {complaints}")


def marks(page):
    # In one piece: the list is drawn anew with every answer.
    return page.execute_script("return [...document.querySelectorAll('#list small')].map((mark) => mark.textContent)")


def until(page, words, what):
    try:
        WebDriverWait(page, 10).until(lambda _: words())
        check(True, what)
    except Exception:
        check(False, f"{what}: {marks(page)} {page.find_element(By.ID, 'fault').text}")


def press(page, key):
    page.switch_to.active_element.send_keys(key)


def put(page, name, value):
    field = page.find_element(By.ID, f"field-{name}")
    if field.tag_name == "select":
        field.send_keys(value)
    else:
        field.clear()
        field.send_keys(value)


def review(server):
    page = browser(1280, "light")
    try:
        page.get(server.page())
        WebDriverWait(page, 20).until(lambda _: page.find_element(By.ID, "begin").is_displayed())
        usable(page, "begin, light, 1280 px")
        page.find_element(By.ID, "coder").send_keys("K1" + Keys.ENTER)
        WebDriverWait(page, 10).until(lambda _: len(marks(page)) == 3)
        page.find_element(By.ID, "file").send_keys(str(video))
        WebDriverWait(page, 10).until(lambda _: page.execute_script("return document.getElementById('video').readyState") > 0)
        page.execute_script("document.activeElement.blur()")
        press(page, "j")
        press(page, Keys.ENTER)
        until(page, lambda: page.execute_script("return !document.getElementById('video').paused || document.getElementById('video').currentTime > 0"), "Enter plays")
        press(page, "c")
        until(page, lambda: marks(page)[0] == "confirmed", "c confirms")
        check("Kept: confirmed" in page.find_element(By.ID, "progress").text, "the page says what was kept")
        press(page, "j")
        press(page, "r")
        until(page, lambda: marks(page)[1] == "rejected", "r rejects")
        press(page, "u")
        until(page, lambda: marks(page)[1] == "not sure", "u is not sure")
        press(page, "z")
        until(page, lambda: marks(page)[1] == "rejected", "z takes it back")
        press(page, "j")
        press(page, "e")
        WebDriverWait(page, 5).until(lambda _: page.find_element(By.ID, "edit").is_displayed())
        usable(page, "form, light, 1280 px")
        put(page, "follower_onset", "3.400")
        put(page, "note", "<b>late</b>" + Keys.ENTER)
        until(page, lambda: marks(page)[2].startswith("corrected – <b>late</b>"), "e corrects, and a note is text")
        press(page, "a")
        WebDriverWait(page, 5).until(lambda _: page.find_element(By.ID, "edit").is_displayed())
        put(page, "leader", "client")
        for name, value in [("leader_onset", "0.2"), ("follower_onset", "0.6"), ("offset", "0.9")]:
            put(page, name, value)
        page.find_element(By.ID, "keep").click()
        until(page, lambda: len(marks(page)) == 4 and marks(page)[0] == "added", "a adds")
        press(page, "e")
        put(page, "offset", "0.1")
        page.find_element(By.ID, "keep").click()
        until(page, lambda: "before" in page.find_element(By.ID, "fault").text, "an end before the onset is refused in words")
        page.find_element(By.ID, "cancel").click()
        server.program.kill()
        server.program.wait()
        press(page, "j")
        press(page, "r")
        until(page, lambda: "no longer answers" in page.find_element(By.ID, "fault").text, "a server that is gone is told")
        check(marks(page)[1] == "confirmed", "nothing is shown that was not kept")
        quiet(page, "by keys", but=["ERR_CONNECTION_REFUSED", "400 (Bad Request)"])
    finally:
        page.quit()


def again(server, width, scheme):
    name = f"{scheme}, {width} px"
    page = browser(width, scheme)
    try:
        page.get(server.page("K1"))
        until(page, lambda: [mark.split(" – ")[0] for mark in marks(page)] == ["added", "confirmed", "rejected", "corrected"], f"{name}: all is there")
        page.find_elements(By.CSS_SELECTOR, "#list button")[1].click()
        usable(page, name)
        lock = os.open(folder / "S01", os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        page.execute_script("document.activeElement.blur()")
        press(page, "r")
        until(page, lambda: "another run" in page.find_element(By.ID, "fault").text.lower(), f"{name}: a folder in use is told")
        usable(page, f"in use, {name}")
        os.close(lock)
        check(marks(page)[1] == "confirmed", f"{name}: and nothing is shown as kept")
        quiet(page, name, but=["409 (Conflict)"])
    finally:
        page.quit()


def blind(server):
    page = browser(1280, "dark")
    try:
        page.get(server.page())
        WebDriverWait(page, 20).until(lambda _: page.find_element(By.ID, "begin").is_displayed())
        page.find_element(By.ID, "blind").click()
        page.find_element(By.ID, "coder").send_keys("K2" + Keys.ENTER)
        until(page, lambda: page.find_element(By.ID, "reveal").is_displayed() and marks(page) == [], "blind: nothing is shown")
        usable(page, "blind, dark, 1280 px")
        check("slumped" not in server.ask("GET", f"/review/state?id={server.id}&token={server.token}&coder=K2")[1].split('"episodes"')[1], "blind: nothing is sent")
        page.find_element(By.ID, "reveal").click()
        page.switch_to.alert.accept()
        until(page, lambda: marks(page) == ["not looked at"] * 3, "what was measured is shown when it is asked for")
        quiet(page, "blind")
    finally:
        page.quit()


def results():
    run = subprocess.run([attune, "export", str(folder / "S01"), "--reviewed", "K1", "--format", "csv,json"], capture_output=True, text=True)
    check(run.returncode == 0, f"export --reviewed: {run.stderr}")
    rows = list(csv.DictReader(open(folder / "S01" / "reviewed-K1.episodes.csv")))
    check([row["review"] for row in rows] == ["added", "confirmed", "corrected"], f"the table has what was decided: {rows}")
    check([row["leader"] for row in rows] == ["client", "therapist", "therapist"], "and who led")
    found = json.load(open(folder / "S01" / "reviewed-K1.session.json"))["review"]
    check([found[key] for key in ["measured", "reviewed", "confirmed", "corrected", "rejected", "added"]] == [3, 3, 1, 1, 1, 1], f"session.json counts: {found}")
    run = subprocess.run([attune, "review", str(folder / "S01"), "--agreement"], capture_output=True, text=True)
    check("K1: 3 of 3 reviewed" in run.stdout and "F1" in run.stdout, f"attune review: {run.stdout}{run.stderr}")
    print(run.stdout)


server = Server()
try:
    refusals(server)
    review(server)
    server = Server()
    for width, scheme in [(1280, "light"), (390, "dark")]:
        again(server, width, scheme)
    blind(server)
    check("K1: 0 left" in json.dumps([f"{r['coder']}: {r['left']} left" for e in json.loads(server.ask("GET", f"/library?token={server.token}")[1])["entries"] for r in e["reviews"]]), "the library says how many are left")
    server.program.send_signal(signal.SIGINT)
    check(server.program.wait(15) == 0, "Ctrl-C ends it")
    results()
finally:
    if server.program.poll() is None:
        server.program.kill()
sys.exit(1 if problems else 0)
