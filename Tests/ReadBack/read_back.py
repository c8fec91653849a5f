"""Reads the exported files of a session folder with other programs' readers.

    read_back.py FOLDER SCHEMAS EAF_SCHEMA

FOLDER holds the exports and expected.json: what is to come back, from the test that wrote them.
SCHEMAS is docs/schema, EAF_SCHEMA ELAN's own EAFv3.0.xsd. Prints what does not come back; exit status 1 if anything does not.
"""

import csv
import html
import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pympi
import webvtt
from jsonschema import Draft202012Validator
from praatio import textgrid
from referencing import Registry, Resource
import xmlschema

failures = []


def check(condition, *what):
    if not condition:
        failures.append(" ".join(str(part) for part in what))


def check_equal(found, expected, what):
    check(found == expected, what, "\n  found   ", repr(found), "\n  expected", repr(expected))


# ------------------------------------------------------------------------------------ ELAN

EAF_ORDER = [
    "LICENSE", "HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE", "LOCALE", "LANGUAGE", "CONSTRAINT",
    "CONTROLLED_VOCABULARY", "LEXICON_REF", "REF_LINK_SET", "EXTERNAL_REF",
]


def check_eaf_rules(path):
    """The rules of the EAF 3.0 schema and of ELAN itself that a reader need not notice."""
    root = ElementTree.parse(path).getroot()
    check_equal(root.tag, "ANNOTATION_DOCUMENT", "eaf root")
    check_equal(root.get("FORMAT"), "3.0", "eaf format")
    ranks = [EAF_ORDER.index(child.tag) for child in root]
    check(ranks == sorted(ranks), "eaf: elements out of order")
    header = [child.tag for child in root.find("HEADER")]
    check(header == sorted(header), "eaf: header out of order", header)

    slots = [(s.get("TIME_SLOT_ID"), int(s.get("TIME_VALUE"))) for s in root.iter("TIME_SLOT")]
    times = dict(slots)
    check([t for _, t in slots] == sorted(t for _, t in slots), "eaf: time slots out of order")
    annotations = [*root.iter("ALIGNABLE_ANNOTATION"), *root.iter("REF_ANNOTATION")]
    ids = [name for name, _ in slots] + [a.get("ANNOTATION_ID") for a in annotations]
    check(len(ids) == len(set(ids)), "eaf: an id is there twice")
    names = [tier.get("TIER_ID") for tier in root.iter("TIER")]
    check(len(names) == len(set(names)), "eaf: a tier name is there twice")

    types = {t.get("LINGUISTIC_TYPE_ID"): t for t in root.iter("LINGUISTIC_TYPE")}
    stereotypes = {c.get("STEREOTYPE") for c in root.iter("CONSTRAINT")}
    for kind in types.values():
        constraint = kind.get("CONSTRAINTS")
        check(constraint is None or constraint in stereotypes, "eaf: undeclared", constraint)
    owners = {a.get("ANNOTATION_ID"): t.get("TIER_ID") for t in root.iter("TIER") for a in t.iter()}
    for tier in root.iter("TIER"):
        kind = types[tier.get("LINGUISTIC_TYPE_REF")]
        parent = tier.get("PARENT_REF")
        check((parent is None) == (kind.get("CONSTRAINTS") is None), "eaf: parent and constraint")
        check(parent is None or parent in names, "eaf: unknown parent", parent)
        end = None
        for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
            first, second = annotation.get("TIME_SLOT_REF1"), annotation.get("TIME_SLOT_REF2")
            check(times[first] < times[second], "eaf: empty annotation on", tier.get("TIER_ID"))
            check(end is None or times[first] >= end, "eaf: overlap on", tier.get("TIER_ID"))
            end = times[second]
        for annotation in tier.iter("REF_ANNOTATION"):
            check_equal(owners[annotation.get("ANNOTATION_REF")], parent, "eaf: foreign reference")
    last = [p.text for p in root.iter("PROPERTY") if p.get("NAME") == "lastUsedAnnotationId"]
    check_equal(last, [str(len(annotations))], "eaf: last used annotation")


def check_template(path, schema, expected):
    """The empty document for coders: its tiers are those of the results, with nothing on them."""
    for error in xmlschema.XMLSchema(str(schema)).iter_errors(str(path)):
        check(False, "template: against the schema:", error.path, error.reason)
    check_eaf_rules(path)
    eaf = pympi.Elan.Eaf(str(path))
    media = [(m["RELATIVE_MEDIA_URL"], m["MIME_TYPE"]) for m in eaf.media_descriptors]
    check_equal(media, [tuple(m) for m in expected["media"]], "template media")
    for name in eaf.get_tier_names():
        check_equal(list(eaf.get_annotation_data_for_tier(name)), [], f"template {name}")
        kind = eaf.linguistic_types[eaf.tiers[name][2]["LINGUISTIC_TYPE_REF"]]
        _, entries, _ = eaf.controlled_vocabularies[kind["CONTROLLED_VOCABULARY_REF"]]
        check(entries, "template: no vocabulary for", name)
    other = {n for n in expected["tiers"] if n.startswith("episodes") or n == "markers"}
    # Postures that were held but have no definition are not asked for.
    check(set(eaf.get_tier_names()) <= set(expected["tiers"]) - other, "template: other tiers")
    check(eaf.get_tier_names() or set(expected["tiers"]) <= other, "template: no tiers")


def check_eaf(path, schema, expected):
    for error in xmlschema.XMLSchema(str(schema)).iter_errors(str(path)):
        check(False, "eaf: against the schema:", error.path, error.reason)
    check_eaf_rules(path)
    eaf = pympi.Elan.Eaf(str(path))
    media = [(m["RELATIVE_MEDIA_URL"], m["MIME_TYPE"]) for m in eaf.media_descriptors]
    check_equal(media, [tuple(m) for m in expected["media"]], "eaf media")
    details = {name for name in eaf.get_tier_names() if eaf.tiers[name][2].get("PARENT_REF")}
    found = {
        name: [[a[0], a[1], a[2]] for a in sorted(eaf.get_annotation_data_for_tier(name))]
        for name in eaf.get_tier_names()
        if name not in details
    }
    wanted = {
        name: [[round(s * 1000), round(e * 1000), label] for s, e, label in rows]
        for name, rows in expected["tiers"].items()
    }
    check_equal(found, wanted, "eaf tiers")
    found = {
        name: [row[2] for row in sorted(eaf.get_ref_annotation_data_for_tier(name))]
        for name in details
    }
    check_equal(found, expected["details"], "eaf details")


# ------------------------------------------------------------------------------- the others


def check_textgrid(path, expected):
    grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=True, reportingMode="error")
    check_equal((grid.minTimestamp, grid.maxTimestamp), tuple(expected["span"]), "TextGrid span")
    found = {}
    for tier in grid.tiers:
        end = grid.minTimestamp
        for entry in tier.entries:
            check_equal(entry.start, end, f"TextGrid gap on {tier.name}")
            end = entry.end
        check_equal(end, grid.maxTimestamp, f"TextGrid end of {tier.name}")
        found[tier.name] = [[e.start, e.end, e.label] for e in tier.entries if e.label]
    # Line breaks in the name of a tier are blanks, as no reader but Praat takes them.
    wanted = {name.replace("\n", " "): rows for name, rows in expected["tiers"].items()}
    check_equal(found, wanted, "TextGrid tiers")


def check_vtt(path, expected):
    found = [
        [c.identifier, c.start_in_seconds + c.start_time.milliseconds / 1000,
         c.end_in_seconds + c.end_time.milliseconds / 1000, html.unescape(c.text)]
        for c in webvtt.read(str(path))
    ]
    check_equal(found, expected["captions"], "vtt captions")


def table(path, delimiter=","):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def check_boris(path, expected):
    rows = table(path, "\t")
    if rows:
        labels = [label.upper() for label in rows[0]]
        for label in ["TIME", "SUBJECT", "CODE", "MODIFIER", "COMMENT"]:
            check(labels.count(label) == 1, "boris: no column to import from", label)
    check(all(None not in r and None not in r.values() for r in rows), "boris: ragged rows")
    times = [float(row["Time"]) for row in rows]
    check(times == sorted(times), "boris: events out of order")
    open_events, found = {}, []
    for row in rows:
        key = (row["Subject"], row["Behavior"], row["Modifier #1"])
        if row["Behavior type"] == "START":
            check(key not in open_events, "boris: started twice", key)
            open_events[key] = row
        else:
            start = open_events.pop(key)
            found.append([*key, float(start["Time"]), float(row["Time"]), start["Comment"]])
    check(not open_events, "boris: not stopped", list(open_events))
    check_equal(sorted(found), sorted(expected["boris"]), "boris events")


def cell(value):
    """A value of timeline.json as a table's cell, both as text or as numbers."""
    return "" if value is None else value if isinstance(value, str) else float(value)


def check_json(folder, schemas):
    read = lambda path: json.loads(path.read_text(encoding="utf-8"))
    schemas = {name: read(schemas / f"{name}.schema.json") for name in ("session", "timeline")}
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, registry=registry)
        for error in validator.iter_errors(read(folder / f"{name}.json")):
            check(False, f"{name}.json:", "/".join(map(str, error.absolute_path)), error.message)
    timeline = read(folder / "timeline.json")
    for key, value in read(folder / "session.json").items():
        check_equal(timeline[key], value, f"timeline.json {key}")
    for name in ["postures", "episodes", "synchrony", "timeline"]:
        # What the session knows of a row, and not the row itself, is in tables only.
        # What could not be told has a list of its own in JSON.
        rows = [
            {c: v for c, v in row.items() if c not in ("validated", "state", "reason")}
            for row in table(folder / f"{name}.csv")
            if row.get("state", "held") == "held"
        ]
        found = [{c: cell(row[c]) for c in row if c in (rows or [{}])[0]} for row in timeline[name]]
        wanted = [
            {c: type(found[i][c])(v) if v and i < len(found) else v for c, v in row.items()}
            for i, row in enumerate(rows)
        ]
        check_equal(found, wanted, f"timeline.json {name}")


def check_landmarks(path, expected):
    rows = [list(row.values()) for row in table(path)]
    check_equal(rows[:2], expected["landmarks"], "landmarks")
    check_equal(len(rows), expected["landmark_rows"], "rows of landmarks")


def main(folder, schemas, eaf_schema):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    check_eaf(folder / "timeline.eaf", eaf_schema, expected)
    check_template(folder / "coding.eaf", eaf_schema, expected)
    check_textgrid(folder / "timeline.TextGrid", expected)
    check_vtt(folder / "timeline.vtt", expected)
    check_boris(folder / "boris.tsv", expected)
    check_json(folder, schemas)
    check_landmarks(folder / "landmarks.csv", expected)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))
