"""How far results agree with two codings of the same clip, and these with each other.

Time is cut into fifths of a second. A fifth in which either coder is in doubt (0 < confidence < 0.5) is left
out; so is one of which the results say `unknown`, counted apart: a program that knows nothing agrees with
everybody. What is left is a table of three yes or no: first coder, second coder, results.
"""

import collections
import math

FIFTHS = 5
SURE = 0.5
OTHER = {"left": "right", "right": "left"}
# What a fifth is, beside a triple of yes and no.
DOUBT, UNKNOWN = "doubt", "unknown"


def kappa(both, one, other, neither):
    """Cohen's kappa of two raters; NaN where chance alone agrees always, or nothing was rated."""
    count = both + one + other + neither
    if not count:
        return math.nan
    agreed = (both + neither) / count
    first, second = (both + one) / count, (both + other) / count
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance) if chance < 1 else math.nan


def within(time, spans):
    return any(start <= time < end for start, end in spans)


class Coding:
    """What one coder says of one posture of one person: stretches with confidence and side."""

    def __init__(self, rows, person, names):
        self.spans = [(float(r["onset"]), float(r["offset"]), float(r["confidence"]), r["side"])
                      for r in rows if r["person"] == person and r["posture"] in names]

    def confidence(self, time):
        return max((sure for start, end, sure, _ in self.spans if start <= time < end), default=0)

    def sides(self, time):
        return {side for start, end, sure, side in self.spans if start <= time < end and sure >= SURE}


class Result:
    """What the results say of one posture of one seat."""

    def __init__(self, rows, seat, posture):
        mine = [r for r in rows if r["seat"] == seat and r["posture"] == posture]
        spans = lambda state: [(float(r["onset"]), float(r["offset"])) for r in mine
                               if r.get("state", "held") == state]
        self.held, self.unknown = spans("held"), spans("unknown")
        self.sided = [(float(r["onset"]), float(r["offset"]), r["side"]) for r in mine
                      if r.get("state", "held") == "held" and r["side"]]

    def sides(self, time):
        return {side for start, end, side in self.sided if start <= time < end}


class Tally:
    """Fifths of a second by what was said in them."""

    def __init__(self):
        self.cells = collections.Counter()
        # Fifths coded by both of which the results say `unknown`.
        self.unknown = 0
        # Fifths held by all three where both know a side: with one in common, and all.
        self.side_right = self.side_known = 0

    def add(self, other):
        self.cells.update(other.cells)
        self.unknown += other.unknown
        self.side_right += other.side_right
        self.side_known += other.side_known

    def count(self, rule):
        return sum(number for cell, number in self.cells.items() if rule(*cell))

    def seconds(self, rule):
        return self.count(rule) / FIFTHS

    @property
    def both(self):
        return self.seconds(lambda a, b, g: a and b)

    def _kappa(self, one, other):
        return kappa(*(self.count(lambda *cell, x=x, y=y: (cell[one], cell[other]) == (x, y))
                       for x, y in ((True, True), (True, False), (False, True), (False, False))))

    @property
    def coders(self):
        return self._kappa(0, 1)

    @property
    def own(self):
        """Kappa of the results with each coder."""
        return [self._kappa(2, 0), self._kappa(2, 1)]

    @property
    def f1(self):
        """Where the coders agree."""
        hit = self.count(lambda a, b, g: a and b and g)
        wrong = self.count(lambda a, b, g: not a and not b and g)
        missed = self.count(lambda a, b, g: a and b and not g)
        return 2 * hit / (2 * hit + wrong + missed) if hit + wrong + missed else math.nan

    @property
    def unknown_share(self):
        """Of the fifths coded by both, how many could not be told."""
        return self.unknown / max(1, self.both * FIFTHS + self.unknown)

    @property
    def side_share(self):
        return self.side_right / self.side_known if self.side_known else math.nan


def fifths(coders, result, length):
    """Per fifth of a second: `DOUBT`, (first, second, `UNKNOWN`) or (first, second, held)."""
    for index in range(int(length * FIFTHS)):
        time = index / FIFTHS + 0.1
        said = [coder.confidence(time) for coder in coders]
        if any(0 < sure < SURE for sure in said):
            yield time, DOUBT
        else:
            held = UNKNOWN if within(time, result.unknown) else within(time, result.held)
            yield time, (said[0] >= SURE, said[1] >= SURE, held)


def tally(coders, result, length):
    """The `Tally` of one person and posture."""
    table = Tally()
    for time, said in fifths(coders, result, length):
        if said == DOUBT:
            continue
        if said[2] == UNKNOWN:
            table.unknown += said[0] and said[1]
            continue
        table.cells[said] += 1
        if all(said):
            coded, found = [coder.sides(time) - {""} for coder in coders], result.sides(time)
            if found and any(coded):
                table.side_known += 1
                # "both" is either side.
                table.side_right += any(found & (sides if "both" not in sides else set(OTHER))
                                        for sides in coded)
    return table


def disagreements(coders, result, length, shortest=0.6):
    """Stretches of at least `shortest` seconds in which the results differ from both coders, or cannot
    tell what both saw, or the coders differ from each other: (kind, start, end)."""
    def kind(said):
        if said == DOUBT:
            return None
        first, second, held = said
        if first != second:
            return "coders differ"
        if held == UNKNOWN:
            return "unknown" if first else None
        return None if held == first else "missed" if first else "extra"

    found, open_ = [], None
    for time, said in [*fifths(coders, result, length), (length + 1, DOUBT)]:
        now = kind(said)
        if open_ and open_[0] != now:
            start, end = open_[1] - 0.1, open_[2] + 0.1
            if end - start >= shortest - 1e-9:
                found.append((open_[0], round(start, 2), round(end, 2)))
            open_ = None
        if now:
            open_ = [now, open_[1] if open_ else time, time]
    return found


def mirrored(rows, people="person"):
    """Rows of a table of the same clip with left and right of its picture exchanged."""
    flip = lambda word: OTHER.get(word, word)
    return [{**row, people: flip(row[people]), "side": flip(row["side"])} for row in rows]


def even_split(seconds, weights):
    """The names of one half, so that each posture's seconds are as even as they can be.

    `seconds`: per name and posture. Of all ways to halve the names, the one whose differences, as shares of
    each posture's seconds and squared, have the least weighted sum; the half has the name that comes first.
    """
    names = sorted(seconds)
    total = {p: sum(seconds[n].get(p, 0) for n in names) for p in weights}
    best = None
    for mask in range(2 ** (len(names) - 1)):
        half = [names[0]] + [n for i, n in enumerate(names[1:]) if mask >> i & 1]
        cost = 0.0
        for posture, weight in weights.items():
            if total[posture]:
                mine = sum(seconds[n].get(posture, 0) for n in half)
                cost += weight * (2 * mine / total[posture] - 1) ** 2
        if best is None or cost < best[0] - 1e-12:
            best = (cost, half)
    return best[1]
