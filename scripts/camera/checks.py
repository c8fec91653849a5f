#!/usr/bin/env python3
"""Tries the built program on the virtual cameras of the machine it runs in (see scripts/test-camera).

  checks.py --attune PROGRAM --v4l2-ctl PROGRAM --people FILE --table FILE [--only NAME]

/dev/video0 is a webcam, /dev/video1 an HDMI input and /dev/video2 the HDMI output, all of the vivid
driver. Every check injects what it is about, looks at what `attune` prints, and writes a row.
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

WEBCAM, HDMI, OUTPUT = "/dev/video0", "/dev/video1", "/dev/video2"
# Small and slow: the machine is emulated, and the driver paints every frame with its processor.
SIZE, RATE = "320x180", 10
CHECKS = []


class Failed(Exception):
    """What was expected and did not happen."""


def expect(condition, words):
    if not condition:
        raise Failed(words)


def check(what):
    def register(function):
        CHECKS.append((function.__name__, what, function))
        return function

    return register


class Run:
    """A command, its output collected line by line while it runs."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, errors="replace", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        self.output, self.errors = [], []
        self.threads = [
            threading.Thread(target=self.collect, args=pair, daemon=True)
            for pair in [(self.process.stdout, self.output), (self.process.stderr, self.errors)]]
        for thread in self.threads:
            thread.start()

    @staticmethod
    def collect(stream, lines):
        for line in stream:
            lines.append(line.rstrip("\n"))

    def wait(self, seconds=120):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failed("it did not end within %d s" % seconds) from None
        for thread in self.threads:
            thread.join(5)
        return self.process.returncode

    def until(self, condition, seconds, words):
        """Waits until `condition` holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.process.kill()
                raise Failed("%s; it said: %s" % (words, " / ".join(self.errors[-3:]) or "nothing"))
            time.sleep(0.05)

    def said(self, words):
        return any(words in line for line in self.errors)

    def frames(self):
        return [json.loads(line) for line in list(self.output) if line.startswith("{")]


def attune(*arguments):
    return Run([OPTIONS.attune, *arguments])


def watch(seconds, device=WEBCAM):
    return attune("cameras", "--watch", device, "--json", "--size", SIZE, "--rate", str(RATE),
                  "--seconds", str(seconds))


def ended(*arguments):
    run = attune(*arguments)
    status = run.wait()
    return status, "\n".join(run.output), [line for line in run.errors if line.startswith("attune: ")]


def v4l2(*arguments):
    done = subprocess.run([OPTIONS.v4l2_ctl, *arguments], capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise Failed("v4l2-ctl %s: %s" % (" ".join(arguments), done.stderr.strip()[:200]))
    return done.stdout


def control(name, value, device=WEBCAM):
    v4l2("-d", device, "--set-ctrl", "%s=%s" % (name, value))


def one_error(errors, *parts):
    """That there is one error line and that it has all parts."""
    lines = [line for line in errors if line.startswith("attune: error: ")]
    expect(len(lines) == 1, "%d error lines" % len(lines))
    for part in parts:
        expect(part in lines[0], "“%s” is not in “%s”" % (part, lines[0]))
    return lines[0][len("attune: error: "):]


def rising(values):
    return all(a < b for a, b in zip(values, values[1:]))


def goes_on(frames, gap):
    """That frames before and after an interruption stand on one time axis, with a gap in it."""
    times = [frame["captured"] for frame in frames]
    expect(rising(times), "the timestamps do not rise")
    widest = max(b - a for a, b in zip(times, times[1:]))
    expect(widest >= gap, "no gap in the timestamps")
    return widest


# ---------------------------------------------------------------------------------- what is there


@check("cameras are listed with formats, sizes and rates")
def listing():
    status, output, _ = ended("cameras", "--json")
    expect(status == 0, "exit code %d" % status)
    cameras = {camera["device"]: camera for camera in json.loads(output)["cameras"]}
    expect(set(cameras) == {WEBCAM, HDMI}, "listed: %s" % ", ".join(cameras))
    modes = cameras[WEBCAM]["modes"]
    said = v4l2("-d", WEBCAM, "--list-formats-ext")
    formats = {mode["format"] for mode in modes if not mode["converted"]}
    names = set(re.findall(r"\[\d+\]: '(.{4})'", said))
    names = {name.strip() for name in names}
    expect(names <= {f[:4].strip() for f in formats}, "missing: %s" % (names - formats))
    rates = {mode["max_rate"] for mode in modes
             if mode["format"] == "YUYV" and mode["max_width"] == 640 and mode["max_height"] == 480}
    expect({25, 15, 10} <= rates, "rates of YUYV 640x480: %s" % rates)
    chosen = cameras[WEBCAM]["chosen"]
    expect((chosen["width"], chosen["height"]) == (640, 480), "chosen: %s" % chosen)
    return "%d formats, %d modes; chosen %s %dx%d at %g" % (
        len(formats), len(modes), chosen["format"], chosen["width"], chosen["height"],
        chosen["rate"])


@check("timestamps are monotonic and a period apart, numbers follow each other")
def steady():
    run = watch(12)
    expect(run.wait() == 0, "exit code")
    frames = run.frames()
    expect(len(frames) >= 60, "only %d frames" % len(frames))
    times = [frame["captured"] for frame in frames]
    expect(rising(times), "timestamps do not rise")
    expect(rising([frame["sequence"] for frame in frames]), "numbers do not rise")
    expect(times[-1] <= time.clock_gettime(time.CLOCK_MONOTONIC), "timestamps lie in the future")
    # Per number, because a driver on an emulated processor comes late now and then.
    steps = [(b["captured"] - a["captured"]) / (b["sequence"] - a["sequence"])
             for a, b in zip(frames, frames[1:])]
    median = statistics.median(steps)
    expect(abs(median - 1 / RATE) < 0.1 / RATE, "median period %.1f ms" % (median * 1000))
    missing = frames[-1]["sequence"] - frames[0]["sequence"] + 1 - len(frames)
    counted = sum(frame["dropped"] + frame["skipped"] for frame in frames[1:])
    expect(missing == counted, "%d numbers are missing and %d were counted" % (missing, counted))
    delay = statistics.median(frame["delay"] for frame in frames)
    return "%d frames, period %.1f ms (%.0f to %.0f), %d missing and counted, delay %.1f ms" % (
        len(frames), median * 1000, min(steps) * 1000, max(steps) * 1000, missing, delay * 1000)


@check("a reader that stops for a while is given the newest frame")
def newest():
    run = watch(12)
    run.until(lambda: len(run.frames()) > 20, 30, "no frames came")
    children = subprocess.run(["pgrep", "-P", str(run.process.pid)], capture_output=True, text=True)
    child = int(children.stdout.split()[0])
    os.kill(child, signal.SIGSTOP)
    time.sleep(2)
    os.kill(child, signal.SIGCONT)
    expect(run.wait() == 0, "exit code")
    frames = run.frames()
    gaps = [(b["captured"] - a["captured"], b) for a, b in zip(frames, frames[1:])]
    gap, after = max(gaps, key=lambda pair: pair[0])
    expect(gap > 1.5, "the longest gap is %.2f s" % gap)
    expect(after["delay"] < 1.5 / RATE, "the frame after it is %.0f ms old" % (after["delay"] * 1000))
    missed = after["skipped"] + after["dropped"]
    return "stopped for 2 s; then a frame %.0f ms old, %d passed over, %d never sent" % (
        after["delay"] * 1000, after["skipped"], after["dropped"]) if missed else "nothing was missed"


# ------------------------------------------------------------------------- what cannot be opened


@check("a device that is not there")
def missing():
    status, _, errors = ended("cameras", "--watch", "/dev/video9")
    expect(status == 69, "exit code %d" % status)
    return one_error(errors, "no camera at /dev/video9")


@check("a device that is no camera")
def unsuitable():
    status, _, errors = ended("cameras", "--watch", OUTPUT)
    expect(status == 69, "exit code %d" % status)
    return one_error(errors, "not a camera")


@check("a device that this user may not open")
def denied():
    run = Run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", OPTIONS.attune,
               "cameras"])
    status = run.wait()
    expect(status == 69, "exit code %d" % status)
    expect("cannot be used" in "\n".join(run.output), "the list does not say why")
    return one_error(run.errors, "may not be opened", "group video")


@check("a camera that another program has")
def busy():
    other = Run([OPTIONS.v4l2_ctl, "-d", WEBCAM, "--stream-mmap", "--stream-count=1000"])
    time.sleep(2)
    try:
        status, _, errors = ended("cameras", "--watch", WEBCAM)
        expect(status == 69, "exit code %d" % status)
        line = one_error(errors, "in use by another program")
        status, output, _ = ended("cameras", "--json")
        problems = {c["device"]: c.get("problem") for c in json.loads(output)["cameras"]}
        expect(problems[WEBCAM], "the list does not say so")
    finally:
        other.process.kill()
        other.wait()
    return line


@check("an HDMI input with nothing plugged in")
def no_signal():
    control("dv_timings_signal_mode", 1, HDMI)
    try:
        status, _, errors = ended("cameras", "--watch", HDMI)
    finally:
        control("dv_timings_signal_mode", 0, HDMI)
    expect(status == 69, "exit code %d" % status)
    return one_error(errors, "shows nothing", "no signal")


# --------------------------------------------------------------------------- what fails at the start


def fails_to_start(button, part):
    control(button, 1)
    status, _, errors = ended("cameras", "--watch", WEBCAM, "--seconds", "3")
    expect(status == 69, "exit code %d" % status)
    line = one_error(errors, "cannot be started", part)
    again = watch(2)
    expect(again.wait() == 0 and again.frames(), "it does not start the next time either")
    return line


@check("no buffers (VIDIOC_REQBUFS fails)")
def reqbufs():
    return fails_to_start("inject_vidioc_reqbufs_error", "VIDIOC_REQBUFS")


@check("a buffer that is refused at the start (VIDIOC_QBUF fails)")
def qbuf_at_start():
    return fails_to_start("inject_vidioc_qbuf_error", "VIDIOC_QBUF")


@check("a stream that does not start (VIDIOC_STREAMON fails)")
def streamon():
    return fails_to_start("inject_vidioc_streamon_error", "VIDIOC_STREAMON")


# -------------------------------------------------------------------------- what fails on the way


@check("frames that the driver drops")
def dropped():
    run = watch(12)
    run.until(lambda: len(run.frames()) > 10, 30, "no frames came")
    control("percentage_of_dropped_buffers", 40)
    try:
        run.wait()
    finally:
        control("percentage_of_dropped_buffers", 0)
    frames = run.frames()
    lost = sum(frame["dropped"] for frame in frames[1:])
    passed = sum(frame["skipped"] for frame in frames[1:])
    span = frames[-1]["sequence"] - frames[0]["sequence"] + 1
    expect(len(frames) + lost + passed == span, "%d + %d + %d frames of %d numbers" % (
        len(frames), lost, passed, span))
    expect(0.15 < lost / span < 0.6, "%d of %d lost" % (lost, span))
    return "%d of %d numbers never came and were counted" % (lost, span)


@check("frames marked as damaged")
def damaged():
    run = watch(10)
    run.until(lambda: len(run.frames()) > 10, 30, "no frames came")
    for _ in range(3):
        control("inject_v4l2_buf_flag_error", 1)
        time.sleep(0.5)
    expect(run.wait() == 0, "exit code")
    frames = run.frames()
    count = sum(frame["damaged"] for frame in frames)
    expect(count == 3, "%d damaged frames were counted" % count)
    expect(not run.errors[1:], "it said: %s" % run.errors[1:])
    return "3 of 3 thrown away and counted, %d sound ones" % len(frames)


def goes_and_comes(inject, lost, seconds=25):
    run = watch(seconds)
    run.until(lambda: len(run.frames()) > 10, 30, "no frames came")
    inject()
    run.until(lambda: run.said(lost), 15, "it did not say “%s”" % lost)
    run.until(lambda: run.said("is back after"), 20, "it did not come back")
    before = len(run.frames())
    run.until(lambda: len(run.frames()) > before + 10, 20, "no frames came after that")
    run.process.send_signal(signal.SIGINT)
    run.wait()
    gap = goes_on(run.frames(), 0.3)
    warnings = [line for line in run.errors if line.startswith("attune: warning: ")]
    expect(len(warnings) == 2, "%d warnings: %s" % (len(warnings), warnings))
    return "%s (%.1f s)" % (warnings[0][len("attune: warning: "):], gap)


@check("unplugged and plugged in again")
def disconnect():
    return goes_and_comes(lambda: control("disconnect", 1), "has been unplugged")


@check("a fatal streaming error")
def fatal():
    return goes_and_comes(lambda: control("inject_fatal_streaming_error", 1), "has stopped")


@check("a buffer that is refused on the way (VIDIOC_QBUF fails)")
def qbuf():
    return goes_and_comes(lambda: control("inject_vidioc_qbuf_error", 1), "has stopped")


@check("a camera that sends nothing for a while")
def stalled():
    def inject():
        control("percentage_of_dropped_buffers", 100)
        threading.Timer(5, lambda: control("percentage_of_dropped_buffers", 0)).start()

    return goes_and_comes(inject, "has sent nothing for")


# ------------------------------------------------------------------------------ people in the picture


class Player:
    """Writes the rendered people to the HDMI output, looped back to the HDMI input."""

    def __enter__(self):
        timings = "cvt,width=%d,height=%d,fps=36" % PEOPLE_SIZE
        v4l2("-d", OUTPUT, "--set-dv-bt-timings", timings)
        v4l2("-d", OUTPUT, "--set-fmt-video-out=width=%d,height=%d,pixelformat=YUYV" % PEOPLE_SIZE)
        control("loop_video", 1, HDMI)
        self.run = Run([OPTIONS.v4l2_ctl, "-d", OUTPUT, "--stream-out-mmap",
                        "--stream-from", OPTIONS.people, "--stream-loop"])
        time.sleep(3)
        v4l2("-d", HDMI, "--set-dv-bt-timings", timings)
        return self

    def __exit__(self, *_):
        self.run.process.kill()
        self.run.wait()
        control("loop_video", 0, HDMI)


PEOPLE_SIZE = (640, 480)


@check("an HDMI input with a signal is set to its timings")
def hdmi():
    with Player():
        status, output, errors = ended("cameras", "--json")
        cameras = {camera["device"]: camera for camera in json.loads(output)["cameras"]}
        chosen = cameras[HDMI].get("chosen")
        expect(chosen, "it cannot be used: %s" % cameras[HDMI].get("problem"))
        run = attune("cameras", "--watch", HDMI, "--json", "--seconds", "6")
        expect(run.wait() == 0, "exit code; %s" % run.errors)
        frames = run.frames()
        expect(rising([frame["captured"] for frame in frames]), "timestamps do not rise")
    return "%s %dx%d, %d frames in 6 s" % (
        chosen["format"], chosen["width"], chosen["height"], len(frames))


class Live:
    """`attune live`, and the events of its page."""

    def __init__(self, device, *arguments):
        self.folder = "/tmp/live-%s" % os.path.basename(device)
        self.run = attune("live", "--camera", device, "--consent", OPTIONS.consent, "--output",
                          self.folder, "--force", *arguments)
        self.run.until(lambda: self.run.output or self.run.process.poll() is not None, 300,
                       "it did not say where it listens")
        expect(self.run.output, "it ended: %s" % self.run.errors[-1:])
        self.address = self.run.output[0].split()[-1]
        self.events = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        stream = urllib.request.urlopen(self.address.replace("/?", "/events?"), timeout=600)
        kind = ""
        for line in stream:
            line = line.decode().rstrip("\n")
            if line.startswith("event: "):
                kind = line[7:]
            elif line.startswith("data: "):
                self.events.append((time.monotonic(), kind, json.loads(line[6:])))

    def told(self, kind, suits=lambda event: True):
        return [(at, event) for at, what, event in list(self.events) if what == kind and suits(event)]

    def status(self, kind):
        return self.told("status", lambda event: event["kind"] == kind)

    def stop(self):
        self.run.process.send_signal(signal.SIGINT)
        status = self.run.wait(300)
        expect(status in (0, 65), "exit code %d: %s" % (status, self.run.errors[-1:]))
        # Emulated processors may be too slow to find anybody, which is said and no fault.
        expect(status == 0 or "no people" in self.run.errors[-1], self.run.errors[-1:])


def has_live():
    return ended("live", "--help")[0] == 0


@check("a camera is unplugged and comes back while a session is measured, in its confinement")
def live_unplugged():
    if not has_live():
        return "skipped: this build has no `attune live`"
    live = Live(WEBCAM, "--size", SIZE)
    ready = lambda: live.status("warming_up") or live.status("running") or live.told("sample")
    live.run.until(ready, 300, "nothing was measured")
    time.sleep(5)
    injected = time.monotonic()
    control("disconnect", 1)
    live.run.until(lambda: live.status("camera_lost"), 60, "the page was not told of the loss")
    live.run.until(lambda: live.status("camera_back"), 60, "the page was not told of the return")
    lost, back = live.status("camera_lost")[0], live.status("camera_back")[0]
    live.run.until(lambda: live.told("sample", lambda event: event["time"] > back[1]["time"]),
                   120, "nothing was measured after that")
    live.stop()
    return "told on the page: “%s”; back after %.1f s" % (
        lost[1]["message"], back[0] - injected)


@check("rendered people are measured live, through the HDMI input")
def live():
    if not has_live():
        return "skipped: this build has no `attune live`"

    def both(sample):
        return all((seat["presence"] or 0) > 0.5 for seat in sample["seats"].values())

    start = time.monotonic()
    with Player():
        live = Live(HDMI)
        try:
            live.run.until(lambda: live.told("sample", both), OPTIONS.patience, "nobody was found")
        except Failed:
            if live.told("sample"):
                raise
            return "skipped: no instant was measured in %d s; emulation is too slow" % OPTIONS.patience
        finally:
            live.stop()
    at, sample = live.told("sample", both)[0]
    return "after %.0f s both people were there: %s" % (at - start, ", ".join(
        "%s %.2f" % (name, seat["presence"]) for name, seat in sample["seats"].items()))


# --------------------------------------------------------------------------------------------- run


def main():
    failures = 0
    with open(OPTIONS.table, "a", encoding="utf-8", buffering=1) as table:
        for name, what, function in CHECKS:
            if OPTIONS.only and name not in OPTIONS.only.split(","):
                continue
            start = time.monotonic()
            try:
                mark, detail = "ok", function() or ""
            except Exception as error:  # Every row is to be tried, whatever happened to one.
                mark, detail = "FAILED", "%s: %s" % (type(error).__name__, error)
                failures += 1
            if detail.startswith("skipped"):
                mark = "-"
            table.write("%-6s  %-15s %s: %s (%.0f s)\n" % (
                mark, name, what, " ".join(detail.split()), time.monotonic() - start))
        table.write("end %d\n" % failures)
    return 1 if failures else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ["attune", "v4l2-ctl", "people", "consent", "table"]:
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--patience", type=float, default=400, help="seconds to wait for people")
    OPTIONS = parser.parse_args()
    sys.exit(main())
