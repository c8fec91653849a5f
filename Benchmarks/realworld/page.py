"""The page on which each disagreement can be played: one file beside the sessions, for this computer only."""

import array
import base64
import json
import os
import subprocess
import urllib.parse
from pathlib import Path

import agreement as ag
from clips import HERE, poses

PLAYABLE = {"h264", "vp8", "vp9", "av1"}
# Pixels are kept in eighths, visibility in hundredths.
EIGHTHS = 8


def write(judged, clips, folder):
    """Writes `disagreements.html` and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    data = [clip_data(clip, clips, folder) for clip in judged]
    page = (HERE / "page.html").read_text()
    # "</" would end the script.
    text = json.dumps(data, separators=(",", ":")).replace("</", "<\\/")
    path = folder / "disagreements.html"
    part = folder / "disagreements.html.part"
    part.write_text(page.replace("/*DATA*/[]", text))
    os.replace(part, path)
    return path


def clip_data(clip, clips, folder):
    lanes = []
    for person in clip.people:
        for posture in clip.postures:
            coders, result = clip.parts(person, posture)
            found = ag.disagreements(coders, result, clip.length)
            lanes.append({
                "person": person, "posture": posture,
                "coders": [[[start, end, sure, side] for start, end, sure, side in coder.spans]
                           for coder in coders],
                "held": result.held, "unknown": result.unknown, "found": found})
    video = clips.video(clip.name)
    return {"name": clip.name, "half": clips.half(clip.name) or "–", "length": clip.length,
            "source": source(clip.name, video, folder),
            "seats": {person: list(clip.seats.values()).index(clip.seats[person]) for person in clip.people},
            "coverage": clip.coverage,
            "lanes": [lane for lane in lanes if lane["found"] or any(lane["coders"]) or lane["held"]],
            **points(clip)}


def source(name, video, folder):
    """A path that a browser plays: the clip's own, or a copy of one that it would not play."""
    run = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                          "stream=codec_name", "-of", "csv=p=0", str(video)], capture_output=True, text=True)
    if run.stdout.strip().strip(",") not in PLAYABLE:
        copy = folder / "played" / f"{name}.mp4"
        if not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(video), "-an", "-fps_mode", "passthrough",
                            "-pix_fmt", "yuv420p", "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2", "-c:v",
                            "libx264", "-preset", "veryfast", "-crf", "16", str(copy)], check=True)
        video = copy
    return urllib.parse.quote(os.path.relpath(video.resolve(), folder.resolve()))


def points(clip):
    """Times, and per pose: number of its time, seat, counts of face points and hands, the 33 landmarks as
    x, y, visibility, then x, y of each face point and of 21 points per hand; little-endian 16 bits."""
    times, numbers = [], array.array("h")
    whole = lambda value: max(-32768, min(32767, round(value * EIGHTHS)))
    for time, seat, marks, face, hands in poses(clip.folder / "session.sqlite", clip.length + 1):
        if not times or times[-1] != time:
            times.append(time)
        numbers.extend([len(times) - 1, seat, len(face), len(hands)])
        for x, y, visible in marks:
            numbers.extend([whole(x), whole(y), round(visible * 100)])
        for x, y in face + [p for hand in hands for p in hand]:
            numbers.extend([whole(x), whole(y)])
    return {"times": [round(t, 3) for t in times], "points": base64.b64encode(numbers.tobytes()).decode()}
