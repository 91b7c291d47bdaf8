"""A policy from the first word to the last acknowledgement, each step by the person whose step it is."""

import frappe
from playwright.sync_api import expect

from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, TOP

pytest_plugins = ("tests.browser.people",)

COMMITMENTS = {
    "fitness_for_purpose": "It serves the terminals.",
    "commitment_to_requirements": "We keep what we agreed.",
    "commitment_to_improvement": "We get better every quarter.",
    "objectives_framework": "Objectives are set each January.",
}


def write_policy(desk: Desk, system: str) -> str:
    """Fill and save a new policy as a person does; its audience is all staff. Returns its name."""
    desk.open("itsm-policy", "new")
    expect(desk.page.locator(f"{PAGE} .title-text")).to_have_text("New ITSM Policy")
    desk.choose("system", system)
    desk.field("title").locator("input").fill("How we run services")
    desk.field("code").locator("input").fill("SMP-07")
    desk.field("content").locator(".ql-editor[contenteditable=true]").fill(
        "We run services that the port can build on."
    )
    for fieldname, text in COMMITMENTS.items():
        desk.field(fieldname).locator("textarea").fill(text)
    desk.tab("Audience")
    desk.add_row("audience")
    desk.choose_in_row("audience", "audience", "ITSM User")
    return desk.save("ITSM Policy")


def test_from_draft_to_acknowledgement(system, desk_of):
    manager = desk_of(MANAGER)
    name = write_policy(manager, system.name)
    manager.expect_state("Draft")
    manager.act("Submit for Review")
    manager.expect_state("In Review")

    owner = desk_of(OWNER)
    form = owner.form("ITSM Policy", name)
    form.get_by_role("button", name="Record Review").click()
    owner.answer("Reads well.", "Record")

    top = desk_of(TOP)
    top.form("ITSM Policy", name)
    top.act("Approve")
    top.expect_state("Approved")
    top.act("Put In Force")
    top.expect_state("In Force")

    staff = desk_of(STAFF, PHONE)
    form = staff.form("ITSM Policy", name)
    expect(form.get_by_text("You are asked to read and acknowledge this revision.")).to_be_visible()
    assert width_beyond_screen(staff.page) <= 0
    form.get_by_role("button", name="I Have Read and Understood").click()
    expect(staff.page.get_by_text("Acknowledged.", exact=True)).to_be_visible()
    expect(form.get_by_role("button", name="I Have Read and Understood")).to_have_count(0)
    expect(form.get_by_text("You are asked to read and acknowledge this revision.")).to_be_hidden()

    fresh()
    policy = frappe.get_doc("ITSM Policy", name)
    assert (policy.workflow_state, policy.revision, policy.system) == ("In Force", 1, system.name)
    assert (policy.author, policy.reviewed_by, policy.approved_by, policy.issued_by) == (MANAGER, OWNER, TOP, TOP)
    assert policy.content_hash == policy.computed_hash()
    assert {fieldname: policy.get(fieldname) for fieldname in COMMITMENTS} == COMMITMENTS
    asked = dict(
        frappe.get_all(
            "ITSM Acknowledgement",
            filters={"reference_name": name},
            fields=["user", "status"],
            order_by="user asc",
            as_list=True,
        )
    )
    assert asked.pop(STAFF) == "Acknowledged"
    assert asked.keys() >= {MANAGER, OWNER, STAFF_TWO}
    assert set(asked.values()) == {"Open"}
    decisions = frappe.get_all(
        "ITSM Decision",
        filters={"reference_name": name},
        fields=["decision", "decided_by"],
        order_by="sequence asc",
        as_list=True,
    )
    assert decisions == (
        ("Submitted for Review", MANAGER),
        ("Reviewed", OWNER),
        ("Approved", TOP),
        ("Issued", TOP),
    )


def test_missing_parts_are_named_before_the_next_step(system, desk_of):
    with stage.acting_as(MANAGER):
        policy = frappe.get_doc(stage.policy_values(system, content="", commitment_to_improvement="")).insert()
    stage.commit(system)
    manager = desk_of(MANAGER)
    form = manager.form("ITSM Policy", policy.name)
    missing = form.locator(".form-message li")
    expect(missing).to_have_text(
        ["Write the text of the policy first.", "Write the commitment to continual improvement (c)."]
    )
    manager.field("content").locator(".ql-editor[contenteditable=true]").fill(
        "We run services that the port can build on."
    )
    manager.field("commitment_to_improvement").locator("textarea").fill("We get better every quarter.")
    form.locator(".primary-action", has_text="Save").click()
    expect(missing).to_have_count(0)
    manager.act("Submit for Review")
    manager.expect_state("In Review")
    expect(missing.filter(has_text="Record a review of this revision before it is approved.")).to_be_visible()


def test_refused_step_says_why_and_leaves_the_state(system, desk_of):
    policy = stage.make_policy(system, "Draft")
    stage.step(policy, "Submit for Review", MANAGER)
    stage.commit(system)
    top = desk_of(TOP)
    top.form("ITSM Policy", policy.name)
    top.act("Approve")
    expect(top.dialog().locator(".msgprint")).to_have_text("Record a review of this revision before it is approved.")
    expect(top.dialog().locator(".modal-title")).to_have_text("Not done")
    top.close_dialog()
    top.page.reload()
    top.shown_form("ITSM Policy", policy.name)
    top.expect_state("In Review")
    fresh()
    assert frappe.db.get_value("ITSM Policy", policy.name, "workflow_state") == "In Review"
    assert not frappe.db.exists("ITSM Decision", {"reference_name": policy.name, "decision": "Approved"})


def test_process_owner_writes_a_policy_too(system, desk_of):
    with stage.acting_as(OWNER):
        policy = frappe.get_doc(stage.policy_values(system)).insert()
    stage.commit(system)
    owner = desk_of(OWNER)
    owner.form("ITSM Policy", policy.name)
    owner.write("fitness_for_purpose", "It serves the harbour.")
    owner.save("ITSM Policy")
    owner.act("Submit for Review")
    owner.expect_state("In Review")
    fresh()
    policy.reload()
    assert (policy.workflow_state, policy.fitness_for_purpose) == ("In Review", "It serves the harbour.")


def test_next_revision_is_started_from_the_one_in_force(system, desk_of):
    policy = stage.make_policy(system, "In Force")
    stage.commit(system)
    manager = desk_of(MANAGER)
    form = manager.form("ITSM Policy", policy.name)
    form.get_by_role("button", name="New Revision").click()
    manager.expect_state("Draft")
    expect(form.locator(".form-message li")).to_have_text(["Say what changed against the earlier revision."])
    fresh()
    draft = frappe.get_doc("ITSM Policy", manager.name())
    assert (draft.revision, draft.previous_revision, draft.author) == (2, policy.name, MANAGER)
    assert frappe.db.get_value("ITSM Policy", policy.name, "workflow_state") == "In Force"


def test_withdrawal_asks_for_its_reason(system, desk_of):
    policy = stage.make_policy(system, "In Force")
    stage.commit(system)
    top = desk_of(TOP)
    top.form("ITSM Policy", policy.name)
    top.act("Withdraw")
    # Thinking again leaves everything as it is.
    top.close_dialog()
    top.expect_state("In Force")
    top.act("Withdraw")
    top.answer("The division was sold.", "Withdraw")
    top.expect_state("Withdrawn")
    fresh()
    policy.reload()
    assert (policy.workflow_state, policy.withdrawal_reason) == ("Withdrawn", "The division was sold.")
    decision = frappe.get_last_doc("ITSM Decision", {"reference_name": policy.name, "decision": "Withdrawn"})
    assert (decision.decided_by, decision.reason) == (TOP, "The division was sold.")
    open_ones = {"reference_name": policy.name, "status": "Open"}
    assert not frappe.db.exists("ITSM Acknowledgement", open_ones)


def test_sealed_fields_are_read_only(system, desk_of):
    policy = stage.make_policy(system, "In Review")
    stage.commit(system)
    manager = desk_of(MANAGER)
    form = manager.form("ITSM Policy", policy.name)
    for fieldname in ("title", "content", *COMMITMENTS):
        control = manager.field(fieldname)
        expect(control.locator(".control-value")).to_be_visible()
        expect(
            control.locator("input:visible, textarea:visible, .ql-editor[contenteditable=true]:visible")
        ).to_have_count(0)
    form.locator(".form-tabs").get_by_text("Audience").click()
    expect(manager.field("audience").get_by_role("button", name="Add Row")).to_be_hidden()
