"""The kinds of content → JSON Schemas, with which an editor's tools complete and check keys while one types.

They are derived from the declarations in `kinds`; a key is described nowhere else.
"""

import json
from collections.abc import Callable, Collection

from icpr_build.content import kinds
from icpr_build.content.fields import Fields, declared_keys
from icpr_build.model import Key

Schema = dict[str, object]

_TYPES: dict[str, Schema] = {
    "true or false": {"type": "boolean"},
    "list of texts": {"type": "array", "items": {"type": "string"}},
    "list of paths": {"type": "array", "items": {"type": "string", "pattern": "^/"}},
    "a date": {"type": "string", "format": "date"},
    "a day, a month or a year": {"type": ["string", "integer"]},
}


def schemas(templates: Collection[str]) -> dict[str, str]:
    """Return the schema of each kind, by its file name. `templates` are the names that a page may choose."""
    declared: dict[str, Callable[[Fields], object]] = {
        "site": kinds.settings,
        "mission": kinds.mission,
        "page": lambda f: kinds.text_page(f, templates),
        "news-item": kinds.news_item,
        "documents": kinds.document,
        "news": kinds.headline,
        "resources": kinds.resource,
    }
    found = {name: _object(declared_keys(kind)) for name, kind in declared.items()}
    found |= {name: {"type": "array", "items": found[name]} for name in ("documents", "news", "resources")}
    return {f"{name}.schema.json": _text(schema) for name, schema in found.items()}


def _object(keys: Collection[Key]) -> Schema:
    return {
        "type": "object",
        "properties": {key.name: _value(key) for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


def _value(key: Key) -> Schema:
    if key.keys:
        schema = _object(key.keys)
        return {"type": "array", "items": schema} if key.format == "list" else schema
    return {**_TYPES.get(key.format, {"type": "string"}), "description": key.format}


def _text(schema: Schema) -> str:
    full = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(full, indent=2, ensure_ascii=False) + "\n"
