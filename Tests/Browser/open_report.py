#!/usr/bin/env python3
"""Opens a report in headless Chromium and uses it as a reader would.

    open_report.py report.html --video session.mp4      all of it: 1280 and 390 px, light and dark
    open_report.py report.html --german german.html     the same session's report in German, too
    open_report.py report.html --measure                size, time to open, time of a zoomed frame

Prints what was measured; exits 1 with a line for everything that is not as it should be.
"""
import argparse
import base64
import json
import re
import pathlib
import shutil
import sys
import tempfile
import time

try:
    import axe_core_python
    from selenium import webdriver
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    sys.exit("selenium is not there; run scripts/setup --test")

AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
problems = []


def check(isRight, what):
    if not isRight:
        problems.append(what)
    return isRight


class Page:
    def __init__(self, path, width, scheme):
        self.name = f"{scheme} {width}"
        self.path = pathlib.Path(path).resolve()
        chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
        if not chromium or not driver:
            sys.exit("chromium or chromedriver is not there; run scripts/setup --test")
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for argument in ["--headless", "--no-sandbox", "--hide-scrollbars", "--mute-audio", "--disable-gpu",
                         f"--window-size={width},900"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 2 if width < 600 else 1, "mobile": width < 600})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        self.driver.get(self.path.as_uri())
        self.settle()

    def open(self, path):
        """Another page in the same window."""
        self.quiet()
        self.name += f" {pathlib.Path(path).stem}"
        self.path = pathlib.Path(path).resolve()
        self.driver.get(self.path.as_uri())
        self.settle()

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def check(self, isRight, what):
        return check(isRight, f"{self.name}: {what}")

    def settle(self, frames=3):
        self.driver.execute_async_script(
            "let n = arguments[0]; const done = arguments[1];"
            "(function next() { n-- > 0 ? requestAnimationFrame(next) : done(); })();", frames)

    def wait(self, script, what, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.run(script):
                return True
            time.sleep(0.05)
        return self.check(False, what)

    def axis(self):
        return self.run("return Array.from(document.querySelectorAll('#axis text'), t => t.textContent)")

    def readout(self):
        return self.run("return document.getElementById('readout').textContent")

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)
        self.settle()

    def focus_plots(self):
        self.run("document.getElementById('plots').focus()")

    def quiet(self):
        """No console message above a note, no request to anywhere."""
        for entry in self.driver.get_log("browser"):
            self.check(entry["level"] not in ("SEVERE", "WARNING"), f"console: {entry['message']}")
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = message["params"]["request"]["url"]
                own = address == self.path.as_uri() or address.startswith(("data:", "blob:"))
                self.check(own, f"request: {address[:200]}")

    def close(self):
        self.driver.quit()


def everything_is_drawn(page):
    drawn = page.run("""
        const plots = Array.from(document.querySelectorAll('#plots .plot')).filter(p => !p.closest('#more'));
        const blank = plots.filter(plot => {
            const canvas = plot.querySelector('canvas');
            if (!canvas) return plot.querySelectorAll('path[d], text').length === 0;
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            return !pixels.some(value => value) && !plot.textContent.includes('Not tested');
        });
        return [+document.documentElement.dataset.drawn, plots.length, blank.map(p => p.parentNode.id)];""")
    page.check(drawn[0] == drawn[1] and drawn[1] >= 6, f"{drawn[1]} of {drawn[0]} drawings are there")
    page.check(not drawn[2], f"blank: {drawn[2]}")
    wanted = ["overview", "axis", "lanes", "chance", "lags", "channels", "measured"]
    for name in wanted:
        page.check(page.run(f"return !!document.querySelector('#{name} svg *')"), f"#{name} is empty")


def notes_are_shown(page):
    notes, breaks = page.run("""
        const data = JSON.parse(document.getElementById('session').textContent);
        return [data.notes || [], data.breaks || []];""")
    flags = page.run("return Array.from(document.querySelectorAll('#lanes .note title'), t => t.textContent)")
    page.check(len(flags) == len(notes), f"{len(flags)} flags for {len(notes)} notes")
    page.check(all(note[1] in flag for note, flag in zip(notes, flags)), f"other notes: {flags}")
    page.check(page.run("return document.querySelectorAll('.noted').length") == 1, "no notes in the strip")
    listed = page.run(
        "return Array.from(document.querySelectorAll('#notes ~ .scroll tbody tr'), r => r.lastChild.textContent)")
    page.check(listed[:len(notes)] == [note[1] or "–" for note in notes], f"listed: {listed}")
    if breaks:
        page.focus_plots()
        page.press("0")
        page.press(Keys.HOME)
        said = []
        while len(said) < 300 and not any(breaks[0][2] in words for words in said[-1:]):
            page.press(Keys.ARROW_RIGHT)
            said.append(page.readout())
        page.check(breaks[0][2] in said[-1], f"no break is called by its name: {said[-1]}")


def nothing_overflows(page):
    over = page.run("""
        const width = document.documentElement.clientWidth;
        return [document.documentElement.scrollWidth - width,
            Array.from(document.querySelectorAll('body *')).filter(e => !e.closest('svg, .scroll, .over, [hidden], dialog:not([open])')
                && e.getBoundingClientRect().right > width + 1).map(e => e.tagName + '.' + e.className + '#' + e.id)];""")
    page.check(over[0] <= 0, f"the page is {over[0]} px too wide")
    page.check(not over[1], f"wider than the window: {over[1][:5]}")


def keys_work(page):
    page.focus_plots()
    page.press("0")
    whole = page.axis()
    page.press("+")
    page.check(page.axis() != whole, "+ does not zoom in")
    page.press("-")
    page.check(page.axis() == whole, "- does not zoom out")
    page.press(Keys.ARROW_RIGHT)
    before = page.readout()
    page.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    page.check(page.readout() != before, "the right arrow does not move the cursor")
    page.check(not page.run("return document.getElementById('cursor').hidden"), "no cursor")
    page.check(page.run("return document.querySelector('#channels .value').textContent") != "", "no value at the cursor")
    mirrored = page.run("return document.getElementById('mirror').checked")
    page.press("m")
    page.check(page.run("return document.getElementById('mirror').checked") != mirrored, "m does not turn the mirror")
    page.press("m")
    page.press("?")
    page.check(page.run("return document.getElementById('keys').open"), "? shows no help")
    page.press(Keys.ESCAPE)
    page.check(not page.run("return document.getElementById('keys').open"), "Escape does not close the help")
    page.focus_plots()
    page.press("n")
    page.check(page.run("return document.querySelector('.number.chosen') !== null"), "n chooses no episode")
    page.check(page.axis() != whole, "n does not show the episode")
    page.press("0")
    badge = page.run("const b = document.querySelector('.number[tabindex=\"0\"]'); b.focus(); return b.dataset.number")
    page.press(Keys.ENTER)
    page.check(page.run("const c = document.querySelector('.number.chosen'); return c && c.dataset.number") == badge,
               "Enter on an episode's number does not choose it")
    page.check(page.run("return document.activeElement.classList.contains('number')"), "the number lost the focus")
    page.focus_plots()
    page.press("0")


def pointer_works(page):
    page.run("document.querySelector('.badge').click()")
    page.settle()
    page.check(page.run("return document.querySelector('.number.chosen') !== null"), "a click chooses no episode")
    chosen = page.axis()
    page.run("document.querySelector('[data-do=all]').click()")
    page.settle()
    whole = page.axis()
    page.check(chosen != whole, "a click on an episode does not show it")
    for place, selector in [("the drawings", "#channels svg"), ("the strip", "#overview svg")]:
        drawing = page.find(selector)
        page.run("arguments[0].scrollIntoView({ block: 'center' })", drawing)
        width = drawing.size["width"]
        y = 0 if selector.startswith("#channels") else -5
        (ActionChains(page.driver).move_to_element_with_offset(drawing, int(-width * .1), y).click_and_hold()
            .move_by_offset(int(width * .1), 0).move_by_offset(int(width * .1), 0).release().perform())
        page.settle()
        page.check(page.axis() != whole, f"a drag over {place} does not zoom")
        page.run("document.querySelector('[data-do=all]').click()")
        page.settle()
        page.check(page.axis() == whole, "the whole session does not come back")
    drawing = page.find("#channels svg")
    page.run("arguments[0].scrollIntoView({ block: 'center' })", drawing)
    ActionChains(page.driver).move_to_element(drawing).perform()
    one = page.readout()
    ActionChains(page.driver).move_by_offset(25, 0).perform()
    page.check(page.readout() != one, "pointing does not read values")


def video_plays(page, video):
    page.find("#video-file").send_keys(str(video))
    state = "const v = document.getElementById('video');"
    if not page.wait(state + "return v.readyState >= 2", "the video was not opened"):
        return
    note = page.run("return document.getElementById('player-note').textContent")
    page.check(note == "", f"the video is complained about: {note}")
    onset = json.loads(page.run("return document.getElementById('session').textContent"))["episodes"][0]["leader_onset"]
    badge = page.find(".badge")
    page.run("arguments[0].scrollIntoView({ block: 'center' })", badge)
    badge.click()
    page.wait(state + "return !v.paused", "a click on an episode does not play it")
    first = page.run(state + "return v.currentTime")
    page.check(onset - 2.5 <= first <= onset + 1.5, f"it plays from {first}, the leader began at {onset}")
    page.wait(state + f"return v.currentTime > {first} + .3", "the video does not go on")
    page.check(not page.run("return document.getElementById('playhead').hidden"), "no playhead")
    place = page.run("return document.getElementById('playhead').style.transform")
    page.wait(state + "return v.paused || document.getElementById('playhead').style.transform !== '" + place + "'",
              "the playhead stands still")
    nothing_overflows(page)
    page.focus_plots()
    page.press(" ")
    page.wait(state + "return v.paused", "the space bar does not pause")
    page.press(" ")
    page.wait(state + "return !v.paused", "the space bar does not play")
    page.press(" ")
    page.press(Keys.HOME)
    page.wait(state + "return !v.seeking && v.currentTime < 15", "the keys do not seek")
    with tempfile.NamedTemporaryFile(suffix=".mp4") as other:
        other.write(b"not a video")
        other.flush()
        page.find("#video-file").send_keys(other.name)
        page.wait("return document.getElementById('player-note').textContent.includes('cannot play')",
                  "a file that is no video is not told")


def speaks_german(page, most):
    """Of the report in German: its language, its numbers, and that everybody can use it."""
    page.check(page.run("return document.documentElement.lang") == "de", "it does not say that it is German")
    page.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.settle()
    nothing_overflows(page)
    words = page.run("return document.body.innerText")
    for word in ["Episoden", "Zeitverlauf", "Ganze Sitzung", "nicht gemessen", "Zitierweise"]:
        page.check(word in words, f"no {word}")
    drawn = page.run("return Array.from(document.querySelectorAll('#plots text'), t => t.textContent)")
    page.check(any(re.search(r"\d,\d", text) for text in drawn), "no decimal comma is drawn")
    page.check(not [text for text in drawn if re.search(r"\d\.\d", text)],
               f"decimal points: {[text for text in drawn if re.search(r'[0-9][.][0-9]', text)][:5]}")
    for word in ["Kopfneigung", "Wer führt", "Mimikry und Zufall", "Gemessen"]:
        page.check(any(word in text for text in drawn), f"{word} is not drawn")
    page.focus_plots()
    page.press(Keys.HOME)
    page.press(Keys.ARROW_RIGHT)
    page.check(re.match(r"\d+(:\d\d)?,\d", page.readout()), f"the place is read as {page.readout()}")
    page.driver.execute_script(AXE)
    faults = page.driver.execute_async_script("axe.run().then(arguments[0])")["violations"]
    page.check(not faults, f"not everybody can use it: {[(f['id'], f['nodes'][0]['html'][:120]) for f in faults]}")
    prints(page, most)


def prints(page, most):
    def pages():
        pdf = page.driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
        data = base64.b64decode(pdf["data"])
        page.check(len(data) > 20_000, "it does not print")
        page.settle()
        return len(re.findall(rb"/Type\s*/Page[^s]", data))
    summary = pages()
    page.check(summary <= most, f"the summary has {summary} pages")
    page.driver.execute_script("document.documentElement.dataset.paper = 'whole'")
    everything = pages()
    page.check(everything > summary, f"everything has {everything} pages, the summary {summary}")
    page.check(page.driver.execute_script("return document.documentElement.dataset.paper") is None,
               "the next print is not a summary again")


def use(path, video, most, german=None):
    for scheme in ["light", "dark"]:
        for width in [1280, 390]:
            page = Page(path, width, scheme)
            try:
                everything_is_drawn(page)
                nothing_overflows(page)
                keys_work(page)
                notes_are_shown(page)
                if width > 600:
                    pointer_works(page)
                page.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
                page.settle()
                nothing_overflows(page)
                if video:
                    video_plays(page, video)
                prints(page, most)
                # A window at each width, and each scheme once.
                if german and (width > 600) == (scheme == "light"):
                    page.open(german)
                    speaks_german(page, most)
                page.quiet()
            finally:
                page.close()
            print(f"{page.name}: used")


def measure(path):
    """Milliseconds by the clock, and of the page's thread on the processor, which a busy machine leaves
    as they are."""
    page = Page(path, 1280, "light")
    try:
        page.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})

        def busy():
            metrics = page.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
            return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")

        before = busy()
        page.driver.get(page.path.as_uri())
        page.settle()
        opening = busy() - before
        opened = page.run("return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        everything_is_drawn(page)
        before, count = busy(), 60
        frames = page.driver.execute_async_script("""
            const [count, done] = arguments, box = document.getElementById('drawings'), times = [];
            const middle = box.getBoundingClientRect().left + box.clientWidth / 2;
            let last = performance.now(), n = 0;
            (function step() {
                const now = performance.now();
                times.push(now - last);
                last = now;
                if (n++ >= count) { done(times.slice(2)); return; }
                box.dispatchEvent(new WheelEvent('wheel', { clientX: middle, deltaY: n % 40 < 20 ? -1 : 1,
                    ctrlKey: true, bubbles: true, cancelable: true }));
                requestAnimationFrame(step);
            })();""", count)
        zooming = (busy() - before) / count
        page.quiet()
    finally:
        page.close()
    frames.sort()
    print(json.dumps({
        "bytes": page.path.stat().st_size,
        "open_ms": round(opened), "open_processor_ms": round(opening),
        "zoom_frame_ms": round(frames[len(frames) // 2], 1),
        "zoom_frame_processor_ms": round(zooming, 1)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page")
    parser.add_argument("--video", type=pathlib.Path)
    parser.add_argument("--german", type=pathlib.Path, help="the same report in German")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--pages", type=int, default=2, help="the summary has no more on paper")
    options = parser.parse_args()
    for path in [options.page, options.video, options.german]:
        if path and not pathlib.Path(path).is_file():
            parser.error(f"there is no file {path}")
    if options.measure:
        measure(options.page)
    else:
        use(options.page, options.video and options.video.resolve(), options.pages, options.german)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
