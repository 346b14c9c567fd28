"""The JSON Schema of what `nulmeting assess --json` prints, made from the code: `python -m tests.schema` writes it.

The records hold a handful of sorts only, so a few lines do; pydantic would ask for another `TypedDict` than the standard library's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from nulmeting.compare import RecordOverTime

SCHEMA = Path(__file__).parent.parent / "assessments" / "outcome.schema.json"

_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def generated() -> str:
    """The schema as it belongs in the file."""
    records: dict[str, Any] = {}
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_schema(RecordOverTime, records)}
    return json.dumps({**whole, "$defs": dict(sorted(records.items()))}, indent=1, ensure_ascii=False) + "\n"


def _schema(kind: Any, records: dict[str, Any]) -> dict[str, Any]:
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_typeddict(kind):
        if kind.__name__ not in records:
            hints = get_type_hints(kind)
            # Open to more keys: the issue promises at least these.
            records[kind.__name__] = {
                "description": " ".join((kind.__doc__ or "").split()),
                "type": "object",
                "properties": {name: _schema(inner, records) for name, inner in hints.items()},
                "required": sorted(kind.__required_keys__),
            }
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if get_origin(kind) is UnionType:
        return {"anyOf": [_schema(inner, records) for inner in get_args(kind)]}
    if get_origin(kind) is list:
        return {"type": "array", "items": _schema(get_args(kind)[0], records)}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _schema(get_args(kind)[1], records)}
    raise TypeError(kind)


if __name__ == "__main__":
    SCHEMA.write_text(generated(), encoding="utf-8")
    sys.stdout.write(f"{SCHEMA}\n")
