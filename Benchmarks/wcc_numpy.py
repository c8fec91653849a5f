"""Windowed lagged cross-correlation in numpy: the definition of docs/method.md, float64.

    wcc_numpy.py FILE

FILE is what `attune-validate bench --data FILE` writes: a session and Attune's own results. Prints the
seconds that numpy took for the same results and the largest difference from them.

Every lag is one pass over the whole session: products, running sums, differences at the edges of the
windows, as one would write it in numpy. Where a series misses nothing, counts, sums and squares come
from the running sums of the series itself.
"""

import json
import sys
import time

import numpy as np

WINDOW, STEP, MAX_LAG, MIN_VALID = 30.0, 1.0, 5.0, 0.5
PEAK_REGION, PEAK_SHARE = 0.5, 0.5
LIMIT = 0.999999
# Channels in the order of features.csv; the mirror image of each: channel and sign.
CHANNELS = 19
MIRROR = {0: (0, -1), 1: (1, -1), 3: (3, -1), 5: (5, -1), 7: (7, -1),
          8: (10, -1), 10: (8, -1), 9: (11, 1), 11: (9, 1), 12: (13, 1), 13: (12, 1)}


def read(path):
    numbers = np.fromfile(path, dtype="<f8")
    samples, channels, rows = (int(n) for n in numbers[:3])
    at = 3
    times = numbers[at:at + samples]
    at += samples
    people = numbers[at:at + 2 * channels * samples].reshape(2, channels, samples)
    at += 2 * channels * samples
    return times, people, numbers[at:at + 3 * rows].reshape(rows, 3)


def running(values):
    """Running sums, 0 before the first value."""
    return np.concatenate(([0.0], np.cumsum(values)))


class Series:
    def __init__(self, values):
        self.mask = np.isfinite(values).astype(float)
        self.values = np.where(self.mask > 0, values - np.nanmean(values), 0.0)
        self.squares = self.values * self.values
        self.is_complete = bool(self.mask.all())
        self.sums = [running(a) for a in (self.mask, self.values, self.squares)]
        self.least = 1e-10 * self.squares.sum() / max(1.0, self.mask.sum())


def one_sided(leader, follower, starts, length, lag):
    """Correlations of leader(t - lag) with follower(t), t in each window."""
    first = np.maximum(starts, lag)
    last = starts + length
    count = len(follower.values)

    def total(product):
        sums = running(product)
        return sums[last - lag] - sums[first - lag]

    if leader.is_complete and follower.is_complete:
        n, x, xx = (s[last - lag] - s[first - lag] for s in leader.sums)
        y, yy = (s[last] - s[first] for s in follower.sums[1:])
        xy = total(leader.values[:count - lag] * follower.values[lag:])
    else:
        a, b = slice(0, count - lag), slice(lag, count)
        n = total(leader.mask[a] * follower.mask[b])
        x = total(leader.values[a] * follower.mask[b])
        xx = total(leader.squares[a] * follower.mask[b])
        y = total(leader.mask[a] * follower.values[b])
        yy = total(leader.mask[a] * follower.squares[b])
        xy = total(leader.values[a] * follower.values[b])
    vx, vy = n * xx - x * x, n * yy - y * y
    usable = (n >= max(2, MIN_VALID * length)) & (vx > leader.least * n * n) \
        & (vy > follower.least * n * n)
    with np.errstate(invalid="ignore", divide="ignore"):
        r = (n * xy - x * y) / np.sqrt(vx * vy)
    return np.where(usable, r, np.nan)


def correlations(first, second, starts, length, reach):
    cells = np.empty((len(starts), 2 * reach + 1))
    for lag in range(reach + 1):
        cells[:, reach + lag] = one_sided(first, second, starts, length, lag)
        if lag:
            cells[:, reach - lag] = one_sided(second, first, starts, length, lag)
    return cells


def peaks(cells, region):
    """Per row the index of the peak nearest zero, -1 without one."""
    rows, lags = cells.shape
    zero = lags // 2
    filled = np.where(np.isnan(cells), -np.inf, cells)
    padded = np.pad(filled, ((0, 0), (region, region)), constant_values=-np.inf)
    view = np.lib.stride_tricks.sliding_window_view(padded, region, axis=1)
    before, after = view[:, :lags].max(axis=2), view[:, region + 1:].max(axis=2)
    inner = np.zeros((rows, lags), bool)
    inner[:, 1:-1] = ~np.isnan(cells[:, :-2]) & ~np.isnan(cells[:, 2:])
    highest = np.maximum(filled.max(axis=1), 0)
    least = highest * np.sqrt(PEAK_SHARE)
    is_peak = inner & (filled > before) & (filled > after) & (filled >= least[:, None])
    is_peak &= (highest > 0)[:, None]
    # Nearest zero; of two equally near the higher, and of two equally high the later.
    distance = np.abs(np.arange(lags) - zero).astype(float)
    rank = np.where(is_peak, distance, np.inf)
    nearest = rank.min(axis=1)
    found = np.full(rows, -1)
    for row in np.flatnonzero(np.isfinite(nearest)):
        offset = int(nearest[row])
        left, right = zero - offset, zero + offset
        if is_peak[row, left] and is_peak[row, right]:
            found[row] = left if filled[row, left] > filled[row, right] else right
        else:
            found[row] = left if is_peak[row, left] else right
    return found


def result(cells, sign, step, region):
    reach = cells.shape[1] // 2
    found = peaks(sign * cells, region)
    rows = np.arange(len(cells))
    z = np.arctanh(np.clip(sign * cells[rows, found], -LIMIT, LIMIT))
    with np.errstate(invalid="ignore"):
        magnitude = np.nanmean(np.arctanh(np.minimum(np.abs(cells), LIMIT)), axis=1)
    lag = np.where(found >= 0, (found - reach) * step, np.nan)
    return np.column_stack((lag, np.where(found >= 0, z, np.nan), magnitude))


def synchrony(times, people):
    step = np.round(np.mean(np.diff(times[times <= times[0] + 10])), 12)
    length = int(np.floor(WINDOW / step + 0.5))
    reach = int(MAX_LAG / step + 1e-3)
    region = int(np.floor(PEAK_REGION / step + 0.5))
    count = len(times)
    starts = np.floor(np.arange(count) * (STEP / step) + 0.5).astype(int)
    starts = starts[starts + length <= count]
    first, second = ([Series(channel) for channel in person] for person in people)
    tables = []
    for channel in range(CHANNELS):
        same = correlations(first[channel], second[channel], starts, length, reach)
        if channel in MIRROR:
            other, sign = MIRROR[channel]
            crossed = same if other == channel else correlations(
                first[channel], second[other], starts, length, reach)
            tables.append(result(crossed, sign, step, region))
        tables.append(result(same, 1, step, region))
    return np.concatenate(tables)


def main():
    times, people, expected = read(sys.argv[1])
    start = time.process_time()
    table = synchrony(times, people)
    seconds = time.process_time() - start
    if table.shape != expected.shape or (np.isnan(table) != np.isnan(expected)).any():
        sys.exit("wcc_numpy: error: not the rows that Attune has")
    difference = float(np.nanmax(np.abs(table - expected)))
    print(json.dumps({"minutes": times[-1] / 60, "rows": len(table), "seconds": seconds,
                      "difference": difference}))


if __name__ == "__main__":
    main()
