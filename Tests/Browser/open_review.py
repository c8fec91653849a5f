#!/usr/bin/env python3
"""Reviews a session on the page of `attune open FOLDER` in headless Chromium, by keys alone.

    open_review.py ATTUNE FOLDER VIDEO [FOLDER-FOR-SCREENSHOTS]

FOLDER holds S01 with three measured episodes of therapist and client (slumped, from 1, 2 and 3 s), and its recording, which is VIDEO; both
agreed to be shown. Exits 1 with a line for everything that is not as it should be.
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
from selenium.webdriver.common.action_chains import ActionChains
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
    for path in ["recordings", "recording", "landmarks", "exchange"]:
        method = "POST" if path == "exchange" else "GET"
        for query in ["", f"?id={server.id}", f"?id={server.id}&token=0"]:
            check(server.ask(method, f"/review/{path}{query}")[0] == 403, f"/review/{path} is refused without the token")
        for field in [{"Origin": "http://evil.example"}, {"Host": "evil.example"}]:
            check(server.ask(method, f"/review/{path}{own}", **field)[0] in (0, 400, 403), f"/review/{path} is refused to {field}")
        check(server.ask("PUT", f"/review/{path}{own}")[0] == 405, f"/review/{path} takes nothing else")
    check("K9" not in server.ask("GET", "/review/state" + own)[1], "nothing of all that was kept")


def stretches(server):
    own = f"/review/recording?id={server.id}&token={server.token}&source=0"
    for _ in range(200):
        if "checking" not in server.ask("GET", own.replace("recording", "recordings"))[1]:
            break
    whole = video.read_bytes()

    def ask(method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request(method, own, headers=headers)
        answer = connection.getresponse()
        try:
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    status, body, headers = ask()
    check(status == 200 and body == whole, "the recording comes as it is on the disk")
    check(headers.get("Cache-Control") == "no-store" and headers.get("Cross-Origin-Resource-Policy") == "same-origin", "and is kept nowhere")
    status, body, headers = ask(Range="bytes=1000-300000")
    check(status == 206 and body == whole[1000:300001] and headers["Content-Range"] == f"bytes 1000-300000/{len(whole)}", "so does a stretch of it")
    status, body, headers = ask(method="HEAD", Range="bytes=-7")
    check(status == 206 and body == b"" and headers["Content-Length"] == "7", "HEAD says what would come")
    check([ask(Range=text)[0] for text in ["bytes=0-1,5-6", f"bytes={len(whole)}-", "bytes=5-4"]] == [416] * 3, "several stretches are refused, and none")


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
        WebDriverWait(page, 10, 0.05).until(lambda _: words())
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
        until(page, lambda: page.execute_script("const v = document.getElementById('video'); return v.readyState > 0 && v.src.includes('/review/recording?')"), "the recording is played from the disk")
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
        moved(page)
        press(page, "j")
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
        # Reading back what was painted is the test's own.
        quiet(page, "by keys", but=["ERR_CONNECTION_REFUSED", "400 (Bad Request)", "willReadFrequently"])
    finally:
        page.quit()


PAINTED = """const c = document.querySelector('.camera canvas');
    return !c.hidden && c.width > 0 && c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((value) => value > 0)"""


def moved(page):
    """Figures, and the edges of the first episode, which is confirmed; all of it is taken back."""
    check(not page.execute_script(PAINTED), "figures are off at first")
    press(page, "s")
    until(page, lambda: page.execute_script(PAINTED), "s shows figures over the recording")
    usable(page, "figures, light, 1280 px")
    press(page, "s")
    until(page, lambda: not page.execute_script(PAINTED), "and hides them")
    press(page, "k")
    said = lambda: page.find_element(By.ID, "adjusted").text
    value = lambda lane: float(page.find_element(By.CSS_SELECTOR, f"#adjust [data-lane={lane}] [role=slider]").get_attribute("aria-valuenow"))
    onset, end = value("follower_onset"), value("offset")
    for key, lane, wanted in [(".", "follower_onset", onset + 0.1), (",", "follower_onset", onset - 0.1)]:
        press(page, key)
        until(page, lambda: "Not kept yet" in said(), f"{key} is said")
        until(page, lambda: marks(page)[0] == "corrected" and abs(value(lane) - wanted) < 1e-6, f"{key} moves the onset")
        press(page, "z")
        until(page, lambda: marks(page)[0] == "confirmed" and value(lane) == onset, f"z takes {key} back")
    ActionChains(page).key_down(Keys.SHIFT).send_keys(".").send_keys(".").key_up(Keys.SHIFT).perform()
    until(page, lambda: marks(page)[0] == "corrected" and abs(value("offset") - end - 0.2) < 1e-6, "with Shift they move the end")
    press(page, "z")
    until(page, lambda: marks(page)[0] == "confirmed", "which is taken back at once")
    handle = page.find_element(By.CSS_SELECTOR, "#adjust [data-lane=leader_onset] [role=slider]")
    before = value("leader_onset")
    ActionChains(page).click_and_hold(handle).move_by_offset(-20, 0).move_by_offset(-20, 0).release().perform()
    until(page, lambda: marks(page)[0] == "corrected" and value("leader_onset") < before - 0.05, "an edge is drawn with the pointer")
    check(value("follower_onset") == onset and value("offset") == end, "and the others stay")
    page.execute_script("document.activeElement.blur()")
    press(page, "z")
    until(page, lambda: marks(page)[0] == "confirmed" and value("leader_onset") == before, "and taken back")
    handle.send_keys(Keys.ARROW_RIGHT * 40)
    until(page, lambda: marks(page)[0] == "corrected" and value("leader_onset") < onset, "no edge passes another")
    page.execute_script("document.activeElement.blur()")
    press(page, "z")
    until(page, lambda: marks(page)[0] == "confirmed", "a row of steps is one change")


def withdrawn(page):
    """One of the two takes back, in a file beside the recording, that they are shown, while it plays."""
    beside = folder / "S01.consent.json"
    try:
        press(page, " ")
        person = {"scope": ["analysis"], "signed": "2020-01-05", "expires": "2099-12-31"}
        beside.write_text(json.dumps({"schema": 1, "session": "S01", "participants": [
            {**person, "seat": "therapist", "id": "T01"}, {**person, "seat": "client", "id": "C01"}]}))
        until(page, lambda: "does not cover video" in page.find_element(By.ID, "player-note").text, "what is taken back is said while it plays")
        check(page.execute_script("const v = document.getElementById('video'); return v.hidden && !v.getAttribute('src')"), "and the recording is gone")
        usable(page, "taken back")
    finally:
        beside.unlink(missing_ok=True)


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
        if width < 600:
            withdrawn(page)
        else:
            other = folder / "other.avi"
            other.write_text("no film")
            page.find_element(By.ID, "file").send_keys(str(other))
            until(page, lambda: "cannot play other.avi" in page.find_element(By.ID, "player-note").text, f"{name}: what cannot be played is said")
            other.unlink()
        quiet(page, name, but=["409 (Conflict)", "403 (Forbidden)"])
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


def exchanged(page, server):
    """All results are made anew; what was decided stays, and is not applied."""
    page.get(server.page("K1"))
    until(page, lambda: len(marks(page)) == 4, "four episodes before the exchange")
    page.find_elements(By.CSS_SELECTOR, "#list button")[0].click()
    page.execute_script("document.activeElement.blur()")
    press(page, "x")
    until(page, lambda: "made anew" in page.find_element(By.ID, "exchange-what").text, "x asks first")
    usable(page, "exchange, dark, 1280 px")
    page.find_element(By.ID, "exchange-do").click()
    WebDriverWait(page, 60).until(lambda _: "are exchanged from" in page.find_element(By.ID, "exchange-state").text)
    check(all("no longer found" in mark for mark in marks(page)), f"nothing that was decided counts: {marks(page)}")
    check("swap_at" in (folder / "S01" / "session.json").read_text(), "the results say it")
    page.find_elements(By.CSS_SELECTOR, "#list button")[0].click()
    page.find_element(By.CSS_SELECTOR, "#actions [data-act=edit]").click()
    page.find_element(By.ID, "keep").click()
    until(page, lambda: len(marks(page)) == 4 and marks(page).count("added") == 1, "what was added can be added again")
    usable(page, "exchanged, dark, 1280 px")
    page.find_element(By.CSS_SELECTOR, "#exchanged button").click()
    page.find_element(By.ID, "exchange-do").click()
    WebDriverWait(page, 60).until(lambda _: "Nobody is exchanged" in page.find_element(By.ID, "exchange-state").text)


def blind(server):
    page = browser(1280, "dark")
    try:
        page.get(server.page())
        WebDriverWait(page, 20).until(lambda _: page.find_element(By.ID, "begin").is_displayed())
        page.find_element(By.ID, "blind").click()
        page.find_element(By.ID, "coder").send_keys("K2" + Keys.ENTER)
        until(page, lambda: page.find_element(By.ID, "reveal").is_displayed() and marks(page) == [], "blind: nothing is shown")
        usable(page, "blind, dark, 1280 px")
        row = next(entry for entry in json.loads(server.ask("GET", f"/library?token={server.token}")[1])["entries"] if entry["name"] == "S01")
        check(row["episodes"] is None and row["hidden"], "blind: the list does not say how many there are")
        check("slumped" not in server.ask("GET", f"/review/state?id={server.id}&token={server.token}&coder=K2")[1].split('"episodes"')[1], "blind: nothing is sent")
        page.find_element(By.ID, "reveal").click()
        page.switch_to.alert.accept()
        until(page, lambda: marks(page) == ["not looked at"] * 3, "what was measured is shown when it is asked for")
        check("K1: 0 left" in json.dumps([f"{r['coder']}: {r['left']} left" for e in json.loads(server.ask("GET", f"/library?token={server.token}")[1])["entries"] for r in e["reviews"]]), "the library says how many are left")
        results()
        exchanged(page, server)
        quiet(page, "blind")
    finally:
        page.quit()


server = Server()
try:
    refusals(server)
    stretches(server)
    review(server)
    server = Server()
    for width, scheme in [(1280, "light"), (390, "dark")]:
        again(server, width, scheme)
    blind(server)
    server.program.send_signal(signal.SIGINT)
    check(server.program.wait(15) == 0, "Ctrl-C ends it")
finally:
    if server.program.poll() is None:
        server.program.kill()
sys.exit(1 if problems else 0)
