"""Samples of records: drawn by a kept seed, drawn again, examined row by row (4.5.4.2)."""

import gzip
import json

import frappe
import pytest
from frappe.permissions import add_permission
from frappe.utils import add_days, getdate, today

from sms_iso20000.evidence.attachment import digest_of, path_of
from sms_iso20000.evidence.verification import first_fault
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.audits import make_audit
from tests.integration.made.samples import make_sample as made
from tests.integration.made.samples import sample_values
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, AUDITOR_TWO, EXTERNAL, MANAGER, OWNER, STAFF, TICKET, acting_as


def as_(user: str, work) -> tuple[str, ...]:
    with acting_as(user):
        return refused(work)


@pytest.fixture(scope="module", autouse=True)
def auditors_read_tickets(site):
    """The record type of tests gives auditors nothing."""
    add_permission(TICKET, "ITSM Auditor")
    frappe.db.commit()
    yield
    _forget_permission()


def of_tickets(system, **values) -> dict:
    filters = frappe.as_json([["subject", "=", system.name]], indent=None)
    return {"population_doctype": TICKET, "filters": filters, **values}


def make_sample(system, drawn: bool = False, **values):
    return made(system, drawn, **of_tickets(system, **values))


@pytest.fixture
def tickets(system):
    stage.make_tickets(system, getdate(today()), {"yes": 8, "no": 4})
    return system


def drawn_names(sample) -> list[str]:
    return [row.reference_name for row in sample.rows]


# -- what cannot be described ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"population_doctype": "Error Log"}, "population_unreadable"),
        ({"population_doctype": "System Settings"}, "population_without_records"),
        ({"population_doctype": "ITSM Sample Row"}, "population_without_records"),
        ({"population_doctype": "ITSM Competence Record"}, "population_of_people"),
        ({"filters": "nonsense"}, "filters_not_rows"),
        ({"filters": '[["cost", ">", 3]]'}, "filter_field_unreadable"),
        ({"method": "Stratified"}, "stratum_field_missing"),
        ({"method": "Stratified", "stratum_field": "cost"}, "filter_field_unreadable"),
        ({"as_of": "2099-01-01"}, "date_in_future"),
        ({"seed": "1234"}, "changed_by_hand"),
        ({"status": "Drawn"}, "changed_by_hand"),
    ],
)
def test_what_cannot_be_described(door, change, code, tickets, as_user):
    sample = make_sample(tickets)
    was = stored(sample)
    with as_user(AUDITOR):
        assert code in door(sample, **change).codes
    assert stored(sample) == was


def test_new_one_is_not_drawn(tickets):
    for values in ({"seed": "1"}, {"status": "Drawn"}, {"rows": [{"position": 1, "reference_name": "x"}]}):
        new = frappe.get_doc(sample_values(tickets, **values))
        assert as_(AUDITOR, new.insert) == ("new_not_in_first_stage",)


def test_who_may_not_read_the_population_describes_no_sample_of_it(tickets):
    sample = make_sample(tickets, drawn=True)
    frappe.db.set_value("Custom DocPerm", {"parent": TICKET, "role": "ITSM Auditor"}, "read", 0)
    frappe.clear_cache(doctype=TICKET)
    try:
        new = frappe.get_doc(sample_values(tickets, **of_tickets(tickets)))
        assert as_(AUDITOR, new.insert) == ("population_unreadable",)
        assert as_(AUDITOR, sample.redraw) == ("population_unreadable",)
    finally:
        frappe.db.rollback()
        frappe.clear_cache(doctype=TICKET)


# -- the draw --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"size": 13}, "sample_exceeds_population"),
        ({"size": 0}, "sample_without_size"),
        ({"filters": '[["subject", "=", "nobody"]]'}, "population_empty"),
        ({"as_of": "2020-01-01"}, "population_empty"),
        ({"method": "Stratified", "stratum_field": "result", "size": 1}, "sample_below_strata"),
    ],
)
def test_what_cannot_be_drawn(values, code, tickets):
    sample = make_sample(tickets, **values)
    was = stored(sample)
    assert as_(AUDITOR, sample.draw) == (code,)
    assert stored(sample) == was


def test_draw_keeps_seed_and_population(tickets):
    sample = make_sample(tickets, drawn=True)
    assert len(set(drawn_names(sample))) == 3
    assert len(sample.seed) == 32
    assert (sample.population_size, sample.drawn_by) == (12, AUDITOR)
    assert {row.result for row in sample.rows} == {"Not Examined"}
    lines = gzip.decompress(path_of(sample.population).read_bytes()).decode().splitlines()
    assert {json.loads(line)[0] for line in lines} == set(
        frappe.get_all(TICKET, {"subject": tickets.name}, pluck="name", order_by="name asc")
    )
    assert digest_of(sample.population) == sample.population_hash
    assert decisions_on(sample) == [("Drawn", AUDITOR)]
    assert first_fault(tickets.name) is None
    assert as_(AUDITOR, sample.draw) == ("not_in_stage",)


@pytest.mark.parametrize("method", ["Systematic", "Stratified"])
def test_other_methods(method, tickets):
    sample = make_sample(tickets, drawn=True, method=method, stratum_field="result", size=6)
    strata = [row.stratum for row in sample.rows]
    assert strata.count("no") == (2 if method == "Stratified" else 0)
    with acting_as(AUDITOR):
        assert sample.redraw()["same_rows"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seed": "0" * 32}, "changed_by_hand"),
        ({"filters": "[]"}, "sealed"),
        ({"size": 1}, "sealed"),
        ({"as_of": "2020-01-01"}, "sealed"),
        ({"rows": []}, "changed_by_hand"),
    ],
)
def test_what_is_drawn_stays(door, change, code, tickets, as_user):
    sample = make_sample(tickets, drawn=True)
    was = stored(sample)
    with as_user(AUDITOR):
        assert code in door(sample, **change).codes
    assert stored(sample) == was


def test_drawn_again(tickets):
    sample = make_sample(tickets, drawn=True)
    with acting_as(AUDITOR):
        same = sample.redraw()
    assert (same["same_rows"], same["list_is_intact"], same["came_count"], same["went_count"]) == (True, True, 0, 0)
    gone, late = drawn_names(sample)[0], frappe.get_doc({"doctype": TICKET, "subject": tickets.name}).insert()
    frappe.delete_doc(TICKET, gone, force=True)
    with acting_as(AUDITOR):
        changed = sample.redraw()
    assert changed["same_rows"]
    assert (changed["came"], changed["went"], changed["drawn_that_went"]) == ([late.name], [gone], [gone])
    assert (changed["population_then"], changed["population_now"]) == (12, 12)


def test_what_was_made_later_is_left_out(tickets):
    frappe.db.set_value(TICKET, {"result": "yes", "subject": tickets.name}, "creation", "2020-01-01 10:00:00")
    sample = make_sample(tickets, drawn=True, as_of="2020-01-01")
    assert sample.population_size == 8


def test_a_changed_seed_or_list_is_found(tickets):
    sample = make_sample(tickets, drawn=True)
    frappe.db.set_value(sample.doctype, sample.name, "seed", "0" * 32)
    with acting_as(AUDITOR):
        assert not sample.redraw()["same_rows"]
    assert first_fault(tickets.name).code == "content_changed"


def test_only_records_of_the_same_system(system):
    other = stage.make_system()
    assert frappe.db.exists("ITSM Process", {"system": other.name})
    assert made(system, drawn=True).population_size == 14


def test_sizes_are_proposed(tickets):
    sample = make_sample(tickets)
    with acting_as(AUDITOR):
        proposal = sample.propose_size()
    assert (proposal["population"], proposal["square_root"]) == (12, 4)
    assert proposal["table"][1] == {"confidence": 95, "sizes": [12, 9]}


# -- working papers --------------------------------------------------------------------------------------------------


def test_results_are_noted_row_by_row(tickets):
    sample = make_sample(tickets, drawn=True)
    with acting_as(AUDITOR):
        sample.examine("2", "Deviation", "Closed without the customer's word.")
        sample.examine(1, "In Order")
    rows = stored(sample)["rows"]
    assert [row["result"] for row in rows] == ["In Order", "Deviation", "Not Examined"]
    assert (rows[1]["examined_by"], rows[2]["examined_by"]) == (AUDITOR, None)
    assert first_fault(tickets.name) is None
    assert as_(AUDITOR, lambda: sample.examine(1, "Deviation")) == ("deviation_without_note",)
    assert as_(AUDITOR, lambda: sample.examine(9, "Fine")) == ("examination_unknown", "sample_row_unknown")


def test_only_the_team_of_the_audit_notes_results_and_only_until_its_report(system):
    audit = make_audit(system, "Fieldwork", lead_auditor=AUDITOR_TWO)
    sample = made(system, drawn=True, audit=audit.name)
    assert as_(AUDITOR, lambda: sample.examine(1, "In Order")) == ("answer_for_team_only",)
    with acting_as(AUDITOR_TWO):
        sample.examine(1, "In Order")
    assert stored(sample)["rows"][0]["examined_by"] == AUDITOR_TWO
    frappe.db.set_value(audit.doctype, audit.name, "workflow_state", "Follow-up")
    assert as_(AUDITOR_TWO, lambda: sample.examine(2, "In Order")) == ("audit_over",)


def test_nothing_is_noted_before_the_draw(tickets):
    sample = make_sample(tickets)
    assert as_(AUDITOR, lambda: sample.examine(1, "In Order")) == ("not_in_stage",)


def test_by_request(tickets, as_user):
    sample = make_sample(tickets)
    stage.commit(tickets)
    path, body = "/api/method/run_doc_method", {"dt": sample.doctype, "dn": sample.name}
    with as_user(AUDITOR):
        assert request("POST", path, {**body, "method": "draw"}) is None
        args = json.dumps({"position": 1, "result": "Deviation", "note": ""})
        refusal = request("POST", path, {**body, "method": "examine", "args": args})
        assert refusal.codes == ("deviation_without_note",)
    assert stored(sample)["status"] == "Drawn"


def test_who_may_what(tickets, as_user):
    sample = make_sample(tickets, drawn=True)
    for user, reads, writes in (
        (AUDITOR, True, True),
        (MANAGER, True, False),
        (OWNER, False, False),
        (STAFF, False, False),
    ):
        with as_user(user):
            assert sample.has_permission("read") is reads, user
            assert sample.has_permission("write") is writes, user
    with as_user(MANAGER), pytest.raises(frappe.PermissionError):
        sample.examine(1, "In Order")
    with as_user(EXTERNAL), pytest.raises(frappe.PermissionError):
        sample.redraw()
    assert refused(sample.delete) == ("never_deleted",)


def test_sheet(tickets):
    sample = make_sample(tickets, drawn=True)
    sheet = frappe.get_print(sample.doctype, sample.name, "ITSM Sample Sheet")
    assert sample.seed in sheet
    assert drawn_names(sample)[0] in sheet


def test_many_records_are_read_in_few_queries(system, query_count, monkeypatch):
    stage.bulk_tickets(system.name, getdate(add_days(today(), -1)), 90)
    sample = make_sample(system)
    monkeypatch.setattr("sms_iso20000.governance.audit_samples.READ_AT_ONCE", 50)
    with acting_as(AUDITOR):
        sample.propose_size()
        in_two_parts = query_count(sample.propose_size)
        stage.bulk_tickets(system.name, getdate(add_days(today(), -1)), 100)
        assert query_count(sample.propose_size) == in_two_parts + 2
        sample.draw()
    assert sample.population_size == 190


def _forget_permission() -> None:
    frappe.db.delete("Custom DocPerm", {"parent": TICKET})
    frappe.clear_cache(doctype=TICKET)
    frappe.db.commit()
