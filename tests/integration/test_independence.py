"""Who has a stake does not audit, whatever door they are named through, unless that is waived (4.5.4.2)."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from frappe.utils import add_months, today

from sms_iso20000.api.audit import independence
from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.audit_waivers import end_if_outdated, given
from sms_iso20000.governance.independence import conflicts_in
from sms_iso20000.refusal import Refused
from sms_iso20000.rules.independence import OWNS
from tests.integration import stage
from tests.integration.doors import DOORS
from tests.integration.made.actions import make_action
from tests.integration.made.appointments import owner_values
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.audits import audit_values, make_audit
from tests.integration.made.competence import make_competence, make_need, make_record
from tests.integration.made.documents import make_document
from tests.integration.made.employees import employees
from tests.integration.made.processes import indicator, owned, process_of, role
from tests.integration.made.risk import make_risk
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import ADMIN, AUDITOR, AUDITOR_TWO, MANAGER, OWNER, STAFF, TOP, TOP_TWO, acting_as


def of(process) -> dict:
    return {"subjects": [{"subject_type": process.doctype, "subject": process.name}]}


def record(doctype: str, name: str, **values) -> None:
    """As the host keeps it: stamped by the database, not by a form."""
    frappe.db.set_value(doctype, name, values, update_modified=False)


def version(doctype: str, name: str, user: str = AUDITOR_TWO, **data) -> None:
    made = frappe.get_doc({"doctype": "Version", "ref_doctype": doctype, "docname": name})
    made.data = frappe.as_json({"changed": [], "row_changed": [], "removed": [], "added": [], **data})
    made.insert(ignore_permissions=True)
    record("Version", made.name, owner=user)


# -- a stake of every kind -------------------------------------------------------------------------------------------
# Each gives the second auditor a stake in an audit of the process of incidents, and names the record.


def owns_process(system) -> str:
    return owned(system, "8.1", owner=AUDITOR_TWO).name


def owned_process(system) -> str:
    process = process_of(system, "8.1")
    version(process.doctype, process.name, MANAGER, changed=[["process_owner", AUDITOR_TWO, OWNER]])
    return process.name


def has_role(system) -> str:
    return owned(system, "8.1", roles=[role(AUDITOR_TWO)]).name


def had_role(system) -> str:
    process = process_of(system, "8.1")
    version(process.doctype, process.name, MANAGER, removed=[["roles", {"user": AUDITOR_TWO}]])
    return process.name


def changed_record(system) -> str:
    risk = make_risk(system, related_process=process_of(system, "8.1").name)
    version(risk.doctype, risk.name)
    return risk.name


def made_record(system) -> str:
    risk = make_risk(system, related_process=process_of(system, "8.1").name)
    record(risk.doctype, risk.name, owner=AUDITOR_TWO)
    return risk.name


def contributed(system) -> str:
    document = make_document(system, points_of_use=[_at_process(system)])
    row = {"parenttype": document.doctype, "parent": document.name}
    frappe.db.set_value("ITSM Revision Contributor", row, "user", AUDITOR_TWO)
    return document.name


def approved(system) -> str:
    document = make_document(system, points_of_use=[_at_process(system)])
    record(document.doctype, document.name, approved_by=AUDITOR_TWO)
    return document.name


def decided(system) -> str:
    risk = make_risk(system, related_process=process_of(system, "8.1").name)
    with acting_as(AUDITOR_TWO):
        record_decision(system.name, risk, "Reviewed")
    return risk.name


def has_open_action(system) -> str:
    process = process_of(system, "8.1")
    about = {"reference_doctype": process.doctype, "reference_name": process.name}
    return make_action(system, responsible=AUDITOR_TWO, **about).name


def was_appointed(system) -> str:
    with acting_as(MANAGER):
        appointment = frappe.get_doc(owner_values(system, appointee=AUDITOR_TWO)).insert()
    record(appointment.doctype, appointment.name, status="Ended", ended_on=add_months(today(), -2))
    return appointment.related_process


def solved_tickets(system) -> str:
    return _solved(system, make_arrangement(system).party)


def solved_what_the_process_is_measured_by(system) -> str:
    source = stage.make_source(system).name
    of_team = {"source": "Service Level Snapshot", "evidence_source": source, "dimension": "Team"}
    owned(system, "8.1", indicators=[indicator(**of_team, dimension_value="Night desk")])
    return _solved(system, "Night desk")


def _solved(system, team: str) -> str:
    """A ticket of `team` that the second auditor had to solve."""
    if not frappe.db.exists("ITSM Evidence Source", {"system": system.name}):
        stage.make_source(system)
    stage.make_tickets(system, frappe.utils.getdate(today()), {"yes": 1}, team=team)
    ticket = frappe.db.get_value(stage.TICKET, {"subject": system.name})
    frappe.get_doc(
        {
            "doctype": "ToDo",
            "allocated_to": AUDITOR_TWO,
            "reference_type": stage.TICKET,
            "reference_name": ticket,
            "status": "Closed",
            "description": "Solve it",
        }
    ).insert()
    return ticket


ROUTES: tuple[tuple[Callable, str], ...] = (
    (owns_process, "stake_owns"),
    (owned_process, "stake_owned"),
    (has_role, "stake_holds_role"),
    (had_role, "stake_holds_role"),
    (was_appointed, "stake_holds_role"),
    (changed_record, "stake_wrote"),
    (made_record, "stake_wrote"),
    (contributed, "stake_wrote"),
    (approved, "stake_decided"),
    (decided, "stake_decided"),
    (has_open_action, "stake_open_action"),
    (solved_tickets, "stake_resolved_tickets"),
    (solved_what_the_process_is_measured_by, "stake_resolved_tickets"),
)


@pytest.mark.parametrize(("route", "code"), ROUTES, ids=lambda part: getattr(part, "__name__", part))
def test_who_has_a_stake_is_refused_with_the_record_named(route, code, system):
    audit = make_audit(system)
    named = route(system)
    was = stored(audit)
    team = [{"user": AUDITOR_TWO, "team_role": "Auditor"}]
    with acting_as(MANAGER):
        for door in DOORS:
            for change in ({"lead_auditor": AUDITOR_TWO}, {"team": team}):
                refusal = door(audit, **change)
                assert code in refusal.codes
                assert named in refusal.message
    assert stored(audit) == was
    _drop_todos(named)


@pytest.mark.parametrize(
    ("doctype", "owner"), [("ITSM Arrangement", "accountable_owner"), ("ITSM Service", "service_owner")]
)
def test_owner_of_arrangement_and_service(doctype, owner, system):
    subject = make_arrangement(system) if doctype == "ITSM Arrangement" else _service(system)
    record(doctype, subject.name, **{owner: AUDITOR})
    codes = _named(system, [{"subject_type": doctype, "subject": subject.name}])
    assert "stake_owns" in codes


def test_records_that_the_newest_run_cites_are_in_scope(system):
    from sms_iso20000.conformity.engine import run_conformity

    policy = stage.make_policy(system, "In Force")
    run_conformity(system.name)
    record(policy.doctype, policy.name, owner=AUDITOR)
    assert _named(system, [], requirements=[{"requirement": "2011 4.1.2 b"}]) == ("stake_wrote",)
    assert _named(system, [], requirements=[{"requirement": "2011 4.2"}]) == ()


def test_what_was_before_the_lookback_counts_no_more(system):
    audit = make_audit(system)
    risk = frappe.get_doc("ITSM Risk", made_record(system))
    record(risk.doctype, risk.name, creation=add_months(today(), -14))
    assert conflicts_in(audit, {AUDITOR_TWO}) == []
    record("ITSM System", system.name, independence_lookback=24)
    assert [conflict.name for conflict in conflicts_in(audit, {AUDITOR_TWO})] == [risk.name]


def test_somebody_who_looks_on_may_have_a_stake(system):
    owned(system, "8.1", owner=STAFF)
    audit = make_audit(system, team=[{"user": STAFF, "team_role": "Observer"}])
    assert audit.team[0].user == STAFF
    with pytest.raises(Refused):
        audit.team[0].team_role = "Technical Expert"
        audit.save()


def test_what_audits_bring_to_light_is_no_stake(system):
    make_audit(system, "Follow-up")
    assert make_audit(system, title="The year after").lead_auditor == AUDITOR


@pytest.mark.parametrize("door", DOORS)
def test_stake_that_came_since_is_found_when_fieldwork_begins(door, system):
    audit = make_audit(system, "Preparing")
    with acting_as(AUDITOR):
        audit.generate_checklist()
    audit.reload()
    owned(system, "8.1", owner=AUDITOR)
    with acting_as(MANAGER):
        assert door(audit, title="Another title") is None
        audit.reload()
        refusal = door(audit, workflow_state="Fieldwork")
    assert refusal.codes == ("stake_owns",)
    assert stored(audit)["workflow_state"] == "Preparing"


def test_another_scope_is_looked_at_again(system):
    audit = make_audit(system)
    process = owned(system, "9.2", owner=AUDITOR)
    with acting_as(MANAGER):
        audit.append("subjects", {"subject_type": process.doctype, "subject": process.name})
        assert refused(audit.save) == ("stake_owns",)


def test_external_audits_ask_nothing_of_our_people(system):
    owned(system, "8.1", owner=AUDITOR)
    made = make_audit(system, kind="Surveillance", certification_body="Registrar")
    assert made.kind == "Surveillance"


# -- the line --------------------------------------------------------------------------------------------------------


@pytest.fixture
def line(site) -> Iterator:
    with employees() as make:
        yield make


@pytest.mark.parametrize(("above", "code"), [(OWNER, "stake_reports_to"), (AUDITOR_TWO, "stake_manages")])
def test_line_manager_and_report_of_who_has_a_stake(above, code, line):
    system = stage.make_system()
    owned(system, "8.1", owner=OWNER)
    below = AUDITOR_TWO if above == OWNER else OWNER
    line(below, reports_to=line(above))
    audit = make_audit(system)
    with acting_as(MANAGER):
        for door in DOORS:
            refusal = door(audit, lead_auditor=AUDITOR_TWO)
            assert (refusal.codes, _subject(audit) in refusal.message) == ((code,), True)
    assert stored(audit)["lead_auditor"] == AUDITOR


def test_line_manager_of_the_auditor_grants_no_waiver(line):
    system = stage.make_system()
    line(AUDITOR_TWO, reports_to=line(TOP))
    audit = make_audit(system)
    owned(system, "8.1", owner=AUDITOR_TWO)
    waiver = waiver_for(audit)
    with acting_as(TOP):
        assert refused(waiver.grant) == ("waiver_in_line_of_auditor",)


def test_line_manager_of_who_has_the_stake_grants_no_waiver(line):
    """The auditor reports to the owner of the process, and the owner to top management."""
    system = stage.make_system()
    line(AUDITOR_TWO, reports_to=line(OWNER, reports_to=line(TOP)))
    audit = make_audit(system)
    owned(system, "8.1", owner=OWNER)
    waiver = waiver_for(audit)
    with acting_as(TOP):
        assert refused(waiver.grant) == ("waiver_in_line_of_auditor",)
    with acting_as(TOP_TWO):
        waiver.grant()
    with acting_as(TOP):
        assert refused(waiver.confirm) == ("waiver_in_line_of_auditor",)


# -- competence ------------------------------------------------------------------------------------------------------


def test_competence_is_asked_only_where_it_is_demanded(system):
    assert not make_audit(system, "Fieldwork").is_competence_required


def test_auditor_has_to_hold_what_the_role_needs(system):
    competence = make_competence(system, title="Auditing")
    make_need(system, competence, needed_by="Role", role="ITSM Auditor", related_process=None, role_title=None)
    audit = make_audit(system, "Preparing")
    with acting_as(AUDITOR):
        audit.generate_checklist()
        audit.reload()
        audit.workflow_state = "Fieldwork"
        assert refused(audit.save) == ("auditor_not_competent",)
    make_record(system, competence, by="Administrator", user=AUDITOR)
    with acting_as(AUDITOR):
        audit.reload()
        audit.workflow_state = "Fieldwork"
        audit.save()
    assert stored(audit)["is_competence_required"]


def test_what_an_auditor_lacks_is_told_to_who_may_know(system):
    """Who names auditors learns whom not to name, and who only reads audits nothing (4.4.2 e)."""
    competence = make_competence(system, title="Auditing")
    make_need(system, competence, needed_by="Role", role="ITSM Auditor", related_process=None, role_title=None)
    audit = make_audit(system, "Preparing")

    def told(user: str) -> tuple:
        with acting_as(user):
            row = next(row for row in independence(audit.name) if row["user"] == AUDITOR)
            missing = frappe.get_doc(audit.doctype, audit.name).what_is_missing("Fieldwork")
            return row["lacks"], row["is_unfit"], [code for code in missing if code.startswith("auditor_not_competent")]

    for user in (MANAGER, AUDITOR):
        assert told(user) == (["Auditing"], True, ["auditor_not_competent"])
    assert told(AUDITOR_TWO) == ([], True, ["auditor_not_competent_private"])
    for user in (TOP, ADMIN):
        assert told(user) == ([], False, [])


@pytest.mark.parametrize("door", DOORS)
def test_who_joins_during_the_fieldwork_has_to_be_competent_too(door, system):
    audit = make_audit(system, "Fieldwork")
    competence = make_competence(system, title="Auditing")
    make_need(system, competence, needed_by="Role", role="ITSM Auditor", related_process=None, role_title=None)
    joined = {"team": [{"user": AUDITOR_TWO, "team_role": "Auditor"}]}
    with acting_as(MANAGER):
        assert door(audit, title="Another title") is None
        audit.reload()
        refusal = door(audit, **joined)
    assert (refusal.codes, "Auditing" in refusal.message) == (("auditor_not_competent",), True)
    assert stored(audit)["team"] == []
    make_record(system, competence, by="Administrator", user=AUDITOR_TWO)
    with acting_as(MANAGER):
        assert door(audit, **joined) is None


# -- waiver ----------------------------------------------------------------------------------------------------------


def waiver_for(audit, user: str = AUDITOR_TWO, by: str = MANAGER):
    with acting_as(by):
        return frappe.get_doc(
            {"doctype": "ITSM Audit Waiver", "audit": audit.name, "auditor": user, "reason": "Nobody else knows it."}
        ).insert()


def confirmed(audit):
    waiver = waiver_for(audit)
    with acting_as(TOP):
        waiver.grant()
    with acting_as(TOP_TWO):
        waiver.confirm()
    return waiver


@pytest.fixture
def stake(system):
    """An audit of a process that the second auditor owns."""
    audit = make_audit(system)
    owned(system, "8.1", owner=AUDITOR_TWO)
    return audit


def test_waiver_lets_this_auditor_into_this_audit_only(system, stake):
    waiver = confirmed(stake)
    assert decisions_on(waiver) == [("Waiver Granted", TOP), ("Waiver Confirmed", TOP_TWO)]
    with acting_as(MANAGER):
        stake.lead_auditor = AUDITOR_TWO
        stake.save()
        other = audit_values(system, title="Another", lead_auditor=AUDITOR_TWO)
        assert refused(frappe.get_doc(other).insert) == ("stake_owns",)
    assert first_fault(system.name) is None


def test_granted_alone_is_not_enough(stake):
    waiver = waiver_for(stake)
    with acting_as(TOP):
        waiver.grant()
        assert refused(waiver.confirm) == ("waiver_needs_second_person",)
    with acting_as(MANAGER):
        stake.lead_auditor = AUDITOR_TWO
        assert refused(stake.save) == ("stake_owns",)


def test_waiver_is_granted_from_outside_only(system, stake):
    waiver = waiver_for(stake)
    for user, codes in ((MANAGER, {"waiver_by_top_management_only"}), (AUDITOR_TWO, {"waiver_for_oneself"})):
        with acting_as(user):
            assert codes <= set(refused(waiver.grant))
    process = process_of(system, "8.1")
    version(process.doctype, process.name, TOP)
    with acting_as(TOP):
        assert refused(waiver.grant) == ("waiver_by_stakeholder",)
    with acting_as(TOP_TWO):
        waiver.grant()
    with acting_as(TOP):
        assert refused(waiver.confirm) == ("waiver_by_stakeholder",)


def test_nothing_to_waive(system):
    audit = make_audit(system)
    with pytest.raises(Refused) as refusal:
        waiver_for(audit)
    assert refusal.value.codes == ("nothing_to_waive",)


def test_later_stake_voids_the_waiver(system, stake):
    waiver = confirmed(stake)
    end_if_outdated(waiver.name)
    assert stored(waiver)["status"] == "Confirmed"
    make_action(system, responsible=AUDITOR_TWO, reference_doctype="ITSM Process", reference_name=_subject(stake))
    with acting_as(MANAGER):
        stake.lead_auditor = AUDITOR_TWO
        assert refused(stake.save) == ("stake_open_action",)
    assert waiver.name in given()
    end_if_outdated(waiver.name)
    assert stored(waiver)["status"] == "Void"
    assert waiver.name not in given()
    assert first_fault(system.name) is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "Confirmed"}, "changed_by_hand"),
        ({"granted_by": TOP_TWO}, "changed_by_hand"),
        ({"reason": "No"}, "sealed"),
    ],
)
def test_waiver_is_not_written_by_hand(door, change, code, stake):
    waiver = waiver_for(stake)
    with acting_as(TOP):
        waiver.grant()
        waiver.reload()
        assert door(waiver, **change).codes == (code,)
    assert stored(waiver)["status"] == "Granted"


def test_stakes_of_a_waiver_are_those_of_the_records(stake):
    with acting_as(MANAGER):
        waiver = waiver_for(stake)
        waiver.conflicts = []
        waiver.append("conflicts", {"code": "Wrote", "record_type": "ITSM System", "record": stake.system})
        waiver.save()
    assert {(row.code, row.record) for row in waiver.conflicts} >= {(OWNS, _subject(stake))}
    assert "ITSM System" not in {row.record_type for row in waiver.conflicts}


# -- cost ------------------------------------------------------------------------------------------------------------


def test_number_of_queries_does_not_grow_with_people_or_records(system, query_count):
    audit = make_audit(system)
    make_risk(system, related_process=_subject(audit))
    conflicts_in(audit, {AUDITOR})
    few = query_count(lambda: conflicts_in(audit, {AUDITOR}))
    process = _subject(audit)
    for number in range(10):
        make_risk(system, related_process=process, title=f"Risk {number}")
    many = query_count(lambda: conflicts_in(audit, {AUDITOR, AUDITOR_TWO, OWNER, STAFF, MANAGER}))
    assert many == few


def _named(system, subjects: list[dict], **values) -> tuple[str, ...]:
    with acting_as(MANAGER):
        audit = frappe.get_doc(audit_values(system, subjects=subjects, **{"requirements": [], **values}))
        try:
            audit.insert()
        except Refused as refusal:
            return refusal.codes
        return ()


def _service(system):
    with acting_as(MANAGER):
        return frappe.get_doc({"doctype": "ITSM Service", "system": system.name, "title": "Network"}).insert()


def _at_process(system) -> dict:
    return {"use_doctype": "ITSM Process", "use_name": process_of(system, "8.1").name}


def _subject(audit) -> str:
    return audit.subjects[0].subject


def _drop_todos(name: str) -> None:
    frappe.db.delete("ToDo", {"reference_name": name})
    frappe.db.commit()
