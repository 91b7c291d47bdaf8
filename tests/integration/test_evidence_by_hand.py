"""Evidence recorded by hand: recorded by one, confirmed by another, for as long as it counts."""

import hashlib

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.by_hand import evidence_values, make_evidence, make_file
from tests.integration.records import decisions_on, stored
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    TOP,
    TOP_TWO,
)

OF_TOP = "2011 4.1.1 c"


def refusal_of(user: str, work) -> tuple[str, ...]:
    with stage.acting_as(user), pytest.raises(Refused) as refusal:
        work()
    return refusal.value.codes


def test_whole_life(system, as_user):
    evidence = make_evidence(system)
    assert (evidence.status, evidence.recorded_by) == ("Draft", OWNER)
    with as_user(AUDITOR):
        assert evidence.what_is_missing() == []
        evidence.confirm()
    assert (evidence.status, evidence.confirmed_by) == ("Confirmed", AUDITOR)
    assert evidence.content_hash == frappe.get_doc("ITSM Evidence", evidence.name).computed_hash()
    with as_user(MANAGER):
        evidence.withdraw("The meeting was another one.")
    assert decisions_on(evidence) == [("Confirmed", AUDITOR), ("Withdrawn", MANAGER)]
    assert stored(evidence)["withdrawal_reason"] == "The meeting was another one."
    assert first_fault(system.name) is None


# -- recording ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"requirement": "2011 4.1.4"}, "evidence_for_a_clause"),
        ({"evidence_date": "2099-01-01", "valid_until": "2099-02-01"}, "evidence_in_future"),
        ({"valid_until": "2020-01-01"}, "validity_before_evidence"),
        ({"valid_until": "2099-01-01"}, "validity_too_long"),
        ({"reference_doctype": "User"}, "record_type_missing"),
        ({"file": "/private/files/nowhere.pdf"}, "file_not_on_site"),
        ({"file": "https://example.com/minutes.pdf"}, "file_not_on_site"),
    ],
)
def test_what_cannot_be_recorded(door, change, code, system, as_user):
    draft = make_evidence(system)
    was = stored(draft)
    with as_user(OWNER):
        assert door(draft, **change).codes == (code,)
    assert stored(draft) == was


def test_record_of_the_host_may_be_named(system):
    assert make_evidence(system, reference_doctype="User", reference_name=STAFF).reference_name == STAFF


@pytest.mark.parametrize("values", [{"recorded_by": STAFF}, {"status": "Confirmed"}, {"confirmed_by": TOP}])
def test_new_one_starts_as_a_draft(values, system, as_user):
    stage.commit(system)
    with as_user(OWNER):
        refusal = request("POST", "/api/resource/ITSM Evidence", evidence_values(system, **values))
    assert refusal.codes == ("new_not_in_first_stage",)
    assert frappe.db.count("ITSM Evidence", {"system": system.name}) == 0


@pytest.mark.parametrize("user", [STAFF, EXTERNAL, OUTSIDER, ADMIN])
def test_who_only_reads_records_nothing(user, system, as_user):
    stage.commit(system)
    with as_user(user):
        assert request("POST", "/api/resource/ITSM Evidence", evidence_values(system)).status == 403
    assert frappe.db.count("ITSM Evidence", {"system": system.name}) == 0


@pytest.mark.parametrize("door", DOORS)
def test_nobody_rewrites_what_another_recorded_and_then_confirms_it(door, system, as_user):
    draft = make_evidence(system)
    was = stored(draft)
    with as_user(MANAGER):
        assert door(draft, description="Something that suits me better.").codes == ("recorder_only",)
    assert stored(draft) == was
    with as_user(OWNER):
        assert door(draft, description="Corrected.") is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change", [{"recorded_by": STAFF}, {"status": "Confirmed"}, {"confirmed_by": TOP}, {"file_hash": "0" * 64}]
)
def test_life_is_not_written_by_hand(door, change, system, as_user):
    draft = make_evidence(system)
    was = stored(draft)
    with as_user(OWNER):
        assert door(draft, **change).codes == ("changed_by_hand",)
    assert stored(draft) == was


# -- confirming --------------------------------------------------------------------------------------------------


def test_nobody_confirms_their_own(system, as_user):
    with as_user(MANAGER):
        own = frappe.get_doc(evidence_values(system)).insert()
    stage.commit(system)
    body = {"dt": own.doctype, "dn": own.name, "method": "confirm"}
    with as_user(MANAGER):
        assert request("POST", "/api/method/run_doc_method", body).codes == ("confirmer_is_recorder",)
    assert stored(own)["status"] == "Draft"
    with as_user(AUDITOR):
        assert request("POST", "/api/method/run_doc_method", body) is None
    assert stored(own)["confirmed_by"] == AUDITOR


def test_pretending_that_another_recorded_it(system, as_user):
    with as_user(MANAGER):
        own = frappe.get_doc(evidence_values(system)).insert()
    pretended = frappe.get_doc({**own.as_dict(), "recorded_by": OWNER})
    assert refusal_of(MANAGER, pretended.confirm) == ("confirmer_is_recorder",)


def test_commitment_of_top_management_is_confirmed_by_top_management(system, as_user):
    evidence = make_evidence(system, requirement=OF_TOP)
    for user in (MANAGER, AUDITOR):
        assert refusal_of(user, evidence.confirm) == ("confirmer_not_top_management",)
    foreign = make_evidence(stage.make_system(top_management=[{"user": TOP_TWO}]), requirement=OF_TOP)
    assert refusal_of(TOP, foreign.confirm) == ("confirmer_not_top_management",)
    with as_user(TOP):
        evidence.confirm()
    assert stored(evidence)["confirmed_by"] == TOP


def test_process_owners_record_but_do_not_confirm(system, as_user):
    with as_user(MANAGER):
        evidence = frappe.get_doc(evidence_values(system)).insert()
    assert refusal_of(OWNER, evidence.confirm) == ("confirmer_without_role",)


@pytest.mark.parametrize("user", [STAFF, EXTERNAL, OUTSIDER, ADMIN])
def test_who_only_reads_confirms_nothing(user, system, as_user):
    evidence = make_evidence(system)
    with as_user(user), pytest.raises(frappe.PermissionError):
        evidence.confirm()
    assert stored(evidence)["status"] == "Draft"


def test_what_has_expired_is_not_confirmed(system):
    evidence = make_evidence(system, evidence_date="2020-01-01", valid_until="2020-12-31")
    assert refusal_of(MANAGER, evidence.confirm) == ("evidence_has_expired",)
    assert stored(evidence)["status"] == "Draft"


def test_form_says_what_is_missing(system, as_user):
    evidence = make_evidence(system, requirement=OF_TOP, evidence_date="2020-01-01", valid_until="2020-12-31")
    with as_user(OWNER):
        assert len(evidence.what_is_missing()) == 3
    with as_user(TOP):
        assert len(evidence.what_is_missing()) == 1


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"title": "Other"}, {"valid_until": "2099-01-01"}, {"finding": "Shows a Gap"}])
def test_sealed_content_stays(door, change, system, as_user):
    evidence = make_evidence(system, "Confirmed")
    was = stored(evidence)
    with as_user(OWNER):
        assert door(evidence, **change).codes == ("sealed",)
    assert stored(evidence) == was


@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_nothing_is_deleted(user, system, as_user):
    evidence = make_evidence(system)
    with as_user(user), pytest.raises((Refused, frappe.PermissionError)):
        frappe.delete_doc("ITSM Evidence", evidence.name)
    assert frappe.db.exists("ITSM Evidence", evidence.name)


# -- withdrawing -------------------------------------------------------------------------------------------------


def test_who_withdraws(system, as_user):
    """A gap must not be withdrawn by whom it concerns; a draft its recorder may take back."""
    gap = make_evidence(system, "Confirmed", finding="Shows a Gap")
    assert refusal_of(OWNER, lambda: gap.withdraw("It was nothing.")) == ("confirmer_without_role",)
    assert refusal_of(MANAGER, lambda: gap.withdraw(" ")) == ("reason_missing",)
    assert stored(gap)["status"] == "Confirmed"
    with as_user(MANAGER):
        gap.withdraw("Found to be another system.")
    assert refusal_of(MANAGER, lambda: gap.withdraw("Again.")) == ("not_in_stage",)
    draft = make_evidence(system)
    with as_user(OWNER):
        draft.withdraw("Written by mistake.")
    assert stored(draft)["status"] == "Withdrawn"
    assert first_fault(system.name) is None


# -- files -------------------------------------------------------------------------------------------------------


def test_file_is_sealed_by_its_digest(system, as_user):
    content = b"\xef\xbb\xbfMinutes \xff\x00"
    evidence = make_evidence(system, "Confirmed", file=make_file(OWNER, content))
    assert evidence.file_hash == hashlib.sha256(content).hexdigest()
    assert evidence.sealed_content()["file_hash"] == evidence.file_hash


def test_public_file_is_refused(system):
    url = make_file(OWNER, is_private=0)
    assert refusal_of(OWNER, lambda: frappe.get_doc(evidence_values(system, file=url)).insert()) == ("file_is_public",)


def test_file_of_somebody_else_is_refused(system):
    """The host would attach it, and so open it to every reader of the evidence."""
    url = make_file(TOP)
    values = evidence_values(system, file=url)
    assert refusal_of(OWNER, lambda: frappe.get_doc(values).insert()) == ("file_not_on_site",)


def test_file_that_is_gone_is_not_confirmed(system):
    evidence = make_evidence(system, file=make_file(OWNER))
    frappe.db.delete("File", {"file_url": evidence.file})
    assert refusal_of(MANAGER, evidence.confirm) == ("file_not_on_site",)


# -- telling ---------------------------------------------------------------------------------------------------------


def test_expiry_is_announced_to_the_manager_and_the_recorder(system):
    evidence = make_evidence(system, "Confirmed", valid_until=add_days(today(), 30))
    draft = make_evidence(system, valid_until=add_days(today(), 30))
    notification = frappe.get_doc("Notification", "ITSM Evidence Expiring")
    named = {doc.name for doc in notification.get_documents_for_today()}
    assert evidence.name in named
    assert draft.name not in named
    notification.send(evidence)
    told = frappe.get_all("Notification Log", {"document_name": evidence.name}, pluck="for_user", order_by="name asc")
    assert {MANAGER, OWNER} <= set(told)
    assert STAFF not in told
