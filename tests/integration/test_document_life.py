"""The life of a document, tried by every door; the database is looked at afterwards, not the refusal alone."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, today

from sms_iso20000.evidence.verification import Fault, first_fault
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, call, request, save_form
from tests.integration.made.documents import document_values, make_document
from tests.integration.made.processes import process_of
from tests.integration.records import decisions_on, stored
from tests.integration.stage import AUDITOR, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP, TOP_TWO, acting_as

EXTERNAL = {"kind": "External Document", "content": ""}
MASTER = {"issuer": "Ministry", "edition": "2025", "master_location": "Official journal"}


def state_of(document) -> str:
    return frappe.db.get_value("ITSM Document", document.name, "workflow_state")


def attach(content: bytes = b"As agreed.", name: str = "agreement.txt", user: str = MANAGER, private: int = 1):
    with acting_as(user):
        return frappe.get_doc(
            {"doctype": "File", "file_name": f"{frappe.generate_hash(length=8)}-{name}", "is_private": private}
            | {"content": content}
        ).insert()


@pytest.fixture
def draft(system):
    return make_document(system, "Draft")


# -- the whole of it -------------------------------------------------------------------------------------------------


def test_whole_life(system, as_user):
    document = make_document(system)
    assert (document.author, document.reviewed_by, document.approved_by, document.issued_by) == (
        MANAGER,
        OWNER,
        TOP,
        TOP,
    )
    assert [decision for decision, _by in decisions_on(document)] == [
        "Submitted for Review",
        "Reviewed",
        "Approved",
        "Issued",
    ]
    with as_user(MANAGER):
        second = frappe.get_doc("ITSM Document", document.start_new_revision())
        second.change_summary = "Names the new customer."
        second.save()
    assert (second.code, second.revision, second.previous_revision) == (document.code, 2, document.name)
    assert state_of(document) == "In Force"
    stage.take_steps(second, 3)
    document.reload()
    assert (document.workflow_state, document.superseded_by) == ("Superseded", second.name)
    assert second.workflow_state == "In Force"
    assert first_fault(system.name) is None


@pytest.mark.parametrize("door", DOORS)
def test_superseded_revision_is_not_restored(door, system, as_user):
    first = make_document(system)
    with as_user(MANAGER):
        second = frappe.get_doc("ITSM Document", first.start_new_revision())
        second.change_summary = "Shorter."
        second.save()
    stage.take_steps(second, 3)
    first.reload()
    was = stored(first)
    with as_user(TOP):
        for state in ("In Force", "Draft", "Approved"):
            assert door(first, workflow_state=state).codes == ("illegal_step",)
    assert stored(first) == was
    assert state_of(second) == "In Force"


def test_two_documents_live_side_by_side(system):
    one, other = make_document(system), make_document(system, code="PRO-02")
    assert (state_of(one), state_of(other)) == ("In Force", "In Force")


# -- code and revision -----------------------------------------------------------------------------------------------


def test_code_in_preparation_is_not_taken_twice(draft, system, as_user):
    stage.commit(system)
    with as_user(MANAGER):
        refusal = request("POST", "/api/resource/ITSM Document", document_values(system))
        assert refusal.codes == ("revision_in_preparation",)
        refusal = request("POST", "/api/resource/ITSM Document", document_values(system, code="X", revision=1))
        assert refusal.codes == ("new_not_draft",)
    assert frappe.db.count("ITSM Document", {"system": system.name}) == 1


def test_database_holds_code_and_revision_once(draft):
    copy = frappe.copy_doc(draft)
    copy.update({"revision": 1, "name": "ITSM-DOC-TWICE"})
    with pytest.raises(Exception) as fault:
        copy.db_insert()
    refused = isinstance(fault.value, frappe.UniqueValidationError | frappe.DuplicateEntryError)
    assert refused or frappe.db.is_duplicate_entry(fault.value)


def test_same_code_in_another_system_is_another_document(draft):
    other = make_document(stage.make_system(), "Draft")
    assert (other.code, other.revision) == (draft.code, 1)


# -- what a draft names ----------------------------------------------------------------------------------------------


def uses(*rows: tuple[str, str | None]) -> list[dict]:
    return [{"use_doctype": doctype, "use_name": name} for doctype, name in rows]


BAD_DRAFTS = {
    "approver is author": ({"approver": MANAGER}, "approver_wrote_it"),
    "approver may only read": ({"approver": STAFF}, "writes_no_documents"),
    "owner may only read": ({"document_owner": AUDITOR}, "writes_no_documents"),
    "reviewer is author": ({"reviewers": [{"user": MANAGER}]}, "named_reviewer_wrote_it"),
    "reviewer twice": ({"reviewers": [{"user": STAFF}, {"user": STAFF}]}, "reviewer_named_twice"),
    "reviewer may not read": ({"reviewers": [{"user": OUTSIDER}]}, "reads_no_documents"),
    "effective yesterday": ({"effective_on": "2020-01-01"}, "effective_day_passed"),
    "use twice": ({"points_of_use": uses(("ITSM Risk", None), ("ITSM Risk", None))}, "use_named_twice"),
    "use is a row": ({"points_of_use": uses(("ITSM Document Use", None))}, "doctype_without_records"),
    "use is a single": ({"points_of_use": uses(("System Settings", None))}, "doctype_without_records"),
    "use is not there": ({"points_of_use": uses(("ITSM Process", "NOWHERE"))}, "LinkValidationError"),
    "use of no type": ({"points_of_use": uses(("No Such Type", None))}, "LinkValidationError"),
    "no such file": ({"file": "/private/files/nowhere.pdf"}, "file_not_on_site"),
    "file elsewhere": ({"file": "https://example.com/law.pdf"}, "file_not_on_site"),
    "unknown kind": ({"kind": "Song"}, "ValidationError"),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("case", BAD_DRAFTS)
def test_bad_drafts_are_refused(case, door, draft, as_user):
    change, code = BAD_DRAFTS[case]
    was = stored(draft)
    with as_user(MANAGER):
        refusal = door(draft, **change)
    assert refusal.codes == (code,)
    assert stored(draft) == was


@pytest.mark.parametrize("change", [{"approver": MANAGER}, {"effective_on": "2020-01-01"}])
def test_bad_drafts_are_not_made(change, system, as_user):
    with as_user(MANAGER), pytest.raises(Refused):
        frappe.get_doc(document_values(system, **change)).insert()
    assert not frappe.db.exists("ITSM Document", {"system": system.name})


@pytest.mark.parametrize("door", DOORS)
def test_approver_who_writes_is_no_approver_any_more(door, draft, as_user):
    with as_user(TOP):
        assert door(draft, content="<p>By top management.</p>").codes == ("approver_wrote_it",)
        assert door(draft, content="<p>By top management.</p>", approver=TOP_TWO) is None
    draft.reload()
    assert {row.user for row in draft.contributors} == {MANAGER, TOP}


@pytest.mark.parametrize("door", DOORS)
def test_use_of_another_system_is_refused(door, draft, as_user):
    other = stage.make_system()
    stage.wipe_later(other)
    process = process_of(other, "9.2")
    with as_user(MANAGER):
        for use in (("ITSM Process", process.name), ("ITSM System", other.name)):
            assert door(draft, points_of_use=uses(use)).codes == ("other_system",)
    assert not frappe.db.exists("ITSM Document Use", {"parent": draft.name})


def test_uses_of_all_sorts_are_kept(draft, system, as_user):
    process = process_of(frappe.get_doc("ITSM System", system.name), "9.2")
    wanted = (("ITSM Process", process.name), ("ITSM Risk", None), ("User", STAFF), ("ITSM System", system.name))
    with as_user(MANAGER):
        assert save_form(draft, points_of_use=uses(*wanted)) is None
    draft.reload()
    assert tuple((row.use_doctype, row.use_name) for row in draft.points_of_use) == wanted


def test_who_has_left_is_not_newly_named(draft, as_user):
    frappe.db.set_value("User", TOP_TWO, "enabled", 0)
    with as_user(MANAGER):
        assert save_form(draft, approver=TOP_TWO).codes == ("person_not_enabled",)
    # Who leaves later keeps no draft from being written, yet has to be replaced before the review.
    frappe.db.set_value("User", TOP, "enabled", 0)
    with as_user(MANAGER):
        assert save_form(draft, content="<p>Other.</p>") is None
        draft.reload()
        assert save_form(draft, workflow_state="In Review").codes == ("person_not_enabled",)


def test_people_of_another_system_are_not_named(draft, as_user):
    other = stage.make_system()
    permission = {"doctype": "User Permission", "user": TOP_TWO, "allow": "ITSM System", "for_value": other.name}
    frappe.get_doc(permission).insert()
    with as_user(MANAGER):
        assert save_form(draft, approver=TOP_TWO).codes == ("writes_no_documents",)


def test_approver_may_start_the_next_revision_and_has_to_name_another(system, as_user):
    document = make_document(system, approver=TOP)
    frappe.get_doc("User", TOP).add_roles("ITSM Manager")
    with as_user(TOP):
        second = frappe.get_doc("ITSM Document", document.start_new_revision())
        assert second.approver == TOP
        assert save_form(second, change_summary="Shorter.").codes == ("approver_wrote_it",)
        assert "approver_wrote_it" in save_form(second, workflow_state="In Review").codes
        assert save_form(second, change_summary="Shorter.", approver=TOP_TWO) is None


# -- content ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("empty", ["", "<p><br></p>"])
def test_nothing_goes_on_without_content(door, empty, system, as_user):
    document = make_document(system, "Draft", content=empty)
    with as_user(MANAGER):
        refusal = door(document, workflow_state="In Review")
    assert refusal.codes == ("no_document_content",)
    assert state_of(document) == "Draft"


def test_external_document_says_whose_it_is(system, as_user):
    document = make_document(system, "Draft", **EXTERNAL)
    with as_user(MANAGER):
        refusal = save_form(document, workflow_state="In Review")
        assert refusal.codes == ("no_issuer", "no_edition", "no_master_location")
        assert save_form(document, **MASTER) is None
    document.reload()
    stage.take_steps(document, 3)
    assert state_of(document) == "In Force"
    assert {field: document.get(field) for field in MASTER} == MASTER


@pytest.mark.parametrize("door", DOORS)
def test_other_kinds_have_no_master_elsewhere(door, draft, as_user):
    with as_user(MANAGER):
        assert door(draft, **MASTER) is None
    draft.reload()
    assert [draft.get(field) for field in MASTER] == [None] * 3


@pytest.mark.parametrize("door", DOORS)
def test_scripts_are_cleaned(door, draft, as_user):
    bad = '<p onclick="x()">Fine<script>alert(1)</script><img src=x onerror="y()"></p>'
    with as_user(MANAGER):
        assert door(draft, content=bad, title="Rules <script>alert(2)</script>") is None
    draft.reload()
    for trace in ("<script", "onclick", "onerror"):
        assert trace not in draft.content + draft.title
    assert "Fine" in draft.content
    stage.take_steps(draft, 3)
    assert draft.computed_hash() == draft.content_hash


# -- files -----------------------------------------------------------------------------------------------------------


def test_file_serves_as_content_and_is_sealed_by_its_digest(system, as_user):
    file = attach()
    document = make_document(system, "Draft", content="", file=file.file_url)
    assert not document.file_hash
    stage.step(document, "Submit for Review", MANAGER)
    assert document.file_hash == sha256(b"As agreed.").hexdigest()
    assert document.content_hash == document.computed_hash()
    stage.step(document, "Return to Draft", MANAGER)
    assert (document.file_hash, document.content_hash) == ("", "")
    stage.take_steps(document, 3)
    assert document.file_hash == sha256(b"As agreed.").hexdigest()
    frappe.db.set_value("ITSM Document", document.name, "file_hash", "0" * 64)
    assert first_fault(system.name) == Fault("ITSM Document", document.name, "content_changed")


@pytest.mark.parametrize(("before", "after"), [("In Review", "Approved"), ("Approved", "In Force")])
def test_file_changed_on_disk_stops_the_next_step(before, after, system, as_user):
    file = attach()
    document = make_document(system, before, file=file.file_url)
    Path(file.get_full_path()).write_bytes(b"As never agreed.")
    with as_user(TOP):
        assert save_form(document, workflow_state=after).codes == ("file_not_as_reviewed",)
    assert state_of(document) == before


@pytest.mark.parametrize("door", DOORS)
def test_sealed_file_is_not_exchanged(door, system, as_user):
    document = make_document(system, "In Review", file=attach().file_url)
    other = attach(b"Other.")
    was = stored(document)
    with as_user(MANAGER):
        assert door(document, file=other.file_url).codes == ("content_sealed",)
        assert door(document, file_hash=sha256(b"Other.").hexdigest()).codes == ("changed_by_hand",)
    assert stored(document) == was


def test_public_file_and_file_of_others_are_refused(draft, as_user):
    public, theirs = attach(private=0), attach(user=STAFF)
    with as_user(MANAGER):
        assert save_form(draft, file=public.file_url).codes == ("file_is_public",)
        assert save_form(draft, file=theirs.file_url).codes == ("file_not_on_site",)
    assert not stored(draft)["file"]


def test_file_type_the_site_forbids_is_refused(draft, as_user):
    files = attach(b"Sums.", "macro.xlsm"), attach(b"Words.", "law.TXT")
    with only_allowing("TXT\nDOCX"), as_user(MANAGER):
        refusal = save_form(draft, file=files[0].file_url)
        assert (refusal.codes, "XLSM" in refusal.message) == (("file_type_forbidden",), True)
        assert not stored(draft)["file"]
        assert save_form(draft, file=files[1].file_url) is None
    assert stored(draft)["file"] == files[1].file_url


class only_allowing:
    """The site allows these file types alone. Earlier releases of the host lack the setting: there it is added, as in
    the later ones."""

    def __init__(self, types: str):
        self.types = types

    def __enter__(self):
        field = {"dt": "System Settings", "fieldname": "allowed_file_extensions", "fieldtype": "Small Text"}
        if not frappe.get_meta("System Settings").has_field(field["fieldname"]):
            frappe.get_doc({"doctype": "Custom Field", "label": "Allowed File Extensions", **field}).insert()
        self._set(self.types)

    def __exit__(self, *_fault):
        self._set("")
        frappe.db.delete("Custom Field", {"dt": "System Settings", "fieldname": "allowed_file_extensions"})
        frappe.clear_cache(doctype="System Settings")

    def _set(self, types: str) -> None:
        frappe.db.set_single_value("System Settings", "allowed_file_extensions", types)
        frappe.clear_cache(doctype="System Settings")
        # The host remembers them for as long as the request lasts.
        if hasattr(frappe.local, "system_settings"):
            del frappe.local.system_settings


def test_fifty_megabytes_are_refused_and_change_nothing(draft, system, as_user):
    stage.commit(system)
    was, files = stored(draft), frappe.db.count("File")
    large = b"x" * (50 * 1024 * 1024)
    target = {"attached_to_doctype": draft.doctype, "attached_to_name": draft.name, "attached_to_field": "file"}
    body = {"file_name": "large.txt", "is_private": 1, "content": b64encode(large).decode(), "decode": 1, **target}
    with as_user(MANAGER):
        assert call("POST", "/api/resource/File", body)[0] == 413
        with pytest.raises(frappe.exceptions.ValidationError) as refusal:
            frappe.get_doc({"doctype": "File", **body, "content": large, "decode": 0}).insert()
    assert type(refusal.value).__name__ == "MaxFileSizeReachedError"
    assert (stored(draft), frappe.db.count("File")) == (was, files)


# -- review ----------------------------------------------------------------------------------------------------------


def test_named_reviewers_review_and_nobody_else(system, as_user):
    document = make_document(system, "Draft", reviewers=[{"user": STAFF}, {"user": STAFF_TWO}])
    stage.step(document, "Submit for Review", MANAGER)
    with as_user(OWNER), pytest.raises(Refused) as refusal:
        document.review("Reads well.")
    assert refusal.value.codes == ("reviewer_not_named",)
    stage.commit(system)
    body = {"dt": document.doctype, "dn": document.name, "method": "review", "args": '{"remarks": "Fine."}'}
    with as_user(STAFF):
        assert request("POST", "/api/method/run_doc_method", body) is None
    document.reload()
    assert document.reviewed_by == STAFF
    with as_user(TOP):
        refusal = save_form(document, workflow_state="Approved")
        assert (refusal.codes, STAFF_TWO in refusal.message) == (("reviewer_missing",), True)
    with as_user(STAFF_TWO):
        document.review("Fine, too.")
    with as_user(TOP):
        assert save_form(document, workflow_state="Approved") is None
    assert decisions_on(document)[1:] == [("Reviewed", STAFF), ("Reviewed", STAFF_TWO), ("Approved", TOP)]


@pytest.mark.parametrize("user", [STAFF, AUDITOR])
def test_reader_who_is_not_named_reviews_nothing(user, system, as_user):
    document = make_document(system, "Draft")
    stage.step(document, "Submit for Review", MANAGER)
    # A request can carry any values; the reviewers that count are the stored ones.
    pretended = frappe.get_doc({**document.as_dict(), "reviewers": [{"user": user}]})
    with as_user(user), pytest.raises(frappe.PermissionError):
        pretended.review("Mine.")
    assert not stored(document)["reviewed_by"]
    assert [decision for decision, _by in decisions_on(document)] == ["Submitted for Review"]


def test_review_of_other_content_does_not_count(system, as_user):
    document = make_document(system, "Draft", reviewers=[{"user": STAFF}])
    stage.step(document, "Submit for Review", MANAGER)
    with as_user(STAFF):
        document.review("Fine.")
    stage.step(document, "Return to Draft", MANAGER)
    with as_user(MANAGER):
        assert save_form(document, content="<p>Other.</p>") is None
    document.reload()
    stage.step(document, "Submit for Review", MANAGER)
    with as_user(TOP):
        assert set(save_form(document, workflow_state="Approved").codes) == {"not_reviewed", "reviewer_missing"}


# -- approval, issue, withdrawal -------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [MANAGER, OWNER, TOP_TWO])
def test_only_the_approver_approves(door, user, system, as_user):
    document = make_document(system, "In Review")
    with as_user(user):
        assert "approver_not_named" in door(document, workflow_state="Approved").codes
    assert state_of(document) == "In Review"


@pytest.mark.parametrize("door", DOORS)
def test_effect_before_approval_is_refused(door, system, as_user):
    document = make_document(system, "Draft", effective_on=today())
    frappe.db.set_value("ITSM Document", document.name, "effective_on", add_days(today(), -1))
    document.reload()
    stage.take_steps(document, 1)
    with as_user(TOP):
        assert door(document, workflow_state="Approved").codes == ("effective_before_approval",)
    assert state_of(document) == "In Review"


@pytest.mark.parametrize("door", DOORS)
def test_not_in_force_before_its_day(door, system, as_user):
    document = make_document(system, "Approved", effective_on=add_days(today(), 3))
    with as_user(TOP):
        assert door(document, workflow_state="In Force").codes == ("not_effective_yet",)
    assert state_of(document) == "Approved"


@pytest.mark.parametrize("state", ["In Review", "Approved", "In Force"])
@pytest.mark.parametrize(
    "change",
    [
        {"content": "<p>Other.</p>"},
        {"kind": "Plan"},
        {"approver": TOP_TWO},
        {"reviewers": [{"user": STAFF}]},
        {"points_of_use": uses(("ITSM Risk", None))},
        {"audience": []},
        {"is_restricted": 1},
        {"effective_on": "2099-01-01"},
    ],
)
def test_sealed_content_stays(state, change, system, as_user):
    document = make_document(system, state)
    was = stored(document)
    with as_user(MANAGER):
        assert save_form(document, **change).codes == ("content_sealed",)
    assert stored(document) == was


def test_withdrawal_is_the_approvers(system, as_user):
    document = make_document(system)
    with as_user(TOP_TWO):
        document.give_withdrawal_reason("Not mine to end.")
        assert save_form(document, workflow_state="Withdrawn").codes == ("withdrawal_not_by_approver",)
    with as_user(TOP):
        document.give_withdrawal_reason("The service has ended.")
        apply_workflow(document, "Withdraw")
    assert state_of(document) == "Withdrawn"
    assert decisions_on(document)[-1] == ("Withdrawn", TOP)


@pytest.mark.parametrize("user", [OWNER, TOP])
def test_owner_and_approver_keep_it_unchanged(user, system, as_user):
    document = make_document(system, review_interval=6)
    frappe.db.set_value("ITSM Document", document.name, "next_review_on", "2020-01-01")
    for other in (MANAGER, TOP_TWO):
        with as_user(other), pytest.raises(Refused) as refusal:
            document.keep_unchanged("Still fits.")
        assert refusal.value.codes == ("keeper_not_named",)
    with as_user(user):
        document.keep_unchanged("Still fits.")
    document.reload()
    assert document.next_review_on == getdate(frappe.utils.add_months(today(), 6))
    assert (document.revision, decisions_on(document)[-1]) == (1, ("Reviewed Without Change", user))


@pytest.mark.parametrize("user", ["Administrator", MANAGER, TOP])
def test_nothing_is_renamed_or_deleted(user, system, as_user):
    document = make_document(system)
    with as_user(user):
        with pytest.raises(frappe.ValidationError):
            frappe.rename_doc("ITSM Document", document.name, "ITSM-DOC-RENAMED", force=user == "Administrator")
        with pytest.raises((Refused, frappe.PermissionError)):
            frappe.delete_doc("ITSM Document", document.name)
    assert frappe.db.exists("ITSM Document", document.name)
