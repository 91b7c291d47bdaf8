"""What the files of the code show at a glance: wiring that leads somewhere, short controllers, explained functions."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from tests.static.app import APP, MODULE, Source, files, hooks, report, snippet
from tests.static.resolve import definition_at
from tests.static.scan import calls_in_text
from tests.static.whitelisted import whitelist_of

CONTROLLER_LINES = 200
EXPLAINED_ROOMS = ("rules", "conformity", "evidence", "life", "api")
# A function up to this length says what it does by its name and body.
LINES_WITHOUT_DOCSTRING = 10
# A whole text that is a dotted path into the app, ending in a function.
DOTTED = re.compile(r"sms_iso20000(?:\.[a-z_0-9]+)+")
# Called by the host by name.
HOST_EVENTS = {
    "after_delete",
    "after_insert",
    "autoname",
    "before_insert",
    "before_rename",
    "before_save",
    "before_validate",
    "db_set",
    "on_change",
    "on_trash",
    "on_update",
    "onload",
    "validate",
}


def paths_in(value: object) -> Iterator[str]:
    """Every text in nested hook values that is a dotted path into the app."""
    if isinstance(value, str):
        if DOTTED.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from paths_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from paths_in(part)


def leading_nowhere(value: object) -> list[str]:
    return [path for path in paths_in(value) if definition_at(path) is None]


def spelled_paths(source: Source) -> list[str]:
    """Dotted paths given as texts, to `frappe.enqueue` and the like, that lead nowhere."""
    return [
        source.at(node.lineno, f"{node.value} leads nowhere")
        for node in source.nodes(ast.Constant)
        if isinstance(node.value, str)
        and DOTTED.fullmatch(node.value)
        and definition_at(node.value) is None
        # A package or module may be named too.
        and not (APP.parent / node.value.replace(".", "/")).exists()
        and not (APP.parent / (node.value.replace(".", "/") + ".py")).exists()
    ]


def client_paths(source: Source) -> list[str]:
    """Dotted paths in scripts and JSON that name no whitelisted function."""
    offences = []
    for match in re.finditer(r"[\"'`](sms_iso20000\.[\w.]+)[\"'`]", source.text):
        found = definition_at(match.group(1))
        if not isinstance(found, ast.FunctionDef) or whitelist_of(found) is None:
            line = source.text.count("\n", 0, match.start()) + 1
            offences.append(source.at(line, f"{match.group(1)} is no whitelisted function"))
    return offences


def client_methods(source: Source, controllers: set[str]) -> list[str]:
    """Methods that a form calls on its document and that no controller opens to clients."""
    return [
        source.at(line, f"frm.call of {method.group(1)}, which no controller opens")
        for line, said in calls_in_text(source.text, r"(?:frm|cur_frm)\.call")
        if (method := re.match(r"\s*(?:\{\s*method:\s*)?[\"'](\w+)[\"']", said)) and method.group(1) not in controllers
    ]


def missing_assets(value: object) -> list[str]:
    """Scripts, styles and pictures named in the hooks that are not in the app."""
    if isinstance(value, dict):
        return [path for part in value.values() for path in missing_assets(part)]
    if isinstance(value, list | tuple):
        return [path for part in value for path in missing_assets(part)]
    if not isinstance(value, str):
        return []
    if value.startswith("/assets/sms_iso20000/"):
        place = APP / "public" / value.removeprefix("/assets/sms_iso20000/")
    elif value.startswith(("public/", "templates/")) and "." in value:
        place = APP / value
    elif value.endswith((".bundle.js", ".bundle.css")):
        return [] if list((APP / "public").rglob(value)) else [value]
    else:
        return []
    return [] if place.is_file() else [value]


def long_controller(source: Source) -> list[str]:
    lines = source.text.count("\n")
    return [source.at(lines, f"{lines} lines; something belongs in rules/")] if lines > CONTROLLER_LINES else []


def unexplained(source: Source) -> list[str]:
    """Public functions longer than a few lines, and public classes with a body of their own, without a docstring."""
    offences = []
    for owner in source.every_node:
        if not isinstance(owner, ast.Module | ast.ClassDef):
            continue
        for node in owner.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            length = node.end_lineno - node.body[0].lineno + 1
            # An enumeration or an overridden event of the host explains itself by its members and its name.
            plain = isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases)
            if (
                length > LINES_WITHOUT_DOCSTRING
                and not ast.get_docstring(node)
                and not plain
                and node.name not in HOST_EVENTS
            ):
                offences.append(source.at(node.lineno, f"{node.name} ({length} lines) has no docstring"))
    return offences


def test_hooks_lead_somewhere():
    assert list(paths_in(hooks()))
    offences = leading_nowhere(hooks())
    assert not offences, report(offences)


def test_assets_named_in_hooks_are_there():
    offences = missing_assets(hooks())
    assert not offences, report(offences)


def test_spelled_paths_lead_somewhere():
    offences = [offence for source in files(".py") for offence in spelled_paths(source)]
    assert not offences, report(offences)


def test_clients_call_whitelisted_functions():
    sources = [*files(".js"), *files(".html"), *files(".json")]
    offences = [offence for source in sources for offence in client_paths(source)]
    assert not offences, report(offences)


def test_forms_call_whitelisted_methods():
    opened = {
        node.name for source in files(".py") for node in source.nodes(ast.FunctionDef) if whitelist_of(node) is not None
    }
    offences = [offence for source in files(".js") for offence in client_methods(source, opened)]
    assert not offences, report(offences)


def test_controllers_are_short():
    controllers = [Source.of(path) for path in sorted(MODULE.rglob("*.py"))]
    offences = [offence for source in controllers for offence in long_controller(source)]
    assert not offences, report(offences)


@pytest.mark.parametrize("room", EXPLAINED_ROOMS)
def test_public_functions_are_explained(room):
    offences = [offence for source in files(".py", room) for offence in unexplained(source)]
    assert not offences, report(offences)


def test_every_module_of_a_room_says_what_it_is_for():
    rooms = ("rules", "conformity", "evidence", "life", "api", "permissions", "workflows", "setup", "integrations")
    silent = [
        source.place for source in files(".py", *rooms) if source.text.strip() and not ast.get_docstring(source.tree)
    ]
    assert not silent, report(silent)


def test_path_leading_nowhere_is_found():
    assert leading_nowhere({"daily": ["sms_iso20000.tasks.no_such_job"], "x": {"*": "sms_iso20000.nowhere.at_all"}})
    assert spelled_paths(snippet('frappe.enqueue("sms_iso20000.life.acknowledgement.no_such_job")'))
    assert client_paths(snippet('frappe.call("sms_iso20000.tasks.remind")')), "remind is not whitelisted"
    assert client_methods(snippet('frm.call("no_such_method")'), {"review"})
    assert client_methods(snippet('frm.call({ method: "no_such_method" })'), {"review"})


def test_missing_asset_is_found():
    assert missing_assets({"doctype_js": {"ITSM Policy": "public/js/no_such_file.js"}})
    assert missing_assets(["/assets/sms_iso20000/no_such_file.svg", "no_such.bundle.js"]) != []


def test_long_controller_is_found():
    assert long_controller(snippet("pass\n" * 201))


def test_unexplained_function_is_found():
    body = "\n".join(f"    a{number} = {number}" for number in range(11))
    assert unexplained(snippet(f"def act():\n{body}"))
    assert not unexplained(snippet(f'def act():\n    """Said."""\n{body}'))
    assert not unexplained(snippet(f"def _act():\n{body}"))


def test_json_is_written_alike():
    """One spelling of JSON keeps differences small: sorted keys for records, as the host writes them."""
    offences = []
    for source in files(".json", "sms_iso20000"):
        keys = [key for key in source.document if key != "doctype"]
        if keys != sorted(keys) and json.dumps(source.document):
            offences.append(f"{source.place}: keys are not sorted")
    assert not offences, report(offences)
