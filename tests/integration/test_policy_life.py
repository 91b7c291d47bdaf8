"""The life of a policy, tried by every door; the database is looked at afterwards, not the refusal alone."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from sms_iso20000.api.audience import choices
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, request, save_form
from tests.integration.records import stored
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, TOP, TOP_TWO


def state_of(policy) -> str:
    return frappe.db.get_value("ITSM Policy", policy.name, "workflow_state")


def decisions_on(policy) -> list[str]:
    return frappe.get_all(
        "ITSM Decision", filters={"reference_name": policy.name}, pluck="decision", order_by="sequence asc"
    )


def test_whole_life(system, as_user):
    policy = stage.make_policy(system, "In Force")
    assert (policy.author, policy.reviewed_by, policy.approved_by, policy.issued_by) == (
        MANAGER,
        OWNER,
        TOP,
        TOP,
    )
    assert policy.revision == 1
    assert policy.content_hash == policy.computed_hash()
    assert decisions_on(policy) == ["Submitted for Review", "Reviewed", "Approved", "Issued"]
    with as_user(MANAGER):
        second = frappe.get_doc("ITSM Policy", policy.start_new_revision())
        second.change_summary = "Names the new customer."
        second.save()
    assert (second.revision, second.previous_revision) == (2, policy.name)
    assert state_of(policy) == "In Force"
    stage.take_steps(second, 3)
    policy.reload()
    assert (policy.workflow_state, policy.superseded_by) == ("Superseded", second.name)
    assert second.workflow_state == "In Force"
    assert decisions_on(policy)[-1] == "Superseded"


@pytest.mark.parametrize("door", DOORS)
def test_author_cannot_approve(door, system, as_user):
    with as_user(TOP):
        policy = frappe.get_doc(stage.policy_values(system))
        policy.insert(ignore_permissions=True)
    stage.step(policy, "Submit for Review", MANAGER)
    with as_user(OWNER):
        policy.review("Reads well.")
    with as_user(TOP):
        refusal = door(policy, workflow_state="Approved")
    assert refusal.code == "approver_is_author"
    assert state_of(policy) == "In Review"


@pytest.mark.parametrize("door", DOORS)
def test_whoever_changed_the_draft_cannot_approve(door, draft, as_user):
    with as_user(TOP):
        draft.content = "<p>Changed by top management.</p>"
        draft.save()
    stage.take_steps(draft, 1)
    with as_user(TOP):
        refusal = door(draft, workflow_state="Approved")
    assert refusal.codes == ("approver_is_author",)
    with as_user(TOP_TWO):
        assert door(draft, workflow_state="Approved") is None
    assert state_of(draft) == "Approved"


@pytest.mark.parametrize("door", DOORS)
def test_role_alone_does_not_approve(door, as_user):
    """Top management of another system has the role and is still refused."""
    policy = stage.make_policy(stage.make_system(top_management=[{"user": TOP_TWO}]), "Draft")
    stage.take_steps(policy, 1)
    with as_user(TOP):
        refusal = door(policy, workflow_state="Approved")
    assert refusal.codes == ("approver_not_top_management",)
    assert TOP in refusal.message
    assert state_of(policy) == "In Review"


@pytest.mark.parametrize("door", DOORS)
def test_manager_cannot_approve(door, in_review, as_user):
    with as_user(MANAGER):
        refusal = door(in_review, workflow_state="Approved")
    assert "approver_not_top_management" in refusal.codes
    assert state_of(in_review) == "In Review"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Draft", "Approved"),
        ("Draft", "In Force"),
        ("Draft", "Superseded"),
        ("Approved", "Draft"),
        ("In Force", "Draft"),
        ("In Force", "Superseded"),
    ],
)
def test_steps_cannot_be_skipped(door, before, after, system, as_user):
    policy = stage.make_policy(system, before)
    was = stored(policy)
    with as_user(TOP):
        refusal = door(policy, workflow_state=after)
    assert refusal.code == "illegal_step"
    assert stored(policy) == was


@pytest.mark.parametrize("door", DOORS)
def test_unknown_state_is_refused(door, draft, as_user):
    with as_user(MANAGER):
        refusal = door(draft, workflow_state="Pending")
    assert refusal is not None
    assert state_of(draft) == "Draft"


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("content", "no_content"),
        ("fitness_for_purpose", "commitment_a_missing"),
        ("commitment_to_requirements", "commitment_b_missing"),
        ("commitment_to_improvement", "commitment_c_missing"),
        ("objectives_framework", "commitment_d_missing"),
    ],
)
@pytest.mark.parametrize("empty", ["", "   ", "<p><br></p>"])
def test_commitments_are_needed(field, code, empty, system, as_user):
    policy = stage.make_policy(system, "Draft", **{field: empty})
    with as_user(MANAGER):
        refusal = save_form(policy, workflow_state="In Review")
    assert refusal.codes == (code,)
    assert state_of(policy) == "Draft"


def test_all_reasons_are_told_at_once(system, as_user):
    policy = stage.make_policy(system, "Draft", content="", fitness_for_purpose="", objectives_framework="")
    with as_user(MANAGER):
        refusal = save_form(policy, workflow_state="In Review")
    assert refusal.codes == ("no_content", "commitment_a_missing", "commitment_d_missing")


@pytest.mark.parametrize("door", DOORS)
def test_author_cannot_issue(door, approved, as_user):
    with as_user(MANAGER):
        refusal = door(approved, workflow_state="In Force")
    assert refusal.codes == ("issuer_is_author",)
    assert state_of(approved) == "Approved"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("audience", [[], [{"audience_type": "User Group", "audience": "Nobody Here"}]])
def test_empty_audience_is_refused(door, audience, system, as_user):
    if audience and not frappe.db.exists("User Group", "Nobody Here"):
        frappe.get_doc(
            {"doctype": "User Group", "name": "Nobody Here", "user_group_members": [{"user": "Guest"}]}
        ).insert()
    policy = stage.make_policy(system, "Approved", audience=audience)
    with as_user(TOP):
        refusal = door(policy, workflow_state="In Force")
    assert refusal.codes == ("empty_audience",)
    assert state_of(policy) == "Approved"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("state", ["In Review", "Approved", "In Force"])
@pytest.mark.parametrize(
    "change",
    [
        {"content": "<p>Something else.</p>"},
        {"title": "Another title"},
        {"commitment_to_improvement": ""},
        {"audience": []},
    ],
)
def test_sealed_content_stays(door, state, change, system, as_user):
    policy = stage.make_policy(system, state)
    was = stored(policy)
    with as_user(TOP):
        refusal = door(policy, **change)
    assert refusal.codes == ("content_sealed",)
    assert stored(policy) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change",
    [
        {"content_hash": "0" * 64},
        {"approved_by": TOP_TWO},
        {"author": STAFF},
        {"revision": 7},
        {"reviewed_by": STAFF},
        {"next_review_on": "2099-01-01"},
        {"contributors": []},
    ],
)
def test_life_fields_are_not_written_by_hand(door, change, approved, as_user):
    was = stored(approved)
    with as_user(TOP):
        refusal = door(approved, **change)
    assert refusal.codes == ("changed_by_hand",)
    assert stored(approved) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("field", ["system", "code"])
def test_identity_is_fixed(door, field, draft, as_user):
    other = "OTHER"
    if field == "system":
        system = stage.make_system()
        stage.wipe_later(system)
        other = system.name
    with as_user(MANAGER):
        refusal = door(draft, **{field: other})
    assert refusal.code == "CannotChangeConstantError"
    assert frappe.db.get_value("ITSM Policy", draft.name, field) == draft.get(field)


@pytest.mark.parametrize("door", DOORS)
def test_unknown_audience_is_refused(door, draft, as_user):
    with as_user(MANAGER):
        refusal = door(draft, audience=[{"audience_type": "Role", "audience": "No Such Role"}])
    assert refusal.codes == ("unknown_audience",)
    assert [row.audience for row in frappe.get_doc("ITSM Policy", draft.name).audience] == list(stage.AUDIENCE)


def test_audience_is_offered_to_those_who_write_policies(as_user):
    """The manager is no System Manager, and need not be to name a role."""
    with as_user(MANAGER):
        assert {"value": "ITSM User", "label": "ITSM User"} in choices("Role", "ITSM")
        assert [row["value"] for row in choices("User", STAFF)] == [STAFF]
        assert choices("Has Role", "") == []
    with as_user(STAFF), pytest.raises(frappe.PermissionError):
        choices("Role", "")


def test_content_and_step_are_two_savings(draft, as_user):
    with as_user(MANAGER):
        refusal = save_form(draft, content="<p>New.</p>", workflow_state="In Review")
    assert refusal.codes == ("content_and_step",)


@pytest.mark.parametrize(
    "values",
    [{"workflow_state": "In Force"}, {"approved_by": TOP}, {"content_hash": "0" * 64}, {"revision": 9}],
)
def test_new_revision_starts_as_draft(values, system, as_user):
    stage.commit(system)
    before = frappe.db.count("ITSM Policy", {"system": system.name})
    with as_user(MANAGER):
        refusal = request("POST", "/api/resource/ITSM Policy", stage.policy_values(system, **values))
    assert refusal.codes == ("new_not_draft",)
    assert frappe.db.count("ITSM Policy", {"system": system.name}) == before


def test_one_revision_in_preparation(in_force, as_user):
    with as_user(MANAGER):
        draft = in_force.start_new_revision()
        with pytest.raises(Refused) as refusal:
            in_force.start_new_revision()
    assert refusal.value.codes == ("revision_in_preparation",)
    assert draft in str(refusal.value)


@pytest.mark.parametrize("door", DOORS)
def test_second_policy_in_force_is_refused(door, in_force, system, as_user):
    other = stage.make_policy(system, "Approved", code="SMP-02")
    with as_user(TOP):
        refusal = door(other, workflow_state="In Force")
    assert refusal.codes == ("second_in_force",)
    assert state_of(other) == "Approved"
    assert state_of(in_force) == "In Force"


def test_review_by_a_contributor_does_not_count(draft, as_user):
    stage.step(draft, "Submit for Review", MANAGER)
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        draft.review("I like it.")
    assert refusal.value.codes == ("reviewer_is_author",)
    with as_user(TOP):
        assert "not_reviewed" in save_form(draft, workflow_state="Approved").codes


def test_return_to_draft_opens_the_content_and_forgets_the_review(in_review, as_user):
    stage.step(in_review, "Return to Draft", OWNER)
    assert (in_review.content_hash, in_review.reviewed_by) == ("", None)
    with as_user(MANAGER):
        assert save_form(in_review, content="<p>Better.</p>") is None


def test_withdrawal_needs_a_reason_and_top_management(in_force, as_user):
    with as_user(TOP):
        assert save_form(in_force, workflow_state="Withdrawn").codes == ("no_withdrawal_reason",)
        in_force.give_withdrawal_reason("The unit is dissolved.")
        assert in_force.workflow_state == "In Force"
        apply_workflow(in_force, "Withdraw")
    assert state_of(in_force) == "Withdrawn"
    assert decisions_on(in_force)[-1] == "Withdrawn"
    statuses = frappe.get_all(
        "ITSM Acknowledgement", {"reference_name": in_force.name}, pluck="status", order_by="name asc"
    )
    assert statuses == ["Lapsed"] * 2


def test_manager_cannot_withdraw_what_is_in_force(in_force, as_user):
    with as_user(MANAGER):
        in_force.give_withdrawal_reason("Mine to end?")
        refusal = save_form(in_force, workflow_state="Withdrawn")
    assert refusal.codes == ("withdrawal_not_top_management",)
    assert state_of(in_force) == "In Force"


def test_manager_withdraws_what_is_still_in_review(in_review, as_user):
    with as_user(MANAGER):
        in_review.give_withdrawal_reason("We start again.")
        assert save_form(in_review, workflow_state="Withdrawn") is None
    assert state_of(in_review) == "Withdrawn"


def test_reviewed_without_change_is_recorded(in_force, as_user):
    frappe.db.set_value("ITSM Policy", in_force.name, "next_review_on", "2020-01-01")
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        in_force.keep_unchanged("Still fits.")
    assert refusal.value.codes == ("review_not_top_management",)
    with as_user(TOP):
        in_force.keep_unchanged("Still fits.")
    in_force.reload()
    assert in_force.next_review_on > frappe.utils.getdate()
    assert decisions_on(in_force)[-1] == "Reviewed Without Change"


def test_methods_ignore_what_the_form_says(in_force, as_user):
    """A request can carry any values; the method looks at the stored ones."""
    pretended = frappe.get_doc({**in_force.as_dict(), "workflow_state": "In Review", "contributors": []})
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        pretended.review("Hello.")
    assert refusal.value.codes == ("not_in_review",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", "<p>x</p>"),
        ("workflow_state", "Draft"),
        ("content_hash", ""),
        ({"approved_by": STAFF}, None),
    ],
)
def test_db_set_is_guarded(field, value, in_force):
    was = stored(in_force)
    with pytest.raises(Refused) as refusal:
        frappe.get_doc("ITSM Policy", in_force.name).db_set(field, value)
    assert refusal.value.codes == ("changed_by_hand",)
    assert stored(in_force) == was


@pytest.mark.parametrize("user", ["Administrator", MANAGER, TOP])
def test_nothing_is_renamed_or_deleted(user, in_force, as_user):
    with as_user(user):
        with pytest.raises(frappe.ValidationError):
            frappe.rename_doc("ITSM Policy", in_force.name, "ITSM-POL-RENAMED", force=user == "Administrator")
        with pytest.raises((Refused, frappe.PermissionError)):
            frappe.delete_doc("ITSM Policy", in_force.name)
    assert frappe.db.exists("ITSM Policy", in_force.name)


def test_audience_is_asked_at_issue(in_force):
    asked = frappe.get_all(
        "ITSM Acknowledgement",
        {"reference_name": in_force.name},
        ["user", "status", "revision"],
        order_by="user asc",
    )
    assert [(row.user, row.status, row.revision) for row in asked] == [
        (STAFF_TWO, "Open", 1),
        (STAFF, "Open", 1),
    ]


def test_content_is_sealed_as_the_host_cleaned_it(system, as_user):
    """The host turns addresses into links and strips scripts after our rules ran; the seal is of the result."""
    policy = stage.make_policy(
        system, "Draft", content='<p onclick="x()">See http://example.com &amp; <script>alert(1)</script></p>'
    )
    stage.take_steps(policy, 3)
    assert policy.workflow_state == "In Force"
    assert frappe.get_doc("ITSM Policy", policy.name).computed_hash() == policy.content_hash
