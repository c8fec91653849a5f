#!/usr/bin/env python3
"""Notes in the rows of sessions that they could not be exported.

    rows.py RESULTS

`attune batch --only` keeps a session's row in RESULTS/.progress/SESSION.csv (docs/formats.md#attune-batch). The
workflow's export leaves attune's exit code and what it said in RESULTS/.steps/SESSION.export, which is empty when all
went well.
"""
import csv
import re
import sys
from pathlib import Path

# The first of attune's error lines: WHAT; WHAT TO DO.
ERROR = re.compile(r"^attune: error: (.*?)(?:; (.*))?$", re.MULTILINE)


def mark(row, said):
    """The row file with the failure in it, where it says that the session is done."""
    with open(row, newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        columns, cells = rows.fieldnames, next(rows)
    found = ERROR.search(said)
    if cells["state"] != "done" or not found:
        return
    what, remedy = found[1], found[2] or "run the workflow again"
    cells |= {"state": "failed", "exit_code": said.split("\n", 1)[0], "what": what, "remedy": remedy}
    part = row.with_suffix(".part")
    with open(part, "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerow(cells)
    part.replace(row)


def main(results):
    for export in sorted(Path(results, ".steps").glob("*.export")):
        said = export.read_text(encoding="utf-8")
        row = Path(results, ".progress", f"{export.stem}.csv")
        if said and row.exists():
            mark(row, said)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
