"""The arithmetic of `scripts/realworld`, by hand. Run by AttuneValidateTests, or with python3."""

import math
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks" / "realworld"))
import agreement as ag  # noqa: E402


def coded(*spans, person="left", posture="head_tilted"):
    return [dict(person=person, posture=posture, side=side, onset=str(start), offset=str(end),
                 confidence=str(sure)) for start, end, sure, side in spans]


def found(*spans, seat="left", posture="head_tilted"):
    return [dict(seat=seat, posture=posture, side=side, onset=str(start), offset=str(end), state=state)
            for start, end, state, side in spans]


class TenSeconds(unittest.TestCase):
    """First coder 0–4 s; second 1–5 s, in doubt 8–9 s; results 2–6 s, unknown 0–1 s and 4–4.4 s."""

    def setUp(self):
        self.first = coded((0, 4, .9, "left"))
        self.second = coded((1, 5, .8, "left"), (8, 9, .3, "left"))
        self.rows = found((2, 6, "held", "left"), (0, 1, "unknown", ""), (4, 4.4, "unknown", ""))

    def tally(self, rows=None, first=None):
        coders = [ag.Coding(c, "left", {"head_tilted"}) for c in (first or self.first, self.second)]
        return ag.tally(coders, ag.Result(rows or self.rows, "left", "head_tilted"), 10)

    def test_every_fifth_is_counted_once(self):
        cells = self.tally().cells
        # 1–2 s both coders alone; 2–4 s all; 4.4–5 s second and results; 5–6 s results alone; 6–8 and
        # 9–10 s nobody. 0–1 and 4–4.4 s are unknown, 8–9 s is in doubt.
        self.assertEqual(dict(cells), {(True, True, False): 5, (True, True, True): 10,
                                       (False, True, True): 3, (False, False, True): 5,
                                       (False, False, False): 15})

    def test_kappas_and_f1(self):
        table = self.tally()
        # Coders: agreed 35 of 38; first says 15, second 18. Chance (15·18 + 23·20) / 38².
        chance = (15 * 18 + 23 * 20) / 38 ** 2
        self.assertAlmostEqual(table.coders, (35 / 38 - chance) / (1 - chance), places=12)
        # Results (18) and first (15): both 10, neither 15.
        chance = (18 * 15 + 20 * 23) / 38 ** 2
        self.assertAlmostEqual(table.own[0], (25 / 38 - chance) / (1 - chance), places=12)
        # Results (18) and second (18): both 13, neither 15.
        chance = (18 * 18 + 20 * 20) / 38 ** 2
        self.assertAlmostEqual(table.own[1], (28 / 38 - chance) / (1 - chance), places=12)
        self.assertAlmostEqual(table.f1, 20 / (20 + 5 + 5), places=12)
        self.assertAlmostEqual(table.both, 3.0)

    def test_what_both_saw_and_the_results_could_not_tell_is_a_share(self):
        # The first second is coded by the first alone; with the second's, five fifths of twenty.
        self.assertEqual(self.tally().unknown, 0)
        self.second = coded((0, 5, .8, "left"))
        self.assertEqual(self.tally().unknown, 5)
        self.assertAlmostEqual(self.tally().unknown_share, 5 / 20)

    def test_sides_are_compared_where_all_three_hold(self):
        self.assertEqual(self.tally().side_share, 1)
        other = found((2, 6, "held", "right"))
        self.assertEqual(self.tally(other).side_share, 0)
        self.assertEqual(self.tally(other, coded((0, 4, .9, "both"))).side_share, 1)

    def test_disagreements_name_what_differs(self):
        coders = [ag.Coding(c, "left", {"head_tilted"}) for c in (self.first, self.second)]
        result = ag.Result(self.rows, "left", "head_tilted")
        self.assertEqual(ag.disagreements(coders, result, 10),
                         [("coders differ", 0.0, 1.0), ("missed", 1.0, 2.0), ("coders differ", 4.0, 5.0),
                          ("extra", 5.0, 6.0)])

    def test_a_table_without_states_is_of_what_is_held(self):
        rows = [{k: v for k, v in r.items() if k != "state"} for r in found((2, 6, "held", "left"))]
        self.assertEqual(self.tally(rows).unknown, 0)
        self.assertEqual(self.tally(rows).count(lambda a, b, g: g), 20)


class Rest(unittest.TestCase):
    def test_kappa_of_nothing_is_not_a_number(self):
        self.assertTrue(math.isnan(ag.kappa(0, 0, 0, 0)))
        self.assertTrue(math.isnan(ag.kappa(0, 0, 0, 9)))
        self.assertEqual(ag.kappa(5, 0, 0, 5), 1)

    def test_a_mirror_exchanges_people_and_sides(self):
        row = coded((0, 1, 1, "left"))[0]
        self.assertEqual(ag.mirrored([row])[0]["person"], "right")
        self.assertEqual(ag.mirrored([row])[0]["side"], "right")
        single = coded((0, 1, 1, "both"), person="single")
        self.assertEqual(ag.mirrored(single), single)

    def test_the_split_evens_every_posture(self):
        seconds = {"a": {"x": 4, "y": 1}, "b": {"x": 3, "y": 1}, "c": {"x": 1, "y": 3}, "d": {"y": 3}}
        self.assertEqual(ag.even_split(seconds, {"x": 1, "y": 1}), ["a", "d"])


if __name__ == "__main__":
    unittest.main()
