"""Our DocTypes: ours by name, at home on Frappe alone, and nothing in them that a role could delete."""

import json
import re

import pytest

from tests.static.app import MODULE, Source, documents, files, fixtures, report, snippet

# What Frappe itself always has and our fields may point to.
HOST = {
    "Currency",
    "DocType",
    "Email Template",
    "File",
    "Letter Head",
    "Print Format",
    "Role",
    "ToDo",
    "User",
    "User Group",
    "Workflow State",
}
POINTERS = ("Link", "Table", "Table MultiSelect")
# Kinds of field that show no label.
LABELLESS = ("Column Break", "Fold")
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
DELETING = ("delete", "cancel", "amend")


def ours() -> set[str]:
    return {source.document["name"] for source in documents("DocType")}


def roles() -> set[str]:
    return {role["name"] for role in fixtures("role")} | {"System Manager"}


def misnamed(source: Source) -> list[str]:
    described = source.document
    offences = []
    if not described["name"].startswith("ITSM "):
        offences.append(f"{described['name']} does not begin with ITSM")
    if described.get("module") != "SMS ISO20000":
        offences.append(f"belongs to the module {described.get('module')}")
    offences += [
        f"{field['fieldname']} is not snake_case"
        for field in described["fields"]
        if not SNAKE_CASE.fullmatch(field["fieldname"])
    ]
    return [source.at(1, offence) for offence in offences]


def pointing_outside(source: Source, known: set[str]) -> list[str]:
    described = source.document
    pointed = [
        (field["fieldname"], field.get("options")) for field in described["fields"] if field["fieldtype"] in POINTERS
    ]
    pointed += [("links", link["link_doctype"]) for link in described.get("links", [])]
    return [
        source.at(1, f"{where} points to {target}, which may be absent")
        for where, target in pointed
        if target not in known | HOST
    ]


def dangling_dynamic_links(source: Source) -> list[str]:
    fields = {field["fieldname"]: field for field in source.document["fields"]}
    return [
        source.at(1, f"{field['fieldname']} takes its record type from {field.get('options')}, which is no such field")
        for field in fields.values()
        if field["fieldtype"] == "Dynamic Link"
        and fields.get(field.get("options"), {}).get("fieldtype") not in ("Link", "Select", "Data")
    ]


def unlabelled(source: Source) -> list[str]:
    return [
        source.at(1, f"{field['fieldname']} has no label")
        for field in source.document["fields"]
        if field["fieldtype"] not in LABELLESS and not (field.get("label") or "").strip()
    ]


def wrong_order(source: Source) -> list[str]:
    described = source.document
    names = [field["fieldname"] for field in described["fields"]]
    if described.get("field_order") == names and len(set(names)) == len(names):
        return []
    return [source.at(1, "field_order and fields differ, or a field stands there twice")]


def overgenerous(source: Source, known: set[str]) -> list[str]:
    described = source.document
    offences = []
    if not described.get("istable") and not described.get("permissions"):
        offences.append("nobody may read it")
    for row in described.get("permissions", []):
        if row["role"] not in known:
            offences.append(f"grants something to {row['role']}")
        offences += [f"{row['role']} may {right}" for right in DELETING if row.get(right)]
        if row.get("write") and not row.get("read"):
            offences.append(f"{row['role']} may write what it may not read")
        if row["role"] == "ITSM External Auditor" and any(
            row.get(right) for right in ("write", "create", "import", "share")
        ):
            offences.append("an external auditor may do more than read")
    if described.get("allow_rename"):
        if not described.get("istable"):
            offences.append("may be renamed")
    elif described.get("is_submittable"):
        offences.append("is submittable; the life of our records is not the host's")
    return [source.at(1, offence) for offence in offences]


def incomplete(source: Source) -> list[str]:
    """A DocType is a folder of three files, named like it."""
    folder = MODULE / "doctype" / source.document["name"].lower().replace(" ", "_").replace("-", "_")
    expected = [folder / f"{folder.name}.json", folder / f"{folder.name}.py", folder / "__init__.py"]
    return [source.at(1, f"{path.name} is missing") for path in expected if not path.is_file()]


def each(check, *known) -> list[str]:
    return [offence for source in documents("DocType") for offence in check(source, *known)]


@pytest.mark.parametrize("check", [misnamed, dangling_dynamic_links, unlabelled, wrong_order, incomplete])
def test_doctype(check):
    offences = each(check)
    assert not offences, report(offences)


def test_no_field_points_to_what_may_be_absent():
    offences = each(pointing_outside, ours())
    assert not offences, report(offences)


def test_no_role_may_delete_and_none_is_a_stranger():
    offences = each(overgenerous, roles())
    assert not offences, report(offences)


def test_roles_of_reports_pages_and_workspaces_are_ours():
    offences = []
    for kind in ("Report", "Page", "Workspace", "Dashboard", "Print Format", "Module Onboarding"):
        for source in documents(kind):
            granted = {row["role"] for key in ("roles", "allow_roles") for row in source.document.get(key) or []}
            offences += [source.at(1, f"grants something to {role}") for role in sorted(granted - roles())]
    assert not offences, report(offences)


def test_records_of_the_host_point_to_ours():
    """Reports, cards, charts and notifications read our DocTypes, which are there, and no app's that may be absent."""
    offences = []
    for source in files(".json", "sms_iso20000"):
        content = source.document if source.text.lstrip().startswith("{") else {}
        for key in ("ref_doctype", "document_type", "reference_document", "doc_type"):
            target = content.get(key)
            if target and target not in ours() | HOST:
                offences.append(source.at(1, f"{key} is {target}, which may be absent"))
    assert not offences, report(offences)


def test_roles_are_those_of_the_domain():
    assert {role["name"] for role in fixtures("role")} == {
        "ITSM Top Management",
        "ITSM Manager",
        "ITSM Process Owner",
        "ITSM Auditor",
        "ITSM External Auditor",
        "ITSM User",
    }


GOOD = {
    "name": "ITSM Thing",
    "module": "SMS ISO20000",
    "field_order": ["system"],
    "fields": [{"fieldname": "system", "fieldtype": "Link", "label": "System", "options": "ITSM System"}],
    "permissions": [{"role": "ITSM Manager", "read": 1}],
}


def changed(**values) -> Source:
    return snippet(json.dumps({**GOOD, **values}))


def with_field(**values) -> Source:
    return changed(fields=[{**GOOD["fields"][0], **values}])


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (misnamed, changed(name="Thing")),
        (misnamed, changed(module="Core")),
        (misnamed, with_field(fieldname="theSystem")),
        (misnamed, with_field(fieldname="the__system")),
        (unlabelled, with_field(label="")),
        (dangling_dynamic_links, with_field(fieldtype="Dynamic Link", options="nowhere")),
        (wrong_order, changed(field_order=["other"])),
        (incomplete, changed(name="ITSM Nothing Of The Kind")),
    ],
)
def test_bad_doctype_is_found(check, bad):
    assert check(bad)
    assert not check(snippet(json.dumps(GOOD))) or check is incomplete


@pytest.mark.parametrize(
    "bad",
    [
        with_field(options="Customer"),
        with_field(fieldtype="Table", options="Issue"),
        changed(links=[{"link_doctype": "Issue"}]),
    ],
)
def test_pointer_to_another_app_is_found(bad):
    assert pointing_outside(bad, {"ITSM System"})


@pytest.mark.parametrize(
    "bad",
    [
        {"role": "ITSM Manager", "read": 1, "delete": 1},
        {"role": "All", "read": 1},
        {"role": "Guest", "read": 1},
        {"role": "ITSM External Auditor", "read": 1, "write": 1},
        {"role": "ITSM Manager", "write": 1},
    ],
)
def test_overgenerous_permission_is_found(bad):
    assert overgenerous(changed(permissions=[bad]), roles())


def test_nobody_and_rename_are_found():
    assert overgenerous(changed(permissions=[]), roles())
    assert overgenerous(changed(allow_rename=1), roles())
