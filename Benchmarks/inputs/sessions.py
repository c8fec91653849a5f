#!/usr/bin/env python3
"""Made-up sessions as feature tables, to see how a study grows: no video, and nobody in them.

    sessions.py FOLDER --sessions 100 [--minutes 50] [--rate 12.5] [--seed 1] [--first 1]

Writes FOLDER/S0001.csv … and FOLDER/study.csv, the table of `attune batch`. Two people sit for as long, hold the head
to a side, a hand to the face, lean or turn away for 5 to 30 s every minute or so, and take up a third of what the
other does within 5 s. Channels fluctuate about their level (Ornstein–Uhlenbeck, 1 s; 1° and 0.02 shoulder widths, as
`attune-validate` has it). Ten sessions have one therapist, and each of her clients has two. Needs numpy.
"""
import argparse
from pathlib import Path

import numpy

# Channel: rest, SD of the fluctuation, decimals; ranges as in Benchmarks/validate/PostureSignals.swift.
CHANNELS = {
    "head_tilt": (0, 1, 3), "head_turn": (0, 1, 3), "head_nod": (0, 1, 3), "shoulder_tilt": (0, 1, 3),
    "shoulder_raise": (0, 0.02, 4), "trunk_lean": (0, 1, 3), "trunk_pitch": (0, 1, 3), "trunk_turn": (0, 1, 3),
    "left_hand_x": (0.5, 0.02, 4), "left_hand_y": (-1.6, 0.02, 4), "right_hand_x": (-0.5, 0.02, 4),
    "right_hand_y": (-1.6, 0.02, 4), "left_hand_to_face": (1.2, 0.02, 4), "right_hand_to_face": (1.2, 0.02, 4),
    "motion_energy": (0.02, 0.01, 5), "nearness": (1, 0.01, 4), "shoulder_span": (2, 0.01, 4),
    "left_fingers_to_face": (1, 0.01, 4), "right_fingers_to_face": (1, 0.01, 4), "left_hand_seen": (1, 0, 2),
    "right_hand_seen": (1, 0, 2), "hands_apart": (1, 0.01, 4), "hands_past": (-1, 0.01, 4),
    "wrists_to_elbows": (2, 0.01, 4), "hands_off_arms": (1, 0.01, 4),
}
# What is held, and by how much it moves which channels.
HELD = [
    {"head_tilt": 20}, {"head_tilt": -20}, {"trunk_turn": 38}, {"trunk_turn": -38}, {"shoulder_raise": 0.2},
    {"left_hand_to_face": -1.15, "left_fingers_to_face": -1, "left_hand_y": 1.8},
    {"right_hand_to_face": -1.15, "right_fingers_to_face": -1, "right_hand_y": 1.8},
]


def holds(draws, seconds):
    """Onset, offset and which, of both people: own ones, and a third of the other's."""
    own = []
    for _ in range(2):
        time, found = draws.exponential(40), []
        while time < seconds - 60:
            found.append((time, time + draws.uniform(5, 30), int(draws.integers(len(HELD)))))
            time = found[-1][1] + draws.exponential(40)
        own.append(found)
    taken = [[(onset + lag, offset + lag, what) for onset, offset, what in other
              if draws.random() < 1 / 3 for lag in [draws.uniform(0.5, 5)]] for other in reversed(own)]
    return [mine + more for mine, more in zip(own, taken)]


def person(draws, times, held):
    """Channels by columns, rounded."""
    levels = {name: numpy.full(len(times), float(rest)) for name, (rest, _, _) in CHANNELS.items()}
    for onset, offset, what in held:
        shape = numpy.clip(numpy.minimum((times - onset) / 0.5, 1 - (times - offset) / 0.5), 0, 1)
        for name, change in HELD[what].items():
            rest = CHANNELS[name][0]
            strongest = numpy.abs(levels[name] - rest) < numpy.abs(change * shape)
            levels[name] = numpy.where(strongest, rest + change * shape, levels[name])
    step = times[1] - times[0]
    memory = numpy.exp(-step)
    noise = draws.standard_normal((len(times), len(CHANNELS))) * numpy.sqrt(1 - memory**2)
    for index in range(1, len(times)):
        noise[index] += memory * noise[index - 1]
    columns = []
    for index, (name, (rest, spread, decimals)) in enumerate(CHANNELS.items()):
        values = levels[name] + spread * noise[:, index]
        if rest > 0 and name != "nearness":
            values = numpy.maximum(values, 0)
        columns.append(numpy.round(values, decimals))
    return numpy.stack(columns, 1)


def session(path, seed, seconds, rate):
    draws = numpy.random.default_rng(seed)
    times = numpy.arange(int(seconds * rate)) / rate
    people = [person(draws, times, held) for held in holds(draws, seconds)]
    with open(path, "w") as file:
        file.write("time,seat,presence," + ",".join(CHANNELS) + "\n")
        for index, time in enumerate(times):
            for seat, values in zip(("therapist", "client"), people):
                file.write(f"{time:.3f},{seat},1," + ",".join(f"{value:g}" for value in values[index]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sessions", type=int, required=True)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--rate", type=float, default=12.5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    numbers = range(options.first, options.first + options.sessions)
    for number in numbers:
        session(options.folder / f"S{number:04}.csv", [options.seed, number], options.minutes * 60, options.rate)
    with open(options.folder / "study.csv", "w") as table:
        table.write("session,series,group,session_number,therapist\n")
        for number in numbers:
            table.write(f"S{number:04},S{number:04}.csv,{'ab'[number % 2]},{1 + number % 2},T{number // 10:03}\n")


if __name__ == "__main__":
    main()
