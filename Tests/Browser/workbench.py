"""What the tests of `attune open` share: the program, a browser, and what was not as it should be."""
import http.client
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import axe_core_python
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.ui import WebDriverWait

AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
problems = []


def check(is_right, what):
    print(("ok    " if is_right else "WRONG ") + what, flush=True)
    if not is_right:
        problems.append(what)


class Workbench:
    """`attune open FOLDER`, as a context."""

    def __init__(self, attune, folder):
        self.command = [attune, "open", str(folder), "--no-browser"]

    def __enter__(self):
        self.program = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        self.address = self.program.stdout.readline().split()[-1]
        self.port = int(self.address.split(":")[2].split("/")[0])
        self.token = self.address.split("token=")[1]
        return self

    def __exit__(self, *_):
        if self.program.poll() is None:
            os.kill(self.program.pid, signal.SIGKILL)
            self.program.wait()

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders())
        except (http.client.HTTPException, ConnectionError) as error:
            return 0, str(error), {}
        finally:
            connection.close()


def wait(page, holds, seconds=20):
    """Until it holds; a page may be left meanwhile."""
    return WebDriverWait(page, seconds, ignored_exceptions=[WebDriverException]).until(lambda _: holds())


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


def inspect(page, name, pictures=None):
    """Everybody can use what is shown, nothing is cut off; a picture, when one is wanted."""
    page.execute_script(AXE)
    found = page.execute_async_script("axe.run().then(arguments[0])")["violations"]
    check(found == [], f"{name}: everybody can use it: {[fault['id'] for fault in found]}")
    check(page.execute_script("return document.documentElement.scrollWidth <= innerWidth"), f"{name}: nothing is cut off")
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        page.save_screenshot(str(pictures / (name.replace(", ", "-").replace(" ", "-") + ".png")))


def complaints(page, name, expected=()):
    said = [entry["message"] for entry in page.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    said = [text for text in said if not any(word in text for word in expected)]
    check(said == [], f"{name}: no complaint of the browser: {said}")


def leave():
    sys.exit(1 if problems else 0)
