"""Each room knows only the rooms below it. The contracts stand in .importlinter; each is proven able to break."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.static.app import APP, ROOT, Source, calls, files, report, snippet

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
# All that a check needs: what it reads comes through the scope.
CHECKS_MAY_IMPORT = (
    "frappe.utils",
    "sms_iso20000.conformity.answers",
    "sms_iso20000.conformity.registry",
    "sms_iso20000.conformity.scope",
    "sms_iso20000.rules",
)
WRITING = (
    ".bulk_insert",
    ".bulk_update",
    ".db_set",
    ".delete",
    ".delete_doc",
    ".insert",
    ".make",
    ".rename_doc",
    ".save",
    ".set_value",
    ".sql",
    ".submit",
    ".write",
    "frappe.enqueue",
    "frappe.new_doc",
    "record_decision",
)
# One forbidden import per contract: the file it is added to, the statement, the contract it breaks.
BREAKS = [
    ("evidence/decisions.py", "import sms_iso20000.conformity.scope", "Each room knows only"),
    ("life/audience.py", "import sms_iso20000.tasks", "Each room knows only"),
    ("rules/unmet.py", "import frappe", "Rules are pure"),
    ("rules/unmet.py", "import sms_iso20000.refusal", "Rules are pure"),
    ("catalogue/reader.py", "import frappe", "are data"),
    ("conformity/checks/clause_4_1_2.py", "import sms_iso20000.evidence.decisions", "Checks read"),
    ("conformity/scope.py", "import sms_iso20000.evidence.guarded", "The scope knows"),
    ("tasks.py", "import sms_iso20000.demonstration", "Only the bench commands"),
    ("tasks.py", "import local_host", "The app knows neither"),
    ("tasks.py", "import erpnext", "The app knows neither"),
]


def lint(folder: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def importing_beyond(source: Source, allowed: tuple[str, ...]) -> list[str]:
    """Imports of the app or the host that are not in `allowed`."""
    offences = []
    for node in source.every_node:
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        offences += [
            source.at(node.lineno, f"imports {name}")
            for name in names
            if name.split(".")[0] in ("frappe", "sms_iso20000", "") and not name.startswith(allowed)
        ]
    return offences


def writing(source: Source) -> list[str]:
    return [source.at(call.lineno, f"writes: {ast.unparse(call.func)}") for call in calls(source, *WRITING)]


def test_contracts_hold():
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def copy_of_app(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("rooms")
    python_only = shutil.ignore_patterns("__pycache__", "*.pyc", "node_modules", "dist", "*.json", "*.yaml")
    shutil.copytree(APP, folder / APP.name, ignore=python_only)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


@pytest.mark.parametrize(("place", "statement", "contract"), BREAKS)
def test_forbidden_import_breaks_its_contract(copy_of_app, place, statement, contract):
    file = copy_of_app / APP.name / place
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n{statement}\n", encoding="utf-8")
    try:
        answer = lint(copy_of_app)
    finally:
        file.write_text(before, encoding="utf-8")
    assert answer.returncode != 0
    assert any(contract in line and "BROKEN" in line for line in answer.stdout.splitlines()), answer.stdout


def test_checks_import_only_what_reading_needs():
    sources = [source for source in files(".py", "conformity/checks") if not source.place.endswith("__init__.py")]
    offences = [offence for source in sources for offence in importing_beyond(source, CHECKS_MAY_IMPORT)]
    assert sources
    assert not offences, report(offences)


def test_rules_and_catalogue_stand_alone():
    """Not even inside a function, where a contract sees it too, nor by a relative import."""
    offences = [
        *(offence for source in files(".py", "rules") for offence in importing_beyond(source, ("sms_iso20000.rules",))),
        *(
            offence
            for source in files(".py", "catalogue")
            for offence in importing_beyond(source, ("sms_iso20000.catalogue",))
        ),
    ]
    assert not offences, report(offences)


def test_compat_knows_frappe_alone():
    offences = [offence for source in files(".py", "compat.py") for offence in importing_beyond(source, ("frappe",))]
    assert not offences, report(offences)


def test_only_compat_asks_for_the_version_of_frappe():
    offences = [
        source.at(node.lineno, "asks for a version; that is compat's to know")
        for source in files(".py")
        if source.place != "sms_iso20000/compat.py"
        for node in source.nodes(ast.Attribute)
        if ast.unparse(node) in ("frappe.__version__", "frappe.utils.change_log.get_versions")
    ]
    assert not offences, report(offences)


def test_checks_and_scope_never_write():
    sources = files(".py", "conformity/checks", "conformity/scope.py", "conformity/registry.py")
    offences = [offence for source in sources for offence in writing(source)]
    assert not offences, report(offences)


@pytest.mark.parametrize("bad", ["import frappe", "from sms_iso20000.evidence import decisions", "from . import scope"])
def test_import_beyond_is_found(bad):
    assert importing_beyond(snippet(bad), CHECKS_MAY_IMPORT)


@pytest.mark.parametrize("bad", ["doc.save()", "frappe.db.set_value('A', 'b', 'c', 1)", "record_decision(a, b, c)"])
def test_writing_is_found(bad):
    assert writing(snippet(bad))
