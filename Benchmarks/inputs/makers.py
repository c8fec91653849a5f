"""Makes inputs whose right answer is known: recordings, codings and series as the field's programs write them.

Each function writes one file or folder. The two holds that codings describe are those of the example session:
the therapist's head on the right hand from 10.4 to 24.5 s, the client's on the left from 14.4 to 27 s.
"""

import json
import math
import random
import struct
import subprocess
from pathlib import Path

HOLDS = [("therapist", "head_on_hand", "right", 10.4, 24.5), ("client", "head_on_hand", "left", 14.4, 27.0)]


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True,
                   stdin=subprocess.DEVNULL)


# ------------------------------------------------------------------------------------ recordings

CODECS = {
    "mp4": ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20"],
    "mkv": ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20"],
    "ts": ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20"],
    "webm": ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "3M"],
}


def encode(source, target, filters=None, before=(), after=()):
    """Encodes `source` anew, with its times as the filters leave them."""
    codec = CODECS[Path(target).suffix[1:]]
    ffmpeg(*before, "-i", source, *(["-vf", filters] if filters else []), *codec, "-an", *after, target)


def mirror_by_matrix(source, target):
    """An MP4 whose display matrix mirrors its picture: a = -1, tx = width in the first tkhd."""
    data = bytearray(Path(source).read_bytes())
    box = data.index(b"tkhd")
    matrix = box + 8 + (32 if data[box + 4] == 1 else 20) + 16
    width = struct.unpack_from(">I", data, matrix + 36)[0]
    struct.pack_into(">i", data, matrix, -0x10000)
    struct.pack_into(">I", data, matrix + 24, width)
    Path(target).write_bytes(data)


def declare_duration(source, target, milliseconds):
    """A Matroska file that declares another duration (EBML 0x4489, a double)."""
    data = bytearray(Path(source).read_bytes())
    struct.pack_into(">d", data, data.index(b"\x44\x89\x88") + 3, milliseconds)
    Path(target).write_bytes(data)


def join(target, *parts):
    """Transport streams one after the other, as recorders and `cat` join them."""
    Path(target).write_bytes(b"".join(Path(part).read_bytes() for part in parts))


def voice(target, seconds, seed):
    """Somebody who talks: noise whose loudness follows syllables; 16-bit samples, 8000 a second."""
    draw, samples = random.Random(seed), []
    while len(samples) < seconds * 8000:
        length = int(1200 + 900 * draw.uniform(-1, 1))
        strength = 9000 * 10 ** (0.7 * draw.uniform(-1, 1))
        for i in range(length):
            value = strength * math.sin(math.pi * i / length) * draw.uniform(-1, 1)
            samples.append(int(max(-32000, min(32000, value))))
        samples += [0] * int(600 * draw.uniform(0, 2))
    Path(target).write_bytes(struct.pack(f"<{len(samples)}h", *samples))


# ---------------------------------------------------------------------------------------- series

def sampled(times, rate=12.5):
    """The frames that are measured at a rate: the first at or after each of its instants."""
    due, taken, interval = None, [], 1 / rate
    for time in times:
        if due is None:
            due = time + interval
        elif time >= due - interval * 1e-3 - 1e-6:
            due += interval * (max(0, math.floor((time - due) / interval)) + 1)
        else:
            continue
        taken.append(time)
    return taken


def mirrored_tilt(target, times):
    """features.csv of two people; the second's head tilt is the first's, mirrored, 2.0 s later."""
    def tilt(t):
        return 10 * (.5 * math.sin(.7 * t) + .4 * math.sin(1.9 * t + 1) + .3 * math.sin(.23 * t + 2)
                     + .3 * math.sin(3.1 * t))
    with open(target, "w") as file:
        file.write("time,seat,presence,head_tilt\n")
        for time in times:
            file.write(f"{time!r},a,1,{tilt(time):.4f}\n{time!r},b,1,{-tilt(time - 2):.4f}\n")


def motion_energy(folder):
    """Two minutes at 25 Hz in the dialects of the field; the second person follows by 1.2 s. Paths by name."""
    draw, rate, lag = random.Random(3), 25, 30
    count = 120 * rate
    level = [0.0]
    for _ in range(count + 200):
        level.append(.95 * level[-1] + draw.gauss(0, 1))
    most = max(map(abs, level))
    one = [int(900 * abs(v) / most) for v in level[100:100 + count]]
    two = [int(900 * abs(v) / most + draw.random() * 30) for v in level[100 - lag:100 - lag + count]]
    pairs = list(zip(one, two))

    def table(separator, rows, head=""):
        return head + "\n".join(separator.join(map(str, row)) for row in rows) + "\n"

    def comma(value):
        return f"{value / 900:.4f}".replace(".", ",")

    dialects = {
        "plain.txt": table("\t", pairs),
        "header_bom_crlf.txt": "\ufeff" + table(";", pairs, "Patient;Therapeut\n").replace("\n", "\r\n"),
        "four_roi.txt": table("\t", [(p // 3, p - p // 3, q // 3, q - q // 3) for p, q in pairs],
                              "S1_head\tS1_body\tS2_head\tS2_body\n"),
        "frame_column.txt": table(" ", [(i, p, q) for i, (p, q) in enumerate(pairs)], "frame s1 s2\n"),
        "decimal_comma.csv": table(";", [(comma(p), comma(q)) for p, q in pairs], "s1;s2\n"),
        "two_header_lines.txt": table("\t", pairs, "Motion Energy Analysis 4.10\nROI 1\tROI 2\n"),
        "cut_spikes.txt": table("\t", [(p, q) if i % 500 else (60000, 60000) for i, (p, q) in enumerate(pairs)]),
        "na.txt": table("\t", [("NA" if 500 < i < 700 else p, q) for i, (p, q) in enumerate(pairs)]),
        "utf16.txt": table("\t", pairs, "s1\ts2\n"),
    }
    paths = {}
    for name, text in dialects.items():
        paths[name] = Path(folder) / name
        paths[name].write_bytes(text.encode("utf-16" if name.startswith("utf16") else "utf-8"))
    return paths


BODY_25 = ["Nose", "Neck", "RShoulder", "RElbow", "RWrist", "LShoulder", "LElbow", "LWrist", "MidHip", "RHip",
           None, None, "LHip", None, None, "REye", "LEye", "REar", "LEar"] + [None] * 6
BODY_25B = ["Nose", "LEye", "REye", "LEar", "REar", "LShoulder", "RShoulder", "LElbow", "RElbow", "LWrist",
            "RWrist", "LHip", "RHip", None, None, None, None, "Neck"] + [None] * 7


def figure(x, y, size, degrees):
    """A seated person's points; the head tilts toward the own left, which is the picture's right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def head(dx, dy):
        return x + size * (dx * c - dy * s), y + size * (-.55 + dx * s + dy * c)

    def body(dx, dy):
        return x + size * dx, y + size * dy

    return {
        "Nose": head(0, 0), "REye": head(-.09, -.08), "LEye": head(.09, -.08), "REar": head(-.2, -.03),
        "LEar": head(.2, -.03), "Neck": body(0, 0), "RShoulder": body(-.5, 0), "LShoulder": body(.5, 0),
        "RElbow": body(-.6, .7), "LElbow": body(.6, .7), "RWrist": body(-.3, 1.1), "LWrist": body(.3, 1.1),
        "MidHip": body(0, 1.4), "RHip": body(-.3, 1.4), "LHip": body(.3, 1.4),
    }


def exchanged(person):
    """The person with left and right mistaken for each other."""
    return {{"L": "R", "R": "L"}[name[0]] + name[1:] if name[0] in "LR" else name: point
            for name, point in person.items()}


def openpose(folder, order=BODY_25, scaled=False, shuffled=False, third=False, twice=False, flip_runs=False,
             dropped=0.0, empty=None):
    """90 s at 25 Hz; the right person mirrors the left one's head tilt of ±15° 2.0 s later."""
    draw, rate = random.Random(7), 25
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)

    def tilt(t):
        return 15 * (.6 * math.sin(2 * math.pi * .11 * t + 1) + .3 * math.sin(2 * math.pi * .23 * t)
                     + .3 * math.sin(2 * math.pi * .037 * t + 2))

    def numbers(person):
        values = []
        for name in order:
            x, y = person.get(name, (0, 0)) if name else (0, 0)
            values += [round(x / 1920, 6), round(y / 1080, 6)] if scaled else [round(x, 3), round(y, 3)]
            values.append(.9 if (x, y) != (0, 0) else 0)
        return values

    run = 0
    for index in range(90 * rate):
        time = index / rate
        if draw.random() < dropped and index:
            continue
        one, two = figure(600, 450, 200, tilt(time)), figure(1320, 460, 190, -tilt(time - 2))
        if flip_runs:
            run = run - 1 if run else draw.randint(2, 7) if draw.random() < .02 else 0
            two = exchanged(two) if run else two
        people = [one, two]
        if third and (index // 50) % 2:
            people.append(figure(960, 300, 60, 0))
        if twice and index % 7 == 0:
            people.append({name: (x + 8, y + 8) for name, (x, y) in list(one.items())[:7]})
        if shuffled:
            draw.shuffle(people)
        if empty and empty[0] <= time < empty[1]:
            people = []
        document = {"version": 1.3, "people": [
            {"person_id": [-1], "pose_keypoints_2d": numbers(person)} for person in people]}
        (folder / f"s_{index:012d}_keypoints.json").write_text(json.dumps(document))


# --------------------------------------------------------------------------------------- codings

def elan(target, kind="plain"):
    """An ELAN file: `plain`, `origin` (three media, the example's without an origin), `value` (a tier per
    person, the posture as its value), `subdivision` (inner slots without a time), `bom`."""
    slots, count = [], 0

    def slot(milliseconds):
        slots.append(milliseconds)
        return f"ts{len(slots)}"

    def annotation(start, end, value):
        nonlocal count
        count += 1
        return (f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{count}" TIME_SLOT_REF1="{start}" '
                f'TIME_SLOT_REF2="{end}"><ANNOTATION_VALUE>{value}</ANNOTATION_VALUE>'
                "</ALIGNABLE_ANNOTATION></ANNOTATION>")

    def tier(name, kind, body, parent=""):
        parent = f'PARENT_REF="{parent}" ' if parent else ""
        return f'<TIER TIER_ID="{name}" {parent}LINGUISTIC_TYPE_REF="{kind}">{body}</TIER>'

    tiers = []
    for seat, posture, side, start, end in HOLDS:
        first, last = slot(int(start * 1000)), slot(int(end * 1000))
        if kind == "value":
            tiers.append(tier(f"{seat} posture", "p", annotation(first, last, "head on hand")))
        elif kind == "subdivision":
            middle = slot(None)
            tiers.append(tier(f"{seat} note", "p", annotation(first, last, "x")))
            inner = annotation(first, middle, side) + annotation(middle, last, side)
            tiers.append(tier(f"{seat} {posture}", "sub", inner, f"{seat} note"))
        else:
            tiers.append(tier(f"{seat} {posture}", "p", annotation(first, last, side)))
    media = [("mum.mp4", 1350), ("child.mp4", 4381), ("helle.mp4", 0)] if kind == "origin" else [("helle.mp4", 0)]
    descriptors = "".join(
        f'<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/v/{name}" MIME_TYPE="video/mp4" '
        f'RELATIVE_MEDIA_URL="./{name}"' + (f' TIME_ORIGIN="{origin}"' if origin else "") + "/>"
        for name, origin in media)
    order = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="ts{i + 1}"' + ("" if v is None else f' TIME_VALUE="{v}"') + "/>"
        for i, v in enumerate(slots))
    Path(target).write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-01T00:00:00+00:00" '
        f'FORMAT="3.0" VERSION="3.0"><HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">{descriptors}</HEADER>'
        f"<TIME_ORDER>{order}</TIME_ORDER>{''.join(tiers)}"
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="p" TIME_ALIGNABLE="true"/>'
        '<LINGUISTIC_TYPE CONSTRAINTS="Time_Subdivision" LINGUISTIC_TYPE_ID="sub" TIME_ALIGNABLE="true"/>'
        "</ANNOTATION_DOCUMENT>\n", encoding="utf-8-sig" if kind == "bom" else "utf-8")


OBSERVATION = ["Observation id", "Observation date", "Description", "Observation duration", "Observation type",
               "Source", "Time offset (s)", "Media duration (s)", "FPS"]
EVENT = ["Subject", "Behavior", "Behavioral category", "Modifier #1", "Behavior type", "Time",
         "Media file name", "Image index", "Image file path", "Comment"]


def boris(target, kind="plain"):
    """A BORIS export of the same holds: `plain`, `offset`, `epoch`, `open end`, `variables` (independent
    variables named like event columns), `aggregated`, `decimal commas`."""
    if kind in ("aggregated", "decimal commas"):
        rows = [["Observation id", "Subject", "Behavior", "Behavioral category", "Modifiers", "Behavior type",
                 "Start (s)", "Stop (s)", "Duration (s)"]]
        rows += [["obs1", s, b, "", m, "STATE", a, z, round(z - a, 3)] for s, b, m, a, z in HOLDS]
        separator = ","
        if kind == "decimal commas":
            rows = [[str(cell).replace(".", ",") if i else str(cell) for cell in row] for i, row in enumerate(rows)]
            separator = ";"
    else:
        offset = {"offset": 5400, "epoch": 1767606000}.get(kind, 0)
        events = sorted(event for s, b, m, a, z in HOLDS
                        for event in ((a + offset, s, b, m, "START"), (z + offset, s, b, m, "STOP")))
        if kind == "open end":
            events = events[:-1]
        names, values = (["Time", "Subject"], ["morning", "C01"]) if kind == "variables" else ([], [])
        # A state without its stop lasts to the end of the media: here of a copy that was cut where it ends.
        end = max(z for *_, z in HOLDS) if kind == "open end" else 50
        base = ["obs1", "2026-01-05 10:00:00", "", end, "Media file(s)", "player #1:helle.mp4", offset, end, 25]
        rows = [OBSERVATION + names + EVENT]
        rows += [base + values + [s, b, "", m, y, f"{t:.3f}", "helle.mp4", "NA", "NA", ""]
                 for t, s, b, m, y in events]
        separator = "\t"
    Path(target).write_text("\n".join(separator.join(map(str, row)) for row in rows) + "\n")


def coding(target, kind):
    """The same holds by other programs: `TextGrid` (UTF-16), `ELAN table` (a row per annotation, no header),
    `Datavyu`, `table` (with clock times and words as people write them)."""
    if kind == "TextGrid":
        tiers = "".join(
            f'"IntervalTier"\n"{s}"\n0\n50\n3\n0\n{a}\n""\n{a}\n{z}\n"{b} {m}"\n{z}\n50\n""\n'
            for s, b, m, a, z in HOLDS)
        text = f'File type = "ooTextFile"\n"TextGrid"\n0\n50\n<exists>\n{len(HOLDS)}\n{tiers}'
    elif kind == "ELAN table":
        text = "".join(
            f"{s} {b}\t{s}\t{round(a * 1000)}\t{round(z * 1000)}\t{round((z - a) * 1000)}\t{m}\n"
            for s, b, m, a, z in HOLDS)
    elif kind == "Datavyu":
        text = "file,column,onset,offset,ordinal,posture,side\n" + "".join(
            f"helle,{s},{round(a * 1000)},{round(z * 1000)},{i + 1},{b},{m}\n"
            for i, (s, b, m, a, z) in enumerate(HOLDS))
    else:
        text = "Person;Posture;Hand;From;To\n" + "".join(
            f"{s.title()};{b.replace('_', ' ').title()};{m[0].upper()};0:{a};{str(z).replace('.', ',')}\n"
            for s, b, m, a, z in HOLDS)
    Path(target).write_text(text, encoding="utf-16" if kind == "TextGrid" else "utf-8")
