"""Reads a catalogue file: the clauses and requirements of one edition of ISO/IEC 20000-1, as data.

Pure Python, no Frappe. A file is either read whole or refused with one sentence that names file and offender.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh")

# Stable code → English sentence. Whoever shows it to people translates the template, then fills in `values`.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "malformed_yaml": "Catalogue file {file} is not valid YAML at line {line}: {problem}.",
        "duplicate_key": "Catalogue file {file} gives the field {field} twice, the second at line {line}.",
        "not_a_catalogue": "Catalogue file {file} does not hold a catalogue.",
        "missing_field": "Catalogue file {file} lacks {field}.",
        "missing_language": "Catalogue file {file} has no text in language {language} for {field}.",
        "unknown_field": "Catalogue file {file} has {field}, which does not belong there.",
        "wrong_language": "Catalogue file {file} has a text that is not in language {language} for {field}.",
        "wrong_id": "Catalogue file {file} has {id} as {field}, which is no number of a {kind}.",
        "schema_violation": "Catalogue file {file} has a value in {field} that breaks the rule {rule}.",
        "duplicate_id": "Catalogue file {file} has the id {id} more than once.",
        "unknown_parent": "Catalogue file {file} gives {id} the parent {parent}, which is not in the file.",
        "requirement_as_parent": "Catalogue file {file} gives {id} the requirement {parent} as its parent.",
        "parent_cycle": "Catalogue file {file} has {id} among its own parents: {path}.",
        "parent_after_child": "Catalogue file {file} lists the parent {parent} after its child {id}.",
    }
)


class MalformedCatalogue(ValueError):
    """A catalogue file that must not be loaded; `str()` is the English sentence.

    `code` is a key of SENTENCES, `values` fills that template; both are for whoever translates it.
    """

    def __init__(self, code: str, values: Mapping[str, Any]) -> None:
        self.code = code
        self.values = dict(values)
        super().__init__(SENTENCES[code].format(**values))


@dataclass(frozen=True)
class Text:
    """One text in the languages of the product."""

    en: str
    zh: str


@dataclass(frozen=True)
class Node:
    """A clause or a requirement; `position` counts from 1 in the order of the standard.

    `parent` is None at the root; `requirement` and `guidance` are None for a clause.
    """

    id: str
    parent: str | None
    kind: Literal["clause", "requirement"]
    title: Text
    requirement: Text | None
    guidance: Text | None
    position: int


@dataclass(frozen=True)
class Catalogue:
    """One edition; `digest` (SHA-256, hex) follows the content and ignores how the file is formatted."""

    edition: str
    title: Text
    digest: str
    nodes: tuple[Node, ...]
    source_note: Text


def shipped_catalogues() -> list[Path]:
    """Answers the catalogue files that come with the app, one per edition, oldest first."""
    return sorted(HERE.glob("iso20000_1_[0-9][0-9][0-9][0-9].yaml"))


def read_catalogue(path: str | Path) -> Catalogue:
    """Answers the catalogue in the file at `path`.

    Raises MalformedCatalogue for content that must not be loaded, OSError for a file that cannot be opened.
    """
    path = Path(path)
    content = read_content(path, "catalogue.schema.json")
    _refuse_broken_tree(content["nodes"], path.name)
    return Catalogue(
        edition=content["edition"],
        title=Text(**content["title"]),
        digest=_digest(content),
        nodes=tuple(_node(entry, position) for position, entry in enumerate(content["nodes"], start=1)),
        source_note=Text(**content["source_note"]),
    )


def read_content(path: Path, schema: str) -> dict:
    """Answers the content of the YAML file at `path` as plain values, once it fits the JSON schema in file `schema`.

    Raises like `read_catalogue`.
    """
    content = _parsed(path)
    _refuse_schema_violation(content, path.name, schema)
    return _stripped(content)


class _DuplicateKey(yaml.MarkedYAMLError):
    """A mapping that gives a key twice; plain YAML would silently keep the last."""


class _StrictLoader(yaml.SafeLoader):
    """yaml.safe_load's loader, except that it refuses duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _DuplicateKey(problem=key.value, problem_mark=key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _parsed(path: Path) -> Any:
    """Answers the YAML content as plain values; PyYAML reports some bad scalars (dates) as ValueError."""
    try:
        return yaml.load(path.read_bytes(), Loader=_StrictLoader)
    except _DuplicateKey as error:
        line = error.problem_mark.line + 1
        raise MalformedCatalogue("duplicate_key", {"file": path.name, "field": error.problem, "line": line}) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        values = {"file": path.name, "line": mark.line + 1 if mark else "?", "problem": _one_line(problem)}
        raise MalformedCatalogue("malformed_yaml", values) from error


def _one_line(problem: object) -> str:
    return " ".join(str(problem).split()).rstrip(".")


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((HERE / schema).read_text(encoding="utf-8")))


def _refuse_schema_violation(content: Any, file: str, schema: str) -> None:
    """Refuses the first violation: the same one at every reading, nodes in the order of the file."""
    errors = sorted(_validator(schema).iter_errors(content), key=lambda error: _place(error.absolute_path))
    if errors:
        code, values = _explained(errors[0], content)
        raise MalformedCatalogue(code, {"file": file, **values})


def _place(path: Iterable[str | int]) -> list[str]:
    return [f"{step:06}" if isinstance(step, int) else step for step in path]


def _explained(error: ValidationError, content: Any) -> tuple[str, dict[str, str]]:
    """Answers code and values for what jsonschema found; a blank or empty language counts as missing."""
    path = list(error.absolute_path)
    if not path and error.validator == "type":
        return "not_a_catalogue", {}
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        if missing in LANGUAGES:
            return "missing_language", {"language": missing, "field": _field(path, content)}
        return "missing_field", {"field": _field([*path, missing], content)}
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        extra = next(name for name in error.instance if name not in known)
        return "unknown_field", {"field": _field([*path, str(extra)], content)}
    if error.validator == "not":  # a known field, but not on this kind of node
        return "unknown_field", {"field": _field(path, content)}
    if path[-1] in LANGUAGES and (error.instance is None or not str(error.instance).strip()):
        return "missing_language", {"language": path[-1], "field": _field(path[:-1], content)}
    if path[-1] in LANGUAGES and error.validator == "pattern":
        return "wrong_language", {"language": path[-1], "field": _field(path[:-1], content)}
    if path[-1] == "id" and error.validator == "pattern":
        kind = content["nodes"][path[1]]["kind"]
        return "wrong_id", {"id": error.instance, "field": _field(path, content), "kind": kind}
    rule = f"{error.validator}: {json.dumps(error.validator_value, ensure_ascii=False)}"
    return "schema_violation", {"field": _field(path, content), "rule": rule}


def _field(path: list[str | int], content: Any) -> str:
    """Answers where a value stands, as “4.1.1 a › title › zh”; a node without an id is “nodes › #3”."""
    if len(path) < 2 or path[0] != "nodes":
        return " › ".join(map(str, path))
    entry = content["nodes"][path[1]]
    name = entry.get("id") if isinstance(entry, dict) else None
    start = [name] if isinstance(name, str) and name.strip() else ["nodes", f"#{path[1] + 1}"]
    return " › ".join([*start, *map(str, path[2:])])


def _refuse_broken_tree(entries: list[dict], file: str) -> None:
    """Refuses what a schema cannot see: duplicate ids; parents unknown, circular, late or requirements."""
    by_id: dict[str, dict] = {}
    for entry in entries:
        if entry["id"] in by_id:
            raise MalformedCatalogue("duplicate_id", {"file": file, "id": entry["id"]})
        by_id[entry["id"]] = entry
    listed = set()
    for entry in entries:
        parent = entry["parent"]
        if parent is not None and parent not in listed:
            code, values = _why_no_parent(entry, by_id)
            raise MalformedCatalogue(code, {"file": file, "id": entry["id"], "parent": parent, **values})
        if parent is not None and by_id[parent]["kind"] == "requirement":
            raise MalformedCatalogue("requirement_as_parent", {"file": file, "id": entry["id"], "parent": parent})
        listed.add(entry["id"])


def _why_no_parent(entry: dict, by_id: dict[str, dict]) -> tuple[str, dict[str, str]]:
    if entry["parent"] not in by_id:
        return "unknown_parent", {}
    ancestors = list(_ancestors(entry["id"], by_id))
    if ancestors[-1] == entry["id"]:
        return "parent_cycle", {"path": " → ".join([entry["id"], *ancestors])}
    return "parent_after_child", {}


def _ancestors(start: str, by_id: dict[str, dict]) -> Iterator[str]:
    """Answers the ids above `start`, nearest first, each once; the last one is `start` itself in a cycle."""
    seen: set[str] = set()
    above = by_id[start]["parent"]
    while above in by_id and above not in seen:
        yield above
        if above == start:
            return
        seen.add(above)
        above = by_id[above]["parent"]


def _stripped(value: Any) -> Any:
    """Answers the content without the blanks that YAML block styles leave at the ends of texts."""
    if isinstance(value, dict):
        return {key: _stripped(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_stripped(part) for part in value]
    return value.strip() if isinstance(value, str) else value


def _digest(content: dict) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _node(entry: dict, position: int) -> Node:
    return Node(
        id=entry["id"],
        parent=entry["parent"],
        kind=entry["kind"],
        title=Text(**entry["title"]),
        requirement=_text_or_none(entry.get("requirement")),
        guidance=_text_or_none(entry.get("guidance")),
        position=position,
    )


def _text_or_none(entry: dict | None) -> Text | None:
    return Text(**entry) if entry else None
