"""docs/roles.md says what the DocTypes grant, and names every role there is."""

import copy

from tests.static import role_matrix
from tests.static.app import Source, documents, fixtures
from tests.static.role_matrix import PAGE, ROLES, page, rights


def test_page_is_what_the_doctypes_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "→ python -m tests.static.role_matrix"


def test_every_role_has_a_column():
    granted = {row["role"] for source in documents("DocType") for row in source.document.get("permissions", [])}
    assert granted | {role["name"] for role in fixtures("role")} <= set(ROLES)


def test_every_record_has_a_row():
    text = page()
    names = {source.document["name"] for source in documents("DocType") if not source.document.get("istable")}
    assert {name for name in names if f"| {name} |" not in text} == set()


def test_rights_are_put_in_words():
    rows = [{"role": "ITSM User", "read": 1, "create": 1}, {"role": "ITSM Auditor", "read": 1, "if_owner": 1}]
    assert rights(rows, "ITSM User") == "read, create"
    assert rights(rows, "ITSM Auditor") == "read (own)"
    assert rights(rows, "ITSM Manager") == "–"
    assert rights([{"role": "ITSM User", "read": 1, "permlevel": 1}], "ITSM User") == "read (level [1])"


def test_changed_permission_changes_the_page(monkeypatch):
    """The comparison above can fail: one right more is another page."""
    source = documents("DocType")[0]
    changed = copy.deepcopy(source.document)
    changed.update(istable=0, permissions=[{"role": "ITSM User", "read": 1, "delete": 1}])
    other = Source(source.place, "")
    other.__dict__["document"] = changed
    monkeypatch.setattr(role_matrix, "documents", lambda kind: (other,) if kind == "DocType" else ())
    assert role_matrix.page() != PAGE.read_text(encoding="utf-8")
    assert "read, delete" in role_matrix.page()
