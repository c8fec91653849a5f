"""The live page in a real browser, while a rehearsed session plays.

    live_page.py LIVE-REHEARSAL [FOLDER-FOR-SCREENSHOTS]

Ends with 1 and says what was not as it must be.
"""

import os
import pathlib
import queue
import signal
import socket
import subprocess
import sys
import threading
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

try:
    import axe_core_python
    axe = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
except ImportError:
    axe = None  # a .deps/test-venv of before; scripts/setup --test makes it anew
rehearsal = sys.argv[1]
pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
problems = []


def check(condition, what):
    print(("ok    " if condition else "WRONG ") + what, flush=True)
    if not condition:
        problems.append(what)


class Session:
    """The rehearsal as a process of its own, so that it can be killed."""

    def __init__(self, port=0, token="0123456789abcdef0123456789abcdef"):
        self.process = subprocess.Popen(
            [rehearsal, str(port), token, "video"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, bufsize=1)
        self.lines = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()
        self.address = self.wait("listening on").split()[-1]
        self.port = int(self.address.split(":")[2].split("/")[0])

    def listen(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def wait(self, start, within=20):
        deadline = time.monotonic() + within
        while True:
            line = self.lines.get(timeout=max(0.01, deadline - time.monotonic()))
            if line.startswith(start):
                return line

    def heard(self, start, within=10):
        try:
            return self.wait(start, within)
        except queue.Empty:
            return None

    def do(self, *commands):
        for command in commands:
            self.process.stdin.write(command + "\n")
            self.wait("done " + command)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def browser():
    options = webdriver.ChromeOptions()
    for flag in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                 "--disable-background-networking", "--window-size=1280,900"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService("/usr/bin/chromedriver")
    return webdriver.Chrome(options=options, service=service)


def text(name):
    return page.find_element(By.ID, name).text


def shown(name):
    return page.find_element(By.ID, name).is_displayed()


def within(seconds, condition, what):
    begun = time.monotonic()
    try:
        WebDriverWait(page, seconds, poll_frequency=0.05).until(lambda _: condition())
        check(True, f"{what} ({time.monotonic() - begun:.1f} s)")
    except Exception:
        check(False, what)
        print("   ", page.find_element(By.TAG_NAME, "body").text[:600].replace("\n", " | "))


def press(key):
    ActionChains(page).send_keys(key).perform()


def complaints(allowed=()):
    return [entry["message"] for entry in page.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING")
            and not any(word in entry["message"] for word in allowed)]


def accessible(when):
    """Whether axe finds nothing that keeps people out."""
    if axe is None:
        return print(f"--    not looked at by axe {when}: scripts/setup --test brings it", flush=True)
    page.execute_script(axe)
    found = page.execute_async_script(
        "axe.run().then(arguments[0])")["violations"]
    faults = [f"{fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]
    check(faults == [], f"everybody can use it {when}: {faults}")


def picture(name):
    if not pictures:
        return
    pictures.mkdir(parents=True, exist_ok=True)
    for width, height in [(1280, 1150), (820, 1250)]:
        page.set_window_size(width, height)
        time.sleep(1.2)
        page.save_screenshot(str(pictures / f"{name}-{width}.png"))
    page.set_window_size(1280, 900)
    time.sleep(0.3)


def narrow_enough(width):
    page.set_window_size(width, 900)
    time.sleep(0.3)
    root = "return document.documentElement."
    fits = page.execute_script(root + "scrollWidth") <= page.execute_script(root + "clientWidth")
    check(fits, f"nothing sticks out at {width} pixels")


def breathing(session):
    lane = lambda kind: len(page.find_elements(By.CSS_SELECTOR, f"#breath {kind}"))
    session.do("breath 0 14", "breath 1 moving")
    within(3, lambda: shown("breathing") and "Therapist: 14 breaths a minute." in text("breathing"),
           "with consent both breaths are told")
    check("20 s behind" in text("breathing"), "and how late that is")
    check("Client: not measured: the body moves." in text("breathing"), "and why there is none")
    check(lane("path.breath.first") == 1 and lane("path.breath.second") == 1, "both curves are drawn")
    check(lane("rect.gap") == 3, "with what is not known hatched: of both not yet, of one not measured")
    said = page.find_element(By.ID, "breath").get_attribute("aria-label")
    check("14 breaths a minute" in said and "the body moves" in said, "screen readers are told the same")
    accessible("with breaths")
    picture("breath-dark")
    press("t")
    accessible("in light colours")
    picture("breath-light")
    press("t")
    for width in (820, 390):
        narrow_enough(width)
    page.set_window_size(1280, 900)
    summary = page.find_element(By.CSS_SELECTOR, "#breathing summary")
    summary.send_keys(Keys.ENTER)
    within(2, lambda: not shown("breath"), "it can be folded by a key")
    summary.send_keys(Keys.ENTER)
    session.do("breath 0 unclear", "breath 1 12")
    within(3, lambda: "no rate stands out" in text("breathing") and "Client: 12" in text("breathing"),
           "and goes on as they do")


def play():
    session = Session()
    page.get(session.address)
    within(5, lambda: text("link") in ("warming up", "connecting"), "the page opens")
    check(page.get_cookies() == [], "it sets no cookie, which other servers of this computer would get")
    session.do("status warming_up 0.4")
    within(3, lambda: "Warming up" in text("banner") and shown("warm-up"), "it says that it warms up")
    picture("warming-up-dark")

    session.do("past", "run", "status running")
    # A page that is open while ten minutes go by in one moment loses samples, as it should.
    page.refresh()
    within(3, lambda: not shown("banner") and text("link") == "live", "it says when it measures")
    check(text("name-0") == "The therapist" and text("name-1") == "The client", "both have names")
    within(3, lambda: len(page.find_elements(By.CSS_SELECTOR, "#timeline .episode")) == 3,
           "the past ten minutes are drawn")
    check("leaning forward" in text("held-1"), "held postures are told in words")
    check("not one" not in text("held-0") and "no particular" in text("held-0"), "and none is")
    drawn = page.execute_script(
        "const c = document.getElementById('figures');"
        "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0)")
    check(drawn, "the stick figures are drawn")

    check(not shown("breathing"), "without consent to it there is nothing of breathing")
    breathing(session)

    session.do("rest 0 right", "rest 1 left", "episode 7 present")
    within(1.5, lambda: "the client followed the therapist after 4.0 s, mirror; shared now" in text("log"),
           "an episode is told when it is there")
    within(2, lambda: "head on right hand" in text("held-0") and "both" in text("held-0"),
           "the shared posture is told")
    check(not shown("notice"), "the notice waits")
    within(14, lambda: shown("notice"), "the notice comes after the time that was set")
    check("head on hand" in text("notice-text") and "Stretch" in text("notice-idea"),
          "it names the posture and a way out")
    picture("notice-dark")
    press("t")
    picture("notice-light")
    press("t")
    page.find_element(By.ID, "another").click()
    check("water" in text("notice-idea"), "there is another idea")
    page.find_element(By.ID, "dismiss").click()
    within(2, lambda: not shown("notice"), "the notice can be put away")
    time.sleep(2)
    check(not shown("notice"), "and stays away while the same is shared")
    session.do("rest 1 no", "episode 7 ended")
    within(2, lambda: "shared for 10 s" in text("log"), "the end of the episode is told in its place")

    press("m")
    check(session.heard("marked ") is not None, "the marker key marks")
    within(2, lambda: "Marked." in text("log"), "and the marker is there")
    press("n")
    time.sleep(2)
    ActionChains(page).send_keys("mp <b>").send_keys(Keys.ENTER).perform()
    check(session.heard("marked mp <b>") is not None, "a note in words, keys and all")
    begun = session.heard("begun ")
    check(begun is not None and 2 <= float(begun.split()[1]) <= 6, "and it stands where it was begun")
    within(2, lambda: "mp <b>" in text("log"), "and shown as it was written")

    loaded = "return document.getElementById('video').naturalWidth"
    session.do("picture")
    time.sleep(0.3)
    session.do("picture")
    within(3, lambda: page.execute_script(loaded) == 16, "the video is shown")
    press("p")
    check(session.heard("paused") is not None, "the pause key pauses")
    within(2, lambda: "Paused" in text("banner") and text("link") == "paused", "it says so")
    check(page.find_element(By.ID, "pause").get_attribute("aria-pressed") == "true", "as a switch")
    within(2, lambda: "not measured" in text("held-0"), "and shows nothing old as if it were of now")
    within(2, lambda: "Client: not measured." in text("breathing") and
           not page.find_elements(By.CSS_SELECTOR, "#breath path"), "nor an old breath")
    check(not shown("video") and page.execute_script(loaded) == 0, "and no picture of before the pause")
    picture("paused-dark")
    press("p")
    check(session.heard("resumed") is not None, "and goes on")
    within(8, lambda: text("link") == "live", "and is live again")

    session.do("halt", "status camera_lost")
    within(2, lambda: "camera is gone" in text("banner"), "it says that the camera is gone")
    within(6, lambda: "not measured" in text("held-1"), "and shows nobody")
    session.do("status camera_back", "run")
    within(3, lambda: "is back" in text("banner"), "and that it is back")
    session.do("picture")
    time.sleep(0.3)
    session.do("picture")
    loaded = "return document.getElementById('video').naturalWidth"
    within(3, lambda: page.execute_script(loaded) == 16, "the video is shown where it is allowed")
    check(complaints() == [], f"nothing on the console: {complaints()}")
    for width in (1280, 820, 390):
        narrow_enough(width)
    page.set_window_size(1280, 900)

    session.kill()
    within(4, lambda: "Reconnecting" in text("banner") and text("link") == "connection lost",
           "it says when the connection is lost")
    picture("lost-dark")
    session = Session(session.port)
    session.do("run", "status running")
    within(20, lambda: "Connected again" in text("banner"), "it comes back by itself and says so")
    within(3, lambda: not page.find_elements(By.CSS_SELECTOR, "#timeline .episode")
           and "head on hand" not in text("log"), "and shows nothing of the other session")
    check(not shown("breathing"), "nor its breaths")
    within(8, lambda: not shown("banner"), "and then is quiet")
    check(complaints(["ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING",
                      "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE"]) == [], "no other complaint")
    session.do("past")
    page.refresh()
    within(5, lambda: text("link") == "live", "the page can be loaded anew")

    page.find_element(By.ID, "stop").click()
    within(2, lambda: shown("stop-dialog"), "ending asks first")
    picture("stop-dark")
    press(Keys.ESCAPE)
    check(session.heard("stopped", 1) is None, "and does nothing if one thinks better of it")
    page.find_element(By.ID, "stop").click()
    page.find_element(By.CSS_SELECTOR, "#stop-dialog .danger").click()
    check(session.heard("stopped") is not None, "ending ends")
    session.process.stdin.write("end\n")
    within(4, lambda: text("link") == "ended" and "has ended" in text("banner"), "it says that it ended")
    session.process.wait(10)
    time.sleep(2.5)
    check(text("link") == "ended", "and leaves it at that")

    session = Session(session.port, token="another" * 5)
    page.refresh()
    check("Open the address" in page.find_element(By.TAG_NAME, "body").text,
          "an old page has no access to a new session")
    session.kill()


page = browser()
try:
    play()
finally:
    page.quit()
if problems:
    sys.exit("not as it must be: " + "; ".join(problems))
