"""Clips with codings, their sessions, and the rules of `split.json`."""

import collections
import csv
import json
import os
import shutil
import sqlite3
import struct
import subprocess
from pathlib import Path

import agreement as ag

HERE = Path(__file__).resolve().parent
RULES = HERE / "split.json"
PEOPLE = ("left", "right", "single")
SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".gif")
CONSENT = {"schema": 1, "session": "realworld", "participants": [
    {"seat": seat, "id": code, "scope": ["analysis"], "signed": "2026-01-05", "expires": "2099-01-05"}
    for seat, code in (("left", "P01"), ("right", "P02"))]}


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Clips:
    """A folder of clips with `coder1/NAME.csv` and `coder2/NAME.csv`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.rules = json.loads(RULES.read_text())
        coded = [{p.stem for p in (self.folder / f"coder{k}").glob("*.csv")} for k in (1, 2)]
        self.names = sorted(n for n in coded[0] & coded[1] if self.video(n))
        self.single_coded = sorted(coded[0] ^ coded[1])

    def video(self, name):
        """The file of a clip; `None` when there is none."""
        place = self.rules["files"].get(name)
        if place:
            path = self.folder / place
            return path if path.exists() else None
        found = [p for p in self.folder.iterdir() if p.stem == name and p.suffix.lower() in SUFFIXES]
        return found[0] if found else None

    def half(self, name):
        """`A`, `B`, or `None` of a clip that came after the split."""
        return next((half for half, names in self.rules["halves"].items() if name in names), None)

    def codings(self, name):
        return [table(self.folder / f"coder{k}" / f"{name}.csv") for k in (1, 2)]

    def coded_seconds(self):
        """Seconds coded by both, per clip and posture, whatever any results say."""
        seconds = {}
        for name in self.names:
            codings = self.codings(name)
            length = min(float(probe(self.video(name))), self.rules["coded_until"].get(name, 1e9))
            people = {r["person"] for c in codings for r in c} & set(PEOPLE)
            seconds[name] = {"people": len(people) * length}
            for posture, words in self.rules["postures"].items():
                seconds[name][posture] = sum(
                    ag.tally([ag.Coding(c, person, set(words)) for c in codings],
                             ag.Result([], "", ""), length).both for person in people)
        return seconds


def probe(path):
    run = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0",
                          str(path)], capture_output=True, text=True, check=True)
    return run.stdout.strip()


class Sessions:
    """The session folders of clips, made with one build of the program."""

    def __init__(self, folder, attune):
        self.folder = Path(folder)
        self.attune = Path(attune)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.consent = self.folder / "consent.json"
        self.consent.write_text(json.dumps(CONSENT))

    def path(self, name, mirrored=False):
        return self.folder / ("mirrored" if mirrored else "sessions") / name

    def make(self, name, video, mirrored=False):
        """Analyses a clip, unless its folder is newer than the program; scores it again from its record
        when only the scoring is. Returns what was done."""
        target = self.path(name, mirrored)
        built = [p.stat().st_mtime for p in (self.attune, self.attune.with_name("attune-vision"))]
        done, record = target / "session.json", target / "session.sqlite"
        if done.exists() and done.stat().st_mtime > max(built):
            return "there"
        # Measured by an older tracker: of no use.
        if record.exists() and (target / "measured").exists() \
                and (target / "measured").stat().st_mtime < built[1]:
            shutil.rmtree(target)
        verb = "scored" if (target / "measured").exists() else "measured"
        target.parent.mkdir(parents=True, exist_ok=True)
        if mirrored:
            video = self.flipped(name, video)
        run = subprocess.run([str(self.attune), "analyze", str(video), "--consent", str(self.consent),
                              "--output", str(target), "--force", "--progress", "none"],
                             capture_output=True, text=True)
        if run.returncode:
            shutil.rmtree(target, ignore_errors=True)
            last = (run.stderr.strip().splitlines() or ["no message"])[-1]
            return f"refused ({run.returncode}): {last}"
        if verb == "measured":
            (target / "measured").touch()
        return verb

    def flipped(self, name, video):
        """A copy of a clip with left and right of the picture exchanged."""
        copy = self.folder / "flipped" / f"{name}.mp4"
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            part = copy.with_suffix(".part.mp4")
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(video), "-vf", "hflip", "-an",
                            "-fps_mode", "passthrough", "-c:v", "libx264", "-preset", "veryfast", "-crf",
                            "10", "-pix_fmt", "yuv420p", str(part)], check=True)
            os.replace(part, copy)
        return copy


class Judged:
    """What one session says of a clip, beside its codings."""

    def __init__(self, clips, sessions, name, mirrored=False):
        self.name, self.mirrored = name, mirrored
        self.folder = sessions.path(name, mirrored)
        self.session = json.loads((self.folder / "session.json").read_text())
        seats = [s if isinstance(s, str) else s["seat"] for s in self.session["seats"]]
        source = self.session["source"]
        self.length = min(source["duration"], clips.rules["coded_until"].get(name, 1e9))
        features = table(self.folder / "features.csv")
        seen = collections.Counter(r["seat"] for r in features if float(r["presence"] or 0) > 0.5)
        self.seats = dict(zip(("left", "right"), seats))
        self.seats["single"] = seen.most_common(1)[0][0] if seen else seats[0]
        self.codings = clips.codings(name)
        if mirrored:
            self.codings = [ag.mirrored(rows) for rows in self.codings]
        self.people = sorted({r["person"] for c in self.codings for r in c} & set(PEOPLE))
        self.postures = clips.rules["postures"]
        self.results = table(self.folder / "postures.csv")
        self.coverage = {person: self.share(features, self.seats[person]) for person in self.people}

    def share(self, features, seat):
        """Share of the coded instants in which the person was found."""
        rows = [r for r in features if r["seat"] == seat and float(r["time"]) < self.length]
        return sum(float(r["presence"] or 0) > 0.5 for r in rows) / len(rows) if rows else 0.0

    def parts(self, person, posture):
        words = set(self.postures[posture])
        return ([ag.Coding(c, person, words) for c in self.codings],
                ag.Result(self.results, self.seats[person], posture))

    def tally(self, posture):
        total = ag.Tally()
        for person in self.people:
            total.add(ag.tally(*self.parts(person, posture), self.length))
        return total


def poses(record, last):
    """The poses of a record up to a time, as (time, seat, points, face, hands): landmarks with visibility,
    face points, and the points of each hand, in pixels of the upright picture. See `PoseBlob`."""
    database = sqlite3.connect(f"file:{record}?mode=ro&immutable=1", uri=True)
    query = ("SELECT f.time, p.seat, p.pose FROM placed_poses p JOIN frames f ON f.frame = p.frame "
             "WHERE f.time <= ? ORDER BY p.id")
    for time, seat, blob in database.execute(query, (last,)):
        pose = decode(blob)
        if pose:
            yield (time, seat, *pose)
    database.close()


def decode(blob):
    kind, flags, count, face_count = blob[:4]
    if kind not in (1, 2) or count != 33:
        return None
    step, = struct.unpack_from("<f", blob, 12)
    steps = struct.unpack_from("<99h", blob, 16)
    points = [(steps[3 * i] * step, steps[3 * i + 1] * step, blob[214 + i] / 255) for i in range(33)]
    at = 335
    face, hands = [], []
    if flags & 2:
        face, at = mesh(blob, at, face_count)
    for bit in (4, 8):
        if kind == 2 and flags & bit:
            hand, at = mesh(blob, at, 21)
            hands.append(hand)
    return points, face, hands


def mesh(blob, at, count):
    x, dx, y, dy = struct.unpack_from("<4f", blob, at + 4)
    packed = struct.unpack_from(f"<{count}I", blob, at + 28)
    return [(x + (p & 1023) * dx, y + (p >> 10 & 1023) * dy) for p in packed], at + 28 + 4 * count
