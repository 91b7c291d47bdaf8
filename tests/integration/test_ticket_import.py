"""Tickets of a service desk outside: checked, imported as a whole or not at all, and never twice (4.5.4.1)."""

import csv
import hashlib
import io
import json
import signal
import time

import frappe
import pytest
from frappe.utils.background_jobs import get_queue

from sms_iso20000 import tasks
from sms_iso20000.demonstration.incidents import LOG
from sms_iso20000.evidence.attachment import path_of
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance import ticket_import as ticket_imports
from sms_iso20000.governance.imported_tickets import ticket_name
from sms_iso20000.governance.ticket_import_work import import_file, take_in
from tests.integration import stage
from tests.integration.doors import DOORS, client_set_value, request, save_form
from tests.integration.made.ticket_imports import (
    as_csv,
    draft_import,
    import_values,
    make_import,
    rows_of,
    start,
    tickets,
    upload,
)
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import ADMIN, AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, TOP
from tests.integration.workers import worker

JOB = "sms_iso20000.governance.ticket_import_work.import_file"
FIGURES = ("rows_read", "tickets_added", "tickets_changed", "tickets_unchanged", "rows_refused")
THE_LOG = {"date_format": "31-12-2026 23:59", "unknown_marker": "?", "is_event_log": 1}


@pytest.fixture(autouse=True)
def tidy(site):
    """No job of a test outlives it."""
    yield
    for job in jobs():
        job.delete()


def jobs() -> list:
    """What waits for a worker."""
    return [
        job
        for job in get_queue("long").jobs
        if job.kwargs.get("method") == JOB and job.kwargs["site"] == frappe.local.site
    ]


def figures(record) -> tuple:
    return tuple(record.get(field) for field in FIGURES)


def error_report(record) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path_of(record.error_report).read_text("utf-8-sig"))))


def acts(record, method: str, **arguments):
    body = {"dt": record.doctype, "dn": record.name, "method": method, "args": frappe.as_json(arguments)}
    return request("POST", "/api/method/run_doc_method", body)


# -- importing -------------------------------------------------------------------------------------------------------


def test_real_incidents(system):
    """The event log of a real service desk: 4,137 rows of 600 incidents, the last row of each counts."""
    record = make_import(system, LOG.read_bytes(), **THE_LOG)
    assert (record.status, *figures(record)) == ("Imported", 4137, 600, 0, 0, 0)
    fields = ("opened_on", "closed_on", "target_result", "service", "team", "customer", "priority")
    found = {name: values for name, *values in tickets(system, "ticket_id", *fields)}
    assert len(found) == 600
    with LOG.open(newline="") as lines:
        said = {row["number"]: row for row in csv.DictReader(lines)}
    for number, row in said.items():
        opened_on, closed_on, *texts = found[number]
        assert (opened_on.strftime("%d-%m-%Y %H:%M"), closed_on.strftime("%d-%m-%Y %H:%M")) == (
            row["opened_at"],
            row["closed_at"],
        )
        columns = ("made_sla", "category", "assignment_group", None, "priority")
        assert texts == ["" if row.get(column, "?") == "?" else row[column] for column in columns]
    assert decisions_on(record) == [("Imported", MANAGER)]
    decision = frappe.get_last_doc("ITSM Decision", {"reference_name": record.name})
    assert decision.content_hash == record.file_hash == hashlib.sha256(LOG.read_bytes()).hexdigest()
    assert first_fault(system.name) is None


def test_same_file_twice_and_the_next_month(system):
    first = make_import(system)
    before = tickets(system, "name", "creation", "modified", "owner", "ticket_import")
    again = make_import(system)
    assert figures(again) == (3, 0, 0, 3, 0)
    assert tickets(system, "name", "creation", "modified", "owner", "ticket_import") == before
    changed = rows_of(1, closed_at="", made_sla="FALSE") + rows_of(3, first=2)
    third = make_import(system, as_csv(changed))
    assert figures(third) == (4, 1, 1, 2, 0)
    fields = ("ticket_id", "closed_on", "target_result", "ticket_import")
    rows = {name: (closed_on, result, by) for name, closed_on, result, by in tickets(system, *fields)}
    assert rows["INC000001"] == (None, "FALSE", third.name)
    assert rows["INC000002"][2] == first.name
    assert rows["INC000004"][2] == third.name
    kept = [row[:2] for row in tickets(system, "name", "creation")[:3]]
    assert kept == [row[:2] for row in before], "a ticket that changed is the same record"
    assert len(decisions_on(first) + decisions_on(again) + decisions_on(third)) == 3


def test_ids_are_told_apart_exactly_and_service_desks_are_not(system):
    rows = [rows_of(1, number=number)[0] for number in ("inc-1", "INC-1", "ínc-1", "ID 1 ")]
    record = make_import(system, as_csv(rows))
    assert figures(record)[:2] == (4, 4)
    again = make_import(system, as_csv(rows), service_desk=" remedy ")
    assert (again.service_desk, figures(again)) == ("Remedy", (4, 0, 0, 4, 0))
    other = make_import(system, as_csv(rows), service_desk="Jira")
    assert figures(other)[:2] == (4, 4)
    make_import(stage.make_system(), as_csv(rows))
    assert len(tickets(system)) == 8
    name = ticket_name(system.name, "Remedy", "inc-1")
    assert frappe.db.get_value("ITSM Imported Ticket", name, "ticket_id") == "inc-1"


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (b"\xef\xbb\xbf" + as_csv(rows_of(2, category="Büro")), {}),
        (as_csv(rows_of(2, category="Büro"), ";").decode().encode("cp1252"), {"encoding": "Windows-1252"}),
        (as_csv(rows_of(2, category="Büro"), "\t").decode().encode("utf-16"), {"encoding": "UTF-16"}),
        (as_csv(rows_of(2, category="Büro")).decode().encode("gb18030"), {"encoding": "GB18030"}),
    ],
)
def test_encodings_and_delimiters(content, values, system):
    delimiters = {"Windows-1252": "Semicolon", "UTF-16": "Tab"}
    delimiter = delimiters.get(values.get("encoding"), "Comma")
    record = make_import(system, content, delimiter=delimiter, **values)
    assert (record.status, figures(record)[:2]) == ("Imported", (2, 2))
    assert tickets(system, "service") == [("Büro",), ("Network",)]


def test_text_of_a_file_is_no_markup(system):
    make_import(system, as_csv(rows_of(1, category="<img src=x onerror=alert(1)>", priority="=cmd|' /C calc'!A1")))
    assert tickets(system, "service", "priority") == [("‹img src=x onerror=alert(1)›", "=cmd|' /C calc'!A1")]


# -- refusing --------------------------------------------------------------------------------------------------------


def twice() -> list[list[str]]:
    return [*rows_of(2), *rows_of(1)]


@pytest.mark.parametrize(
    ("content", "values", "line", "sentence"),
    [
        (b"\r\n \r\n", {}, 1, "no tickets"),
        (as_csv([]), {}, 1, "no tickets"),
        (as_csv(rows_of(3, category="Büro")).decode().encode("cp1252"), {}, 2, "not written in UTF-8"),
        (b"PK\x03\x04\x14\x00" + bytes(40), {}, 1, "no text file"),
        (as_csv(rows_of(2)), {"team_column": "Team"}, 1, "no column Team"),
        (as_csv(rows_of(1, category="x" * 200_000)), {}, 2, "cannot be read as CSV"),
        (as_csv(rows_of(1, opened_at="10/01/2026 08:00")), {}, 2, "not written like 2026-12-31 23:59"),
        (as_csv(rows_of(1, closed_at="2026-09-30 08:00")), {}, 2, "closed before it was opened"),
        (as_csv(rows_of(1, number="?")), {"unknown_marker": "?"}, 2, "has no id"),
        (as_csv(twice()), {}, 4, "stands in line 2"),
    ],
)
def test_one_fault_refuses_all(content, values, line, sentence, system):
    record = make_import(system, content, **values)
    assert (record.status, record.rows_refused, record.tickets_added) == ("Refused", 1, 0)
    heading, fault, *_others = error_report(record)
    assert heading == ["Line", "Column", "Value", "What Is Wrong"]
    assert (int(fault[0]), sentence in fault[3]) == (line, True), fault
    assert record.first_errors.startswith(f"Line {line}: ")
    assert tickets(system) == []
    assert decisions_on(record) == []


def test_every_fault_of_every_row_is_reported(system):
    bad = rows_of(1, number="", opened_at="=1+1", closed_at="soon")
    record = make_import(system, as_csv([*rows_of(2, first=5), *bad, *rows_of(1, first=7, closed_at="@SUM(A1)")]))
    assert figures(record) == (4, 0, 0, 0, 2)
    report = error_report(record)[1:]
    # What a spreadsheet would run is text in the report.
    assert [fault[:3] for fault in report] == [
        ["4", "number", ""],
        ["4", "opened_at", "'=1+1"],
        ["4", "closed_at", "soon"],
        ["5", "closed_at", "'@SUM(A1)"],
    ]
    file = frappe.get_doc("File", {"file_url": record.error_report})
    assert (file.is_private, file.attached_to_name) == (1, record.name)
    assert tickets(system) == []


def test_refused_and_mended(system, as_user):
    record = make_import(system, as_csv(rows_of(1, number="")))
    with as_user(MANAGER):
        record.file = upload(as_csv(rows_of(1)))
        record.save()
    record.reload()
    assert (record.status, figures(record), record.error_report, record.file_hash) == ("Draft", (0,) * 5, None, None)
    start(record)
    take_in(record.name)
    record.reload()
    assert (record.status, figures(record)) == ("Imported", (1, 1, 0, 0, 0))


def test_starter_is_told(system):
    record = make_import(system)
    told = frappe.get_all(
        "Notification Log",
        filters={"document_name": record.name},
        fields=["for_user", "subject"],
        order_by="creation asc",
    )
    assert [(row.for_user, row.subject) for row in told] == [(MANAGER, "Tickets of Remedy: Imported")]


# -- the file --------------------------------------------------------------------------------------------------------


def test_check_tells_and_writes_nothing(system, as_user):
    bad = rows_of(1, number="", category="<b>")
    record = draft_import(system, as_csv([*rows_of(30, first=2), *bad]))
    before = stored(record)
    with as_user(MANAGER):
        found = record.check_file()
    assert (found["rows"], found["tickets"], found["refused"], len(found["shown"])) == (31, 30, 1, 20)
    first = found["shown"][0]
    assert (first["line"], first["ticket_id"], first["closed_on"]) == (2, "INC000002", "2026-10-02 09:30:00")
    assert [(fault["line"], fault["column"], fault["sentence"]) for fault in found["faults"]] == [
        (32, "number", "The ticket has no id.")
    ]
    assert stored(record) == before
    assert tickets(system) == []


def test_file_tells_how_to_read_it(system, as_user):
    """Asked from a form that was never saved."""
    with as_user(MANAGER):
        new = frappe.get_doc(import_values(system, file=upload(LOG.read_bytes()), id_column="", closed_column=""))
        found = new.look_into_file()
        wrong = frappe.get_doc(import_values(system, file=upload(b"a\x81b,c\n"), encoding="Windows-1252"))
        assert refused(wrong.look_into_file) == ("ticket_file_wrong_encoding",)
    assert (found["encoding"], found["delimiter"], found["date_format"]) == ("UTF-8", "Comma", "31-12-2026 23:59")
    assert len(found["headings"]) == 36
    assert (found["columns"]["id_column"], found["columns"]["closed_column"]) == ("number", "closed_at")
    assert not frappe.db.exists("ITSM Ticket Import", {"system": system.name})


def test_columns_to_be_chosen(system, as_user):
    record = draft_import(system, as_csv(rows_of(1)), id_column="", target_column="", team_column="")
    with as_user(MANAGER):
        assert refused(record.check_file) == refused(record.start_import) == ("ticket_column_not_chosen",)
    assert stored(record)["status"] == "Draft"


def test_file_of_somebody_else_or_for_everybody(system, as_user):
    # The host keeps equal contents once.
    theirs, public = upload(as_csv(rows_of(2)), ADMIN), upload(as_csv(rows_of(3)), is_private=0)
    record = draft_import(system, as_csv(rows_of(1)))
    urls = {theirs: "file_not_on_site", public: "file_is_public", "/private/files/no": "file_not_on_site"}
    with as_user(MANAGER):
        for url, code in urls.items():
            for door in (save_form, client_set_value):
                assert door(record, file=url).codes == (code,)
            new = frappe.get_doc(import_values(system, file=url))
            assert refused(new.look_into_file) == refused(new.insert) == (code,)
    assert stored(record)["file"] == record.file


@pytest.mark.parametrize("moment", ["before", "meanwhile"])
def test_file_changed_since_the_start(moment, system, monkeypatch):
    record = start(draft_import(system, as_csv(rows_of(2))))
    path = path_of(record.file)
    if moment == "before":
        path.write_bytes(as_csv(rows_of(2, category="Other")))
    else:
        save = frappe.db.bulk_insert

        def save_and_change(doctype, *args, **kwargs):
            save(doctype, *args, **kwargs)
            if doctype == "ITSM Imported Ticket":
                path.write_bytes(b"number\n1\n")

        monkeypatch.setattr(frappe.db, "bulk_insert", save_and_change)
    take_in(record.name)
    record.reload()
    assert (record.status, tickets(system)) == ("Refused", [])
    assert "changed or removed" in record.first_errors


def test_file_gone(system, as_user):
    record = start(draft_import(system, as_csv(rows_of(1))))
    path_of(record.file).unlink()
    take_in(record.name)
    record.reload()
    assert (record.status, tickets(system)) == ("Refused", [])
    with as_user(MANAGER):
        assert refused(record.start_import) == ("file_not_on_site",)


def test_imported_file_is_kept(system):
    record = make_import(system)
    file = frappe.get_doc("File", {"file_url": record.file, "attached_to_name": record.name})
    assert refused(file.delete) == ("file_kept",)
    assert path_of(record.file).is_file()


# -- who, and by which door ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_nobody_writes_what_the_import_writes(door, system, as_user):
    record = make_import(system)
    before = stored(record)
    with as_user(MANAGER):
        assert door(record, tickets_added=99, status="Draft").codes == ("changed_by_hand",)
        assert door(record, service_desk="Another").codes == ("sealed",)
    assert stored(record) == before


def test_new_one_begins_as_a_draft(system, as_user):
    with as_user(MANAGER):
        for values in ({"status": "Imported"}, {"tickets_added": 5}, {"file_hash": "0" * 64}):
            new = frappe.get_doc(import_values(system, file=upload(b"x"), **values))
            assert refused(new.insert) == ("new_not_in_first_stage",)


@pytest.mark.parametrize("user", [ADMIN, MANAGER])
def test_who_imports(user, system, as_user):
    with as_user(user):
        record = frappe.get_doc(import_values(system, file=upload(as_csv(rows_of(1)), user))).insert()
        record.start_import()
    take_in(record.name)
    assert decisions_on(record) == [("Imported", user)]


def test_who_does_not(system, as_user):
    record = draft_import(system, as_csv(rows_of(1)))
    for user in (TOP, OWNER, AUDITOR, EXTERNAL, STAFF, OUTSIDER):
        with as_user(user):
            new = frappe.get_doc(import_values(system))
            for work in (record.check_file, record.start_import, record.look_into_file, new.insert):
                with pytest.raises(frappe.PermissionError):
                    work()
    assert stored(record)["status"] == "Draft"


def test_over_the_web(system, as_user):
    record = draft_import(system, as_csv(rows_of(1)))
    stage.commit(system)
    with as_user(OWNER):
        assert acts(record, "start_import").status == 403
    with as_user(MANAGER):
        assert acts(record, "start_import") is None
        assert acts(record, "start_import") is None, "a second click changes nothing"
    assert (stored(record)["status"], stored(record)["imported_by"]) == ("Importing", MANAGER)
    assert len(jobs()) == 1
    import_file(record.name)
    assert (stored(record)["status"], len(tickets(system))) == ("Imported", 1)


@pytest.mark.parametrize("door", DOORS)
def test_nobody_writes_tickets(door, system, as_user):
    make_import(system)
    ticket = frappe.get_doc("ITSM Imported Ticket", ticket_name(system.name, "Remedy", "INC000001"))
    with as_user(MANAGER):
        assert door(ticket, target_result="TRUE", closed_on="2026-11-01 00:00:00").code == "PermissionError"
    assert door(ticket, target_result="FALSE").code == "made_by_app_only"
    assert refused(ticket.delete) == ("never_deleted",)
    assert refused(lambda: ticket.db_set("target_result", "FALSE")) == ("made_by_app_only",)
    new = frappe.get_doc({**ticket.as_dict(), "name": None, "ticket_id": "INC9"})
    assert refused(new.insert) == ("made_by_app_only",)
    assert [row[0] for row in tickets(system, "target_result")] == ["TRUE", "TRUE", "FALSE"]


# -- the evidence source ---------------------------------------------------------------------------------------------


def test_evidence_source_of_it_counts(system, as_user):
    _first, last = stage.last_month()
    month = {"opened_at": f"{last} 08:00", "closed_at": f"{last} 23:59"}
    rows = [*rows_of(1, **month), *rows_of(1, first=3, **month), *rows_of(1, first=9, closed_at="")]
    record = make_import(system, as_csv(rows))
    make_import(system, as_csv(rows), service_desk="Jira")
    with as_user(MANAGER):
        values = record.source_values()
        source = frappe.get_doc({"doctype": "ITSM Evidence Source", **values}).insert()
        snapshot = frappe.get_doc("ITSM Service Level Snapshot", source.freeze(str(last)))
    assert json.loads(source.filters) == {"service_desk": "Remedy", "system": system.name}
    assert (source.in_target_values, source.missed_values, source.supplier_field) == ("TRUE", "FALSE", None)
    assert (snapshot.closed, snapshot.in_target, snapshot.missed) == (2, 1, 1)
    draft = draft_import(system, as_csv(rows_of(1)))
    assert refused(draft.source_values) == ("ticket_import_not_done",)


# -- workers ---------------------------------------------------------------------------------------------------------


def started(system, number: int, **values):
    record = start(draft_import(system, as_csv(rows_of(number)), **values))
    stage.commit(system)
    return record


def count(system) -> int:
    frappe.db.commit()
    return frappe.db.count("ITSM Imported Ticket", {"system": system.name})


def test_killed_in_the_middle_leaves_nothing(system):
    record = started(system, 8_000)
    process = worker(JOB, record.name)
    # The worker holds the record once it has begun.
    end = time.monotonic() + 60
    while is_free(record) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.2)
    assert process.poll() is None, "the worker was done before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (count(system), stored(record)["status"]) == (0, "Importing")
    for job in jobs():
        job.delete()
    assert not ticket_imports.is_under_way(record.name)
    form = frappe.get_doc(record.doctype, record.name)
    form.run_method("onload")
    assert form.get_onload("is_stopped")
    tasks.resume_ticket_imports()
    frappe.db.commit()
    assert len(jobs()) == 1
    import_file(record.name)
    assert (count(system), stored(record)["status"]) == (8_000, "Imported")
    assert decisions_on(record) == [("Imported", MANAGER)]


def is_free(record) -> bool:
    frappe.db.commit()
    table = frappe.qb.DocType(record.doctype)
    query = frappe.qb.from_(table).select(table.name).where(table.name == record.name).for_update(skip_locked=True)
    found = query.run()
    frappe.db.commit()
    return bool(found)


def test_begun_again_by_hand(system, as_user):
    record = started(system, 1)
    for job in jobs():
        job.delete()
    with as_user(MANAGER):
        record.reload()
        record.start_import()
    frappe.db.commit()
    assert len(jobs()) == 1


def test_two_workers_and_two_imports_at_once(system):
    first, second = started(system, 2000), started(system, 2000)
    for process in [worker(JOB, name) for name in (second.name, first.name, first.name)]:
        process.wait()
    assert count(system) == 2000
    done = [frappe.get_doc(record.doctype, record.name) for record in (first, second)]
    assert [record.status for record in done] == ["Imported", "Imported"]
    assert sorted(figures(record)[1:4] for record in done) == [(0, 0, 2000), (2000, 0, 0)]
    assert [len(decisions_on(record)) for record in done] == [1, 1]
    assert first_fault(system.name) is None


def test_queries_grow_by_parts_not_by_rows(system, query_count):
    def queries_for(number: int, first: int) -> int:
        record = start(draft_import(system, as_csv(rows_of(number, first=first))))
        return query_count(lambda: take_in(record.name))

    queries_for(1, 1)
    assert queries_for(900, 1000) == queries_for(2, 5000)
