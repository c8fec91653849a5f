"""MediaPipe for Python on a video of two people, one in each half of the picture, every frame.

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

    frames, found, decoding, measuring = 0, 0, 0.0, 0.0
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        run = pool.map if options.threads == 2 else map
        while True:
            before = time.perf_counter()
            read, frame = capture.read()
            decoded = time.perf_counter()
            decoding += decoded - before
            if not read:
                break
            middle = frame.shape[1] // 2
            found += sum(run(landmarks, poses, (frame[:, :middle], frame[:, middle:])))
            measuring += time.perf_counter() - decoded
            frames += 1
    print(json.dumps({
        "frames": frames,
        "loop": time.perf_counter() - start,
        "decode": decoding,
        "pose": measuring,
        "found": found / max(1, 2 * frames),
    }))


if __name__ == "__main__":
    main()
