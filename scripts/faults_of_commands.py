"""Faults of the commands besides `analyze`: `scripts/faults` runs these groups too.

Each command works on a copy of a measured session. After a fault, files that were there before are as
they were or as a whole run makes them, and the same command, run again without the fault, ends as if
nothing had been.
"""

import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

PEOPLE = [("therapist", "T01"), ("client", "C01")]
SCOPES = ["analysis", "live", "video", "review-clip", "sharing", "breathing"]
TABLES = "csv,json,html,eaf,textgrid,vtt,boris,timeline-json,landmarks,markers"


def write_consent(path, signed, session="S01"):
    people = [{"seat": seat, "id": person, "scope": SCOPES, "signed": signed,
               "expires": "2099-12-31"} for seat, person in PEOPLE]
    path.write_text(json.dumps({"schema": 1, "session": session, "participants": people}))


class Command:
    """One command, the files it makes, and what has to be laid out for it."""

    def __init__(self, name, arguments, makes=None, damages=False, locks=True, repeats=None):
        self.name, self.arguments, self.makes = name, arguments, makes
        self.damages, self.locks = damages, locks
        # The arguments for the second time, where they differ.
        self.repeats = repeats or arguments


def commands():
    """The paths `s` (session), `o` (a folder of its own), `p` (whatever lies beside)."""
    return [
        Command("export", lambda s, o, p: ["export", s, "--format", TABLES, "--force"], "s"),
        Command("report", lambda s, o, p: ["report", s, "--force"], "s"),
        Command("compare", lambda s, o, p: ["compare", s, p / "coded.eaf", "--force"], "s"),
        Command("score", lambda s, o, p: ["score", s / "features.csv", "--output", o, "--force"],
                "o", locks=False),
        Command("study", lambda s, o, p: ["study", s, p / "other", "--output", o, "--force"], "o",
                locks=False),
        Command("export --share", lambda s, o, p: [
            "export", s, "--share", "--landmarks", "--output", o / "share"],
            repeats=lambda s, o, p: [
                "export", s, "--share", "--landmarks", "--output", o / "again"]),
        Command("consent renew", lambda s, o, p: ["consent", "renew", p / "renewed.json", s]),
        Command("recover", lambda s, o, p: ["recover", s], damages=True),
        Command("consent withdraw", lambda s, o, p: ["consent", "withdraw", "C01", s]),
    ]


class Stage:
    """A place with everything that the commands need, and a reference of each command's files."""

    def __init__(self, bench, program):
        self.bench, self.program = bench, program
        self.place = bench.place / "stage"
        self.place.mkdir()
        self.consent = self.place / "consent.json"
        write_consent(self.consent, "2026-01-05")
        write_consent(self.place / "other.json", "2026-01-05", "S02")
        self.model = self.place / "model"
        # Another recording by its digest.
        video = self.place / "other.mkv"
        bench.ffmpeg("-i", bench.clip, "-c", "copy", video)
        for folder, consent, video in [
                (self.model, self.consent, bench.clip),
                (self.place / "other", self.place / "other.json", video)]:
            run = bench.analyze(video, folder, program=program, consent=consent).finish()
            if run.code != 0:
                raise SystemExit(f"faults: the clip cannot be analysed: {run.errors}")
        self.reference, self.seconds = {}, {}
        for command in commands():
            there = self.lay(command, bench.place / "reference" / command.name.replace(" ", "-"))
            begun = time.monotonic()
            run = self.run(command, there)
            self.seconds[command.name] = time.monotonic() - begun
            if run.code != 0:
                raise SystemExit(f"faults: {command.name} fails without a fault: {run.errors}")
            self.reference[command.name] = self.made(command, there)

    def lay(self, command, there):
        """A session, an empty folder for output, and what lies beside, in `there`."""
        there.mkdir(parents=True, exist_ok=True)
        (there / "o").mkdir(mode=0o700)
        shutil.copytree(self.model, there / "s")
        shutil.copytree(self.place / "other", there / "other")
        shutil.copy(self.model / "timeline.eaf", there / "coded.eaf")
        write_consent(there / "renewed.json", "2026-02-05")
        if command.damages:
            path = there / "s/session.sqlite"
            data = bytearray(path.read_bytes())
            # Somewhere in the poses, which are most of it.
            data[len(data) // 3] ^= 1
            path.write_bytes(data)
        return there

    def start(self, command, there, again=False, **options):
        arguments = command.repeats if again else command.arguments
        # Results carry the time at which they were made.
        return self.bench.start(
            arguments(there / "s", there / "o", there), self.program,
            environment={"SOURCE_DATE_EPOCH": "1780000000"}, **options)

    def run(self, command, there, again=False, **options):
        return self.start(command, there, again, **options).finish()

    def made(self, command, there):
        """Name to bytes, of what the command makes the same every time."""
        if command.makes is None:
            return {}
        folder = there / command.makes
        return {path.name: path.read_bytes() for path in folder.iterdir()
                if path.is_file() and not path.name.startswith((".", "session.sqlite"))}

    def check(self, kind, command, there, before, what):
        """After a failure: what lies under final names is as before or whole, nothing half."""
        whole = self.reference[command.name]
        for name, data in self.made(command, there).items():
            if data not in (before.get(name), whole.get(name)):
                kind.lose(f"{what}: {name} is neither what it was nor whole")
        for name in before:
            if name not in self.made(command, there):
                kind.lose(f"{what}: {name} has gone")

    def check_again(self, kind, command, there, what):
        """Without the fault it ends as if nothing had been."""
        run = self.run(command, there, again=True)
        if command.name == "recover" and run.code == 65 and "sound" in run.errors:
            run.code = 0  # The fault came after it had been put right.
        if run.code != 0:
            kind.lose(f"{what}: afterwards exit {run.code} {run.errors[-300:]!r}")
        elif any(self.made(command, there).get(name) != data
                 for name, data in self.reference[command.name].items()):
            kind.lose(f"{what}: afterwards other files")
        elif command.name == "consent withdraw":
            left = {path.name for path in (there / "s").iterdir()} - {"withdrawal.json"}
            if left:
                kind.lose(f"{what}: left {left}")


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def used(folder):
    result = subprocess.run(["df", "--output=used", "-B1", folder], capture_output=True, check=True)
    return int(result.stdout.split()[-1])


def full_file_systems(stage, Kind):
    kind = Kind("file system with little or no room: other commands")
    for command in commands():
        for room in [0, 4, 12, 40, 120, 400]:
            there = stage.bench.output()
            there.mkdir()
            what = f"{command.name}, {room} kB"
            mount("-t", "tmpfs", "attune-faults", there)
            try:
                stage.lay(command, there)
                before = stage.made(command, there)
                mount("-o", f"remount,size={used(there) + room * 1024}", there)
                run = stage.run(command, there)
                kind.take(run, what, {0, 73})
                if run.code != 0:
                    stage.check(kind, command, there, before, what)
                    hidden = [path.name for path in there.rglob(".attune-*")]
                    if hidden:
                        kind.lose(f"{what}: left {hidden}")
                    mount("-o", "remount,size=50%", there)
                    stage.check_again(kind, command, there, what)
            finally:
                subprocess.run(["umount", there], check=True)


def read_only(stage, Kind):
    kind = Kind("read-only file system: other commands")
    for command in commands():
        there = stage.bench.output()
        there.mkdir()
        mount("-t", "tmpfs", "attune-faults", there)
        try:
            stage.lay(command, there)
            mount("-o", "remount,ro", there)
            kind.take(stage.run(command, there), command.name, {73})
        finally:
            subprocess.run(["umount", there], check=True)


def limited_files(stage, Kind):
    kind = Kind("files may not grow beyond a size: other commands")
    for command in commands():
        for size in [0, 1000, 30_000]:
            there = stage.lay(command, stage.bench.output())
            before, what = stage.made(command, there), f"{command.name}, {size} bytes"

            def limit():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

            run = stage.run(command, there, before=limit)
            kind.take(run, what, {0, 73})
            if run.code != 0:
                stage.check(kind, command, there, before, what)
                stage.check_again(kind, command, there, what)


def signals(stage, Kind):
    for number, name in [(signal.SIGINT, "SIGINT"), (signal.SIGTERM, "SIGTERM"),
                         (signal.SIGKILL, "SIGKILL")]:
        kind = Kind(f"{name} at any instant: other commands")
        for command in commands():
            for step in range(5):
                there = stage.lay(command, stage.bench.output())
                before = stage.made(command, there)
                delay = stage.seconds[command.name] * (step + stage.bench.random.random()) / 5
                run = stage.start(command, there)
                time.sleep(delay)
                os.kill(run.process.pid, number)
                run.finish()
                what = f"{command.name} after {delay:.2f} s"
                stage.check(kind, command, there, before, what)
                if run.code == -number:
                    # Ended by the signal itself: nothing to say.
                    kind.runs += 1
                    kind.codes["by the signal"] = kind.codes.get("by the signal", 0) + 1
                else:
                    kind.take(run, what, {0, 130})
                if run.code != 0:
                    stage.check_again(kind, command, there, what)


def locks(stage, Kind):
    kind = Kind("folder that another run is writing to: other commands")
    for command in commands():
        there = stage.lay(command, stage.bench.output())
        before = stage.made(command, there)
        folders = [there / "s"] if command.locks else [there / "o"]
        held = [os.open(folder, os.O_RDONLY) for folder in folders]
        for descriptor in held:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        run = stage.run(command, there)
        kind.take(run, command.name, {73})
        if run.code == 73 and "another run" not in run.errors:
            kind.unclear.append(f"{command.name}: {run.errors[-300:]!r}")
        if stage.made(command, there) != before:
            kind.lose(f"{command.name}: wrote all the same")
        for descriptor in held:
            os.close(descriptor)


def live(stage, Kind):
    """A live session that is ended by a signal is that of a recording; one that is killed can be
    finished with `export`."""
    for number, name in [(signal.SIGINT, "SIGINT"), (signal.SIGTERM, "SIGTERM"),
                         (signal.SIGKILL, "SIGKILL")]:
        kind = Kind(f"{name} at any instant: live")
        for delay in [0.3, 1, 1.6, 2.2, 2.8, 3.4]:
            output = stage.bench.output()
            run = stage.bench.start(
                ["live", "--camera", stage.bench.clip, "--consent", stage.consent, "--output",
                 output], stage.bench.program)
            time.sleep(delay)
            os.kill(run.process.pid, number)
            run.finish(60)
            what = f"after {delay} s"
            if run.code == -number:
                kind.runs += 1
                kind.codes["by the signal"] = kind.codes.get("by the signal", 0) + 1
            else:
                # Nobody measured yet is no input (65).
                kind.take(run, what, {0, 65, 130})
            record = output.exists() and any(
                path.name in ("session.sqlite", "session.partial.sqlite")
                for path in output.iterdir())
            if not record:
                continue
            again = stage.bench.start(
                ["export", output, "--force"], stage.bench.program).finish()
            kind.take(again, f"{what}, export", {0, 65})
            if again.code == 65 and "people" not in again.errors:
                kind.lose(f"{what}: {again.errors[-300:]!r}")


def groups(bench, program, Kind):
    """Name to a function without arguments; the stage is laid out when the first is called."""
    held = {}

    def stage():
        if "stage" not in held:
            held["stage"] = Stage(bench, program)
        return held["stage"]

    found = {
        "commands-limited": lambda: limited_files(stage(), Kind),
        "commands-signal": lambda: signals(stage(), Kind),
        "commands-lock": lambda: locks(stage(), Kind),
        "commands-live": lambda: live(stage(), Kind),
    }
    if os.geteuid() == 0:
        found["commands-full"] = lambda: full_file_systems(stage(), Kind)
        found["commands-read-only"] = lambda: read_only(stage(), Kind)
    return found
