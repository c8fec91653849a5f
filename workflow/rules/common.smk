"""The table of sessions, and what jobs ask for."""

import csv
import sys
from pathlib import Path
from shlex import quote

RESULTS = config["output"].rstrip("/")
# What has been run: one empty file per step and session. What came of it is in .progress and progress.csv.
STEPS = f"{RESULTS}/.steps"
# Scripts run outside the container, with Snakemake's own Python.
PYTHON = f"{quote(sys.executable)} {quote(workflow.basedir)}/scripts"


def manifest():
    """Rows of the table by session. What is wrong with it is said by attune, which reads it with more care."""
    path = Path(config["manifest"])
    with open(path, newline="", encoding="utf-8-sig") as file:
        head = file.readline()
        file.seek(0)
        separator = max(",;\t", key=head.count)
        rows = list(csv.DictReader(file, delimiter=separator))
    return {row["session"].strip(): row for row in rows if (row.get("session") or "").strip()}


SESSIONS = manifest()


wildcard_constraints:
    session="[^/]+",


def files(session, *columns):
    """The files that the row names and that are there. One that is missing fails its session, not the workflow."""
    folder = Path(config["manifest"]).parent
    names = []
    for column in columns:
        for name in (SESSIONS[session].get(column) or "").replace("+", ";").split(";"):
            if name.strip():
                names.append(folder / name.strip())
    return [str(path) for path in names if path.exists()]


def is_measured(session):
    """Whether it is a recording; otherwise series of other tools."""
    return bool((SESSIONS[session].get("recordings") or "").strip())


def batch_words(*more):
    words = [config["attune"], "batch", config["manifest"], "--output", RESULTS]
    if config["settings"]:
        words += ["--config", config["settings"]]
    if config["replace"]:
        words.append("--force")
    return " ".join(quote(word) for word in words + list(more))


def cost(kind, what):
    """A resource that doubles with each attempt; `kind` is a step, or tells it from the wildcards."""

    def of(wildcards, attempt):
        step = kind(wildcards) if callable(kind) else kind
        return config["costs"][step][what] * 2 ** (attempt - 1)

    return of


def cost_of_study(what):
    """The same, growing with the sessions."""

    def of(wildcards, attempt):
        costs = config["costs"]
        return round((costs["study"][what] + len(SESSIONS) * costs["session_of_study"][what]) * 2 ** (attempt - 1))

    return of


def step_of(wildcards):
    return "analyze" if is_measured(wildcards.session) else "score"


def is_done(session):
    try:
        with open(f"{RESULTS}/.progress/{session}.csv", newline="", encoding="utf-8") as file:
            state = next(csv.DictReader(file))["state"]
    except (OSError, StopIteration, KeyError):
        return False
    return state == "done" and Path(f"{RESULTS}/{session}/session.sqlite").exists()


def forget_what_failed():
    """Sessions that are not done are tried again, which is decided by the process that plans and not by the jobs."""
    tried = [name for name in SESSIONS if Path(f"{STEPS}/{name}.session").exists()]
    failed = [name for name in tried if not is_done(name)]
    for name in failed:
        for step in ("session", "export", "tables"):
            Path(f"{STEPS}/{name}.{step}").unlink(missing_ok=True)
    # Snakemake makes no missing file of which everything that needs it is there.
    for step in ("marked", "collected") if failed else ():
        Path(f"{STEPS}/{step}").unlink(missing_ok=True)


if workflow.is_main_process:
    forget_what_failed()


TARGETS = [f"{STEPS}/collected"]
if config["study"]:
    TARGETS.append(f"{RESULTS}/study/thirds.csv")
if config["tables"]:
    TARGETS.append(f"{STEPS}/tables")
