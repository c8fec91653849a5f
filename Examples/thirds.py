#!/usr/bin/env python3
"""Who adopts whose postures how often, by therapist and third of the session: a model of many sessions.

Reads thirds.csv of `attune study`. Needs pandas and statsmodels:

    python3 Examples/thirds.py study/thirds.csv

Prints the adoptions a minute of the time in which both were known, by leader and third, then a Poisson model of
the counts with the known time as exposure (generalised estimating equations, exchangeable within a dyad: standard
errors allow for sessions of the same two people). Counts are of what was seen: hold them against surrogate_mean,
since people who change posture often adopt more by chance.
"""
import sys

import numpy
import pandas
import statsmodels.api as sm
import statsmodels.formula.api as smf


def read(path):
    """The rows in which anything was known, codes as text."""
    rows = pandas.read_csv(path, dtype={"session": str, "leader_code": str, "follower_code": str})
    if rows["settings_digest"].nunique() > 1:
        print("sessions were measured or scored in different ways: see settings_digest", file=sys.stderr)
    return rows[rows["known_seconds"] > 0].copy()


def rates(rows):
    """Adoptions a minute by who led (code, or seat where nobody has one) and third."""
    leader = rows["leader_code"].fillna(rows["leader"]).rename("led by")
    sums = rows.groupby([leader, rows["third"]])[["episodes", "known_seconds"]].sum()
    return (60 * sums["episodes"] / sums["known_seconds"]).unstack("third")


def model(rows):
    """Counts by third and direction."""
    return smf.gee(
        "episodes ~ C(third) + C(leader)", groups="dyad", data=rows, family=sm.families.Poisson(),
        cov_struct=sm.cov_struct.Exchangeable(), offset=numpy.log(rows["known_seconds"] / 60),
    ).fit()


def main(path):
    rows = read(path)
    print("adoptions a minute")
    print(rates(rows).round(4).to_string())
    if rows["dyad"].nunique() < 2 or rows["episodes"].sum() == 0:
        print("too few dyads or episodes for a model")
        return
    fit = model(rows)
    table = pandas.DataFrame(
        {"ratio": numpy.exp(fit.params), "p": fit.pvalues}
    ).join(numpy.exp(fit.conf_int()).rename(columns={0: "low", 1: "high"}))
    print("\nratios of rates, with 95 % intervals")
    print(table.round(4).to_string())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: thirds.py study/thirds.csv")
    main(sys.argv[1])
