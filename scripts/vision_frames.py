"""What the vision process sees in a video, for scripts (records of Sources/VisionProtocol/WireFormat.swift,
poses of Sources/Posture/Body/PoseBlob.swift)."""

import json
import struct
import subprocess
from dataclasses import dataclass, field


@dataclass
class Pose:
    """Landmarks as (x, y, z, visibility), pixels; the face's kept points as (x, y), empty when it is not seen."""

    points: list
    face: list = field(default_factory=list)


def _mesh(payload, at, count):
    """Points of a face or a hand: score, origins and steps, then ten bits a coordinate."""
    _, ox, sx, oy, sy, _, _ = struct.unpack_from("<7f", payload, at)
    words = struct.unpack_from(f"<{count}I", payload, at + 28)
    return [(ox + (w & 1023) * sx, oy + (w >> 10 & 1023) * sy) for w in words], at + 28 + 4 * count


def _poses(payload):
    """Time, and per seat a pose or None."""
    (time, count), at, found = struct.unpack_from("<dB", payload), 9, []
    for _ in range(count):
        present, at = payload[at], at + 1
        if not present:
            found.append(None)
            continue
        layout, flags, landmarks, face = payload[at:at + 4]
        score, _, step = struct.unpack_from("<3f", payload, at + 4)
        at += 16
        values = struct.unpack_from(f"<{3 * landmarks}h", payload, at)
        at += 6 * landmarks
        visibility = payload[at:at + landmarks]
        at += landmarks + 4 + 6 * 14
        pose = Pose([tuple(step * v for v in values[3 * i:3 * i + 3]) + (visibility[i] / 255,)
                     for i in range(landmarks)])
        if flags & 2:
            pose.face, at = _mesh(payload, at, face)
        for bit in (4, 8):
            if layout == 2 and flags & bit:
                _, at = _mesh(payload, at, 21)
        # Somebody who is not filmed has no score.
        found.append(pose if score == score else None)
    return time, found


def frames(program, video, layout, rate=None):
    """Every measured frame, the seats named as in the end."""
    request = {"footage": [{"files": [str(video)]}], "layout": layout, "offset": 0, "drift": 0,
               "singlePrecision": False}
    if rate:
        request["rate"] = rate
    data = subprocess.run([program, "request"], input=json.dumps(request).encode() + b"\n",
                          capture_output=True, check=True).stdout
    at, result = 0, []
    while at < len(data):
        kind, size = struct.unpack_from("<BI", data, at)
        payload = data[at + 5:at + 5 + size]
        if kind == 2:
            result.append(_poses(payload))
        elif kind == 3:  # The two turned out to sit in each other's seats, from the beginning.
            for _, seats in result:
                seats.reverse()
        elif kind == 7:  # Nobody of the session was in this seat so far.
            for _, seats in result:
                seats[payload[0]] = None
        at += 5 + size
    return result
