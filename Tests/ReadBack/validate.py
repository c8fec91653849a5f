"""Tells which documents a JSON Schema takes.

    validate.py SCHEMA FOLDER

Prints a line for every file in FOLDER, in order of their names: `valid`, or what is wrong.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

schema = json.loads(Path(sys.argv[1]).read_text())
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for path in sorted(Path(sys.argv[2]).iterdir()):
    errors = [error.message.splitlines()[0] for error in validator.iter_errors(json.loads(path.read_text()))]
    print(errors[0] if errors else "valid")
