"""Every text of the app that a person sees, and its Chinese in translations/zh.csv.

python -m tests.static.translatable             how complete the translation is
python -m tests.static.translatable --missing   rows for the texts that lack one: fill in and append to zh.csv
python -m tests.static.translatable --stale     rows whose text no longer exists
python -m tests.static.translatable --sort      write zh.csv again, sorted and without stale rows
"""

import argparse
import ast
import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.static.app import APP, Source, calls, constant, files, hooks, keyword, name_of
from tests.static.scan import arguments, calls_in_text, literal

ZH = APP / "translations" / "zh.csv"
# Texts of records by the DocType of the JSON file: fields of its own, and of rows in its tables.
SHOWN = {
    "Custom HTML Block": (("name",), {}),
    "Dashboard": (("dashboard_name",), {}),
    "Dashboard Chart": (("chart_name",), {}),
    "Desktop Icon": (("label",), {}),
    "DocType": (
        ("name", "module", "description"),
        {"links": ("group",), "actions": ("label", "group"), "permissions": ("role",), "states": ("title",)},
    ),
    "Form Tour": (("title",), {"steps": ("title", "description")}),
    "Module Onboarding": (("title", "subtitle", "success_message"), {}),
    "Number Card": (("label",), {}),
    "Onboarding Step": (
        ("title", "description", "action_label", "callback_title", "callback_message", "report_description"),
        {},
    ),
    "Page": (("title",), {}),
    "Print Format": (("name",), {}),
    "Report": (("report_name",), {"columns": ("label",), "filters": ("label",)}),
    "Role": (("role_name",), {}),
    "Workflow Action Master": (("workflow_action_name",), {}),
    "Workflow State": (("workflow_state_name",), {}),
    "Workspace": (
        ("label", "title"),
        {
            "links": ("label", "description"),
            "shortcuts": ("label",),
            "charts": ("label",),
            "number_cards": ("label",),
            "quick_lists": ("label",),
            "custom_blocks": ("label",),
        },
    ),
    "Workspace Sidebar": (("title",), {"items": ("label",)}),
}
FIELD_TEXTS = ("label", "description", "placeholder")
# Templates kept in records.
JINJA_TEXTS = {"Notification": ("subject", "message"), "Print Format": ("html",)}


# Names that are the same in every language: files, the standard, the digest.
NAMES = re.compile(r"[\w-]+\.(csv|html|json|py|txt|zip)\b|ISO/IEC 20000-\d|SHA-256")


@dataclass(frozen=True, order=True)
class Message:
    """A text as the host looks it up; `context` narrows it, `place` says where it stands."""

    text: str
    context: str
    place: str


@dataclass(frozen=True, order=True)
class Row:
    """One line of zh.csv. A row of a label may name the DocType it is for as its context."""

    source: str
    translation: str
    context: str = ""


def messages() -> list[Message]:
    """Everything a person sees, each as often as it occurs."""
    found = [
        *(message for source in files(".py") for message in from_python(source)),
        *(message for source in files(".js") for message in from_script(source)),
        *(message for source in files(".html") for message in from_template(source)),
        *(message for source in files(".json") for message in from_json(source)),
        *(Message(text, "", "sms_iso20000/hooks.py") for text in from_hooks(hooks())),
    ]
    return sorted(message for message in found if needs_translation(message.text))


def needs_translation(text: str) -> bool:
    """Something with a letter in it, beside placeholders and names that are the same in every language."""
    return bool(re.search("[a-zA-Z]", NAMES.sub("", re.sub(r"\{\w*\}", "", text))))


def from_python(source: Source) -> Iterator[Message]:
    for call in calls(source, "_", "frappe._", "_lt", "frappe._lt"):
        text = constant(call.args[0]) if call.args else None
        if text:
            context = constant(keyword(call, "context")) or ""
            yield Message(text.strip(), context, source.at(call.lineno, text))
    for function in ("WorkflowDefinition", "Transition"):
        for call in calls(source, function):
            yield from _workflow_texts(source, call)
    for node in source.nodes(ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        # Templates that are translated where they are shown.
        if name_of(target) == "SENTENCES":
            for mapping in (part for part in ast.walk(node.value) if isinstance(part, ast.Dict)):
                yield from (_message(source, value) for value in mapping.values if constant(value))
    for node in source.nodes(ast.Dict):
        described = {constant(key): value for key, value in zip(node.keys, node.values, strict=True) if key}
        # Columns and custom fields made in code: the host translates what it is given.
        if "fieldname" in described and "fieldtype" in described:
            yield from (_message(source, described[key]) for key in FIELD_TEXTS if constant(described.get(key)))
            if constant(described["fieldtype"]) == "Select" and constant(described.get("options")):
                for option in constant(described["options"]).split("\n"):
                    yield Message(option, "", source.at(node.lineno, option))


def _message(source: Source, node: ast.Constant) -> Message:
    return Message(node.value, "", source.at(node.lineno, node.value))


def _workflow_texts(source: Source, call: ast.Call) -> Iterator[Message]:
    if name_of(call.func) == "Transition":
        shown = [node for node in call.args[:3] if constant(node)]
    else:
        states = keyword(call, "states")
        shown = [row.elts[0] for row in getattr(states, "elts", []) if isinstance(row, ast.Tuple)]
        shown += [node for node in [keyword(call, "name")] if constant(node)]
    yield from (_message(source, node) for node in shown if constant(node))


def from_script(source: Source) -> Iterator[Message]:
    """`__("…", values, "context")` in JavaScript, also inside templates of scripts."""
    for line, said in calls_in_text(source.text, "__"):
        parts = arguments(said)
        text = literal(parts[0]) if parts else None
        if text:
            context = literal(parts[2]) if len(parts) > 2 else None
            yield Message(text, context or "", source.at(line, text))


def from_template(source: Source) -> Iterator[Message]:
    """`_("…")` of Jinja and `__("…")` of scripts in one file of HTML."""
    yield from from_script(source)
    for line, said in calls_in_text(source.text, "_"):
        parts = arguments(said)
        text = literal(parts[0]) if parts else None
        if text:
            context = next((literal(part.split("=", 1)[1].strip()) for part in parts if part.startswith("context")), "")
            yield Message(text.strip(), context or "", source.at(line, text))


def from_json(source: Source) -> Iterator[Message]:
    content = source.document
    for record in content if isinstance(content, list) else [content]:
        if isinstance(record, dict) and "doctype" in record:
            yield from (Message(text, "", f"{source.place}: {text}") for text in _texts_of(record))
            for key in JINJA_TEXTS.get(record["doctype"], ()):
                yield from from_template(Source(source.place, record.get(key) or ""))


def _texts_of(record: dict) -> Iterator[str]:
    kind = record["doctype"]
    own, tables = SHOWN.get(kind, ((), {}))
    yield from (record[key] for key in own if record.get(key))
    for table, keys in tables.items():
        yield from (row[key] for row in record.get(table) or [] for key in keys if row.get(key))
    if kind == "DocType":
        for field in record["fields"]:
            yield from _field_texts(field)
    if kind == "Report":
        for filter_ in record.get("filters") or []:
            yield from _field_texts({**filter_, "label": ""})
    if kind == "Workspace":
        yield from _block_texts(json.loads(record.get("content") or "[]"))


def _field_texts(field: dict) -> Iterator[str]:
    yield from (field[key] for key in FIELD_TEXTS if field.get(key))
    options = field.get("options") or ""
    if field.get("fieldtype") == "Select":
        # A letter of an item is called the same in every language.
        yield from (option for option in options.split("\n") if option and not re.fullmatch("[a-z]", option))
    # What an expression answers is composed where it is answered.
    if field.get("fieldtype") == "HTML" and options and not re.fullmatch(r"\{\{[^{}]*\}\}", options.strip()):
        yield options


def _block_texts(blocks: list[dict]) -> Iterator[str]:
    """Headings of a workspace, which the host looks up without their mark-up, and paragraphs, with it."""
    for block in blocks:
        text = block.get("data", {}).get("text") or ""
        if block.get("type") == "header":
            yield re.sub(r"<[^>]*>", "", text).strip()
        if block.get("type") == "paragraph":
            yield text
        for key in ("title", "description"):
            if block.get("type") == "onboarding" and block.get("data", {}).get(key):
                yield block["data"][key]


def from_hooks(values: dict) -> Iterator[str]:
    yield values.get("app_title") or ""
    yield from (entry["title"] for entry in values.get("add_to_apps_screen") or [])


def untranslatable(source: Source) -> list[str]:
    """Calls of the translation with a text put together at run time, which no dictionary can hold."""
    offences = []
    if source.place.endswith(".py"):
        for call in calls(source, "_", "frappe._", "_lt"):
            if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
                offences.append(source.at(call.lineno, f"composed: {ast.unparse(call.args[0])}"))
            inner = call.args[0] if call.args else None
            if isinstance(inner, ast.Call) and getattr(inner.func, "attr", "") == "format":
                offences.append(source.at(call.lineno, f"filled before it is translated: {ast.unparse(inner)}"))
        return offences
    for name in ("_", "__"):
        for line, said in calls_in_text(source.text, name):
            parts = arguments(said)
            first = parts[0] if parts else ""
            if first[:1] in "\"'`" and first and literal(first) is None:
                offences.append(source.at(line, f"composed: {first}"))
    return offences


def raw_labels(source: Source) -> list[str]:
    """Texts that a script shows without asking for their translation."""
    shown = (
        r"\b(?:label|title|message|primary_action_label|placeholder|description):\s*[\"'`](?=[A-Za-z])",
        r"\b(?:msgprint|show_alert|throw|confirm|add_custom_button|set_intro|add_inner_button|set_title)\(\s*[\"'`](?=[A-Za-z])",
    )
    return [
        source.at(source.text.count("\n", 0, match.start()) + 1, f"not translated: {match.group()}…")
        for pattern in shown
        for match in re.finditer(pattern, source.text)
    ]


class _Words(HTMLParser):
    """Collects text between tags, leaving out what no person reads."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.words: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent and re.search("[A-Za-z]{2}", NAMES.sub("", data)):
            self.words.append((self.getpos()[0], data.strip()))


def bare_words(source: Source) -> list[str]:
    """Words of a template that pass no translation."""
    blank = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
    parser = _Words()
    parser.feed(blank.sub(lambda match: "\n" * match.group().count("\n"), source.text))
    return [source.at(line, f"not translated: {word}") for line, word in parser.words]


def placeholders(text: str) -> list[str]:
    """What is filled in: `{0}`, `{name}`, `%s`, and marks of HTML."""
    return sorted(re.findall(r"\{[^{}]*\}|%[sd]|</?[a-z][^>]*>", text))


def read(text: str) -> list[Row]:
    return [
        Row(*line) if len(line) in (2, 3) else Row(",".join(line), "") for line in csv.reader(io.StringIO(text)) if line
    ]


def written(rows: Iterable[Row]) -> str:
    """zh.csv as it has to be: sorted, each row once, a context only where there is one."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    for row in sorted(set(rows), key=lambda row: (row.source, row.context, row.translation)):
        writer.writerow([row.source, row.translation, *([row.context] if row.context else [])])
    return target.getvalue()


def rows() -> list[Row]:
    return read(ZH.read_text(encoding="utf-8")) if ZH.exists() else []


def missing(wanted: Iterable[Message], present: Iterable[Row]) -> list[tuple[str, str]]:
    """Text and context of what has no translation; one without context serves every context."""
    keys = {(row.source, row.context) for row in present if row.translation.strip()}
    lacking = {
        (message.text, message.context)
        for message in wanted
        if (message.text, message.context) not in keys and (message.text, "") not in keys
    }
    return sorted(lacking)


def stale(wanted: Iterable[Message], present: Iterable[Row], doctypes: set[str]) -> list[Row]:
    """Rows for a text that is nowhere any more, or for a context that is neither used nor a DocType of ours."""
    texts: dict[str, set[str]] = {}
    for message in wanted:
        texts.setdefault(message.text, set()).add(message.context)
    return [
        row
        for row in present
        if row.source not in texts or (row.context and row.context not in texts[row.source] | doctypes)
    ]


def our_doctypes() -> set[str]:
    return {source.document["name"] for source in files(".json", "sms_iso20000/doctype")}


def main(options: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--stale", action="store_true")
    parser.add_argument("--sort", action="store_true")
    chosen = parser.parse_args(options)
    wanted, present = messages(), rows()
    old = stale(wanted, present, our_doctypes())
    if chosen.sort:
        ZH.parent.mkdir(parents=True, exist_ok=True)
        ZH.write_text(written(row for row in present if row not in old), encoding="utf-8")
    lacking = missing(wanted, present)
    output = csv.writer(sys.stdout, lineterminator="\n")
    if chosen.missing:
        output.writerows([text, "", context] if context else [text, ""] for text, context in lacking)
    if chosen.stale:
        output.writerows([row.source, row.translation, row.context] for row in old)
    texts = {message.text for message in wanted}
    print(f"{len(texts)} texts, {len(lacking)} without a translation, {len(old)} stale rows", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
