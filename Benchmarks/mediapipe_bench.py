"""MediaPipe for Python on a video of two people, one in each half of the picture.

Every frame, or with --rate the first frame at or after each point of a regular grid, as attune does.

Prints one JSON object: frames, seconds of the whole loop, of decoding and of landmarks (summed over
the frames), and the share of half pictures in which a pose was found.
"""

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor

import cv2
import mediapipe


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video")
    parser.add_argument("--threads", type=int, choices=(1, 2), default=1,
                        help="2: one thread per person; default 1, one person after the other")
    parser.add_argument("--rate", type=float, help="measured instants per second; default every frame")
    options = parser.parse_args()

    capture = cv2.VideoCapture(options.video)
    if not capture.isOpened():
        parser.error(f"cannot read {options.video}")
    poses = [
        mediapipe.solutions.pose.Pose(model_complexity=1, smooth_landmarks=True) for _ in range(2)
    ]

    def landmarks(pose, half):
        picture = cv2.cvtColor(half, cv2.COLOR_BGR2RGB)
        picture.flags.writeable = False  # as MediaPipe's own examples do: spares it a copy
        return pose.process(picture).pose_landmarks is not None

    frames, measured, found, decoding, measuring, due = 0, 0, 0, 0.0, 0.0, 0.0
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        run = pool.map if options.threads == 2 else map
        while True:
            before = time.perf_counter()
            # Frames that are not measured are not converted either.
            read, wanted = capture.grab(), True
            if read and options.rate:
                time_now = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
                wanted = time_now >= due - 1e-3 / options.rate
            if read and wanted:
                read, frame = capture.retrieve()
            decoded = time.perf_counter()
            decoding += decoded - before
            if not read:
                break
            frames += 1
            if not wanted:
                continue
            if options.rate:
                due += 1 / options.rate * max(1, 1 + (time_now - due) * options.rate // 1)
            middle = frame.shape[1] // 2
            found += sum(run(landmarks, poses, (frame[:, :middle], frame[:, middle:])))
            measuring += time.perf_counter() - decoded
            measured += 1
    print(json.dumps({
        "frames": frames,
        "measured": measured,
        "loop": time.perf_counter() - start,
        "decode": decoding,
        "pose": measuring,
        "found": found / max(1, 2 * measured),
    }))


if __name__ == "__main__":
    main()
