#!/usr/bin/env python3
"""Tables of a whole study as Parquet, for DuckDB, Arrow, pandas, Polars, R or Spark.

    tables.py session TABLES FOLDER…          features and episodes of these session folders, a part each
    tables.py study TABLES [--study DIR] [--only LIST]
                                              thirds and sessions of the study's folder; with --only, no part of a
                                              session stays whose folder is not in the list
    tables.py adoption TABLES                 adoptions a minute by who led and third of the session
    tables.py query TABLES SQL                any question: features, episodes, thirds and sessions are its tables

TABLES/features/session=S01/part.parquet and so on: a folder for each session, so that one is replaced or erased
without a look at the others. Columns and units are those of the CSV (docs/formats.md#tables); what is empty there is
null. Needs duckdb and pyarrow (workflow/requirements.txt).
"""
import argparse
import os
import re
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

# Columns that are text; every other one of features and episodes is a number.
TEXTS = {
    "session", "dyad", "group", "date", "seat", "posture", "leader", "follower", "leader_side", "follower_side",
    "congruence", "ended_by", "event", "validated", "leader_code", "follower_code", "settings_digest", "folder",
}
# Text that a spreadsheet would run has an apostrophe in front (docs/formats.md#tables).
GUARDED = re.compile(r"^'+[=+\-@\t\r\n＝＋－＠]")
PARTS = ("features", "episodes")
STUDY = ("thirds", "sessions")


def read(path, is_known=True):
    """A CSV of attune's; where columns of others may be in it, what is not all numbers becomes text."""
    with open(path, newline="", encoding="utf-8") as file:
        names = file.readline().rstrip("\r\n").split(",")
    types = {name: pa.string() for name in TEXTS}
    if is_known:
        types |= {name: pa.float64() for name in names if name not in TEXTS}
    table = pa.csv.read_csv(path, convert_options=pa.csv.ConvertOptions(
        column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
        true_values=[], false_values=[]))
    for index, column in enumerate(table.column_names):
        if pa.types.is_string(table.schema.field(column).type):
            texts = [text[1:] if text and GUARDED.match(text) else text for text in table[column].to_pylist()] \
                if column not in ("seat", "posture") else None
            if texts is not None:
                table = table.set_column(index, column, pa.array(texts, pa.string()))
    return table


def write(table, path):
    """For their owner alone, and under its name only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        pa.parquet.write_table(table, file, compression="zstd")
    part.replace(path)


def add_sessions(tables, folders):
    for folder in map(Path, folders):
        for name in PARTS:
            path = tables / name / f"session={folder.name}" / "part.parquet"
            source = folder / f"{name}.csv"
            # Motion energy alone has no episodes.
            if source.exists():
                write(read(source), path)
            else:
                shutil.rmtree(path.parent, ignore_errors=True)


def add_study(tables, study, only):
    if only is not None:
        done = {f"session={Path(line).name}" for line in Path(only).read_text().splitlines() if line}
        for part in (part for name in PARTS for part in (tables / name).glob("session=*")):
            if part.name not in done:
                shutil.rmtree(part)
    for name in STUDY if study else ():
        if Path(study, f"{name}.csv").exists():
            write(read(Path(study, f"{name}.csv"), is_known=False), tables / f"{name}.parquet")


def connect(tables):
    """A DuckDB in memory in which the tables have their names."""
    database = duckdb.connect()
    quoted = str(tables).replace("'", "''")
    for name in PARTS:
        if any((tables / name).glob("session=*/part.parquet")):
            database.execute(
                f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{quoted}/{name}/*/part.parquet', "
                "hive_partitioning = true, hive_types = {'session': VARCHAR}, union_by_name = true)")
    for name in STUDY:
        if (tables / f"{name}.parquet").exists():
            database.execute(f"CREATE VIEW {name} AS SELECT * FROM '{quoted}/{name}.parquet'")
    return database


ADOPTION = """
    SELECT coalesce(leader_code, leader) AS led_by, third, sum(episodes)::INTEGER AS episodes,
           60 * sum(episodes) / sum(known_seconds) AS per_minute
    FROM thirds WHERE known_seconds > 0 GROUP BY ALL ORDER BY ALL
"""


def show(database, query):
    """The answer as CSV."""
    answer = database.execute(query)
    print(",".join(column[0] for column in answer.description))
    for row in answer.fetchall():
        print(",".join("" if cell is None else f"{cell:.6g}" if isinstance(cell, float) else str(cell)
                       for cell in row))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    of = {name: commands.add_parser(name) for name in ("session", "study", "adoption", "query")}
    for command in of.values():
        command.add_argument("tables", type=Path)
    of["session"].add_argument("folders", nargs="+")
    of["study"].add_argument("--only")
    of["study"].add_argument("--study")
    of["query"].add_argument("sql")
    options = parser.parse_args()
    if options.command == "session":
        add_sessions(options.tables, options.folders)
    elif options.command == "study":
        add_study(options.tables, options.study, options.only)
    else:
        show(connect(options.tables), ADOPTION if options.command == "adoption" else options.sql)


if __name__ == "__main__":
    main()
