"""Retention rules: what they may say, who puts them in force, and that nothing they keep can be deleted (4.3.3)."""

import json

import frappe
import pytest
from frappe.client import delete as client_delete
from frappe.desk.reportview import delete_bulk, delete_items
from frappe.utils import add_days, add_months, formatdate, getdate, today

from sms_iso20000.evidence.decisions import chain_of
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.retention import due, still_due
from sms_iso20000.governance.retention_conflicts import conflicts, tell_managers
from sms_iso20000.governance.retention_guard import REMEMBERED, refuse_deletion_of_kept
from sms_iso20000.refusal import Refused
from sms_iso20000.sms_iso20000.report.itsm_retention_overview.itsm_retention_overview import execute
from tests.integration import stage
from tests.integration.doors import DOORS, call, request
from tests.integration.made.retention import make_rule, rule_values
from tests.integration.stage import ADMIN, AUDITOR, MANAGER, OWNER, TICKET, TOP, TOP_TWO

RULE = "ITSM Retention Rule"


def make_ticket(system, months_ago: int | None = 0, **values):
    closed = f"{add_months(today(), -months_ago)} 12:00:00" if months_ago is not None else None
    return frappe.get_doc({"doctype": TICKET, "subject": system.name, "closed": closed, **values}).insert()


def refused(work) -> tuple[str, ...]:
    """The codes with which `work` is refused."""
    frappe.db.savepoint("refused")
    with pytest.raises(Refused) as refusal:
        work()
    frappe.db.rollback(save_point="refused")
    return refusal.value.codes


# -- what is due -----------------------------------------------------------------------------------------------------


def test_what_is_due(system):
    rule = make_rule(system)
    old, older, young, unbegun = (make_ticket(system, months) for months in (12, 24, 11, None))
    day = getdate(today())
    assert due(rule, day) == [older.name, old.name]
    assert due(rule, add_days(day, -1)) == [older.name]
    assert still_due(rule, day, [old.name, young.name, unbegun.name]) == {old.name}
    assert still_due(rule, day, []) == set()


@pytest.mark.parametrize("status", ["Draft", "Withdrawn"])
def test_nothing_is_due_under_a_rule_that_is_not_in_force(system, status):
    ticket = make_ticket(system, 24)
    rule = make_rule(system, status)
    assert due(rule, getdate(today())) == []
    assert still_due(rule, getdate(today()), [ticket.name]) == set()


def test_nothing_is_due_under_hold_nor_where_it_is_kept_for_good(system):
    make_ticket(system, 24)
    assert due(make_rule(system, disposal_method="Keep"), getdate(today())) == []
    other = stage.make_system()
    make_ticket(other, 24)
    rule = make_rule(other)
    with stage.acting_as(MANAGER):
        rule.place_hold("A claim is pending.")
    assert due(rule, getdate(today())) == []


def test_what_another_rule_keeps_is_not_due(system):
    rule = make_rule(system)
    ticket, free = make_ticket(system, 24, team="Desk"), make_ticket(system, 24, team="Network")
    longer = {"subject": system.name, "team": "Desk"}
    make_rule(stage.make_system(), filters=json.dumps(longer), retention_months=36)
    assert due(rule, getdate(today())) == [free.name]
    assert still_due(rule, getdate(today()), [ticket.name, free.name]) == {free.name}


def test_filters_with_operators(system):
    rows = [["subject", "=", system.name], ["team", "in", ["Desk"]]]
    rule = make_rule(system, filters=json.dumps(rows))
    mine, _other = make_ticket(system, 24, team="Desk"), make_ticket(system, 24, team="Network")
    assert due(rule, getdate(today())) == [mine.name]


def test_asking_what_is_due_costs_the_same_for_many(system, query_count):
    rule = make_rule(system)
    day = getdate(today())
    due(rule, day)
    stage.bulk_tickets(system.name, add_months(day, -24), 10)
    few = query_count(lambda: due(rule, day))
    stage.bulk_tickets(system.name, add_months(day, -24), 990)
    assert query_count(lambda: due(rule, day)) == few
    assert len(due(rule, day)) == 1000


# -- what a rule may say ---------------------------------------------------------------------------------------------

BAD = [
    ({"start_field": "nowhere"}, "unknown_field"),
    ({"start_field": "subject"}, "field_not_a_date"),
    ({"start_field": "owner"}, "field_not_a_date"),
    ({"filters": "{not json"}, "rule_filters_not_rows"),
    ({"filters": '"text"'}, "rule_filters_not_rows"),
    ({"filters": '[["Test Ticket", "subject", "=", "x"]]'}, "rule_filters_not_rows"),
    ({"filters": '{"nowhere": 1}'}, "unknown_field"),
    ({"filters": '{"cost": 1}'}, "field_not_readable"),
    ({"filters": '{"subject; drop": 1}'}, "unknown_field"),
    ({"filters": '{"subject": {"a": 1}}'}, "filter_value_unfit"),
    ({"filters": '{"subject": ["descendants of", "x"]}'}, "filter_operator_unknown"),
    ({"retention_months": 0}, "period_missing"),
    ({"retention_months": "abc"}, "period_not_whole_months"),
    ({"retention_months": 1201}, "period_too_long"),
    ({"document_type": "Logs To Clear"}, "doctype_without_records"),
    ({"document_type": "System Settings"}, "doctype_without_records"),
    ({"document_type": "RQ Job"}, "doctype_without_records"),
    ({"document_type": "Webhook"}, "doctype_not_readable"),
    ({"document_type": "ITSM Policy", "start_field": "issued_on", "filters": ""}, "disposal_of_own_records"),
    ({"rule_owner": "left@sms.example.com"}, "person_not_enabled"),
    ({"disposal_method": "Anonymise"}, "nothing_to_anonymise"),
    ({"disposal_method": "Anonymise", "anonymise_fields": [{"field_name": "closed"}]}, "start_emptied"),
    ({"disposal_method": "Anonymise", "anonymise_fields": [{"field_name": "nowhere"}]}, "field_not_to_be_emptied"),
    ({"anonymise_fields": [{"field_name": "team"}]}, "fields_without_anonymising"),
]


@pytest.fixture
def left():
    """Somebody who cannot sign in any more."""
    values = {"doctype": "User", "email": "left@sms.example.com", "first_name": "Left", "enabled": 0}
    return frappe.get_doc({**values, "send_welcome_email": 0}).insert()


@pytest.mark.parametrize(("values", "code"), BAD)
def test_what_a_rule_cannot_say(system, left, values, code, as_user):
    with as_user(MANAGER):
        assert code in refused(lambda: frappe.get_doc(rule_values(system, **values)).insert())
    assert not frappe.db.exists(RULE, {"system": system.name})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("values", "code"), [BAD[0], BAD[3], BAD[11]])
def test_what_a_rule_cannot_say_by_any_door(system, door, values, code, as_user):
    rule = make_rule(system, "Draft")
    with as_user(MANAGER):
        assert code in door(rule, **values).codes
    field = next(iter(values))
    assert frappe.db.get_value(RULE, rule.name, field) == rule.get(field)


def test_a_record_type_that_does_not_exist(system, as_user):
    with as_user(MANAGER), pytest.raises(frappe.LinkValidationError):
        frappe.get_doc(rule_values(system, document_type="No Such Type")).insert()


@pytest.mark.parametrize(
    "values",
    [
        {"start_field": "creation"},
        {"disposal_method": "Keep", "retention_months": 0},
        {"filters": ""},
        {"disposal_method": "Anonymise", "anonymise_fields": [{"field_name": "team"}]},
        {"document_type": "ITSM Policy", "start_field": "issued_on", "filters": "", "disposal_method": "Keep"},
    ],
)
def test_what_a_rule_may_say(system, values, as_user):
    with as_user(MANAGER):
        rule = frappe.get_doc(rule_values(system, **values)).insert()
    assert (rule.status, rule.author) == ("Draft", MANAGER)


# -- its life --------------------------------------------------------------------------------------------------------


def test_a_second_person_puts_it_in_force(system, as_user):
    rule = make_rule(system, "Draft")
    with as_user(MANAGER):
        assert refused(rule.approve) == ("rule_decider_is_author",)
        assert rule.what_is_missing()
    with as_user(TOP):
        assert rule.what_is_missing() == []
        rule.approve()
    rule.reload()
    assert (rule.status, rule.approved_by) == ("In Force", TOP)
    assert rule.content_hash == rule.computed_hash()
    last = chain_of(system.name)[-1]
    assert (last["decision"], last["decided_by"], last["content_hash"]) == ("Approved", TOP, rule.content_hash)


def test_top_management_of_another_system_does_not(as_user):
    system = stage.make_system(top_management=[{"user": TOP_TWO}])
    rule = make_rule(system, "Draft")
    with as_user(TOP):
        assert refused(rule.approve) == ("rule_decider_without_role",)
    assert frappe.db.get_value(RULE, rule.name, "status") == "Draft"


@pytest.mark.parametrize("user", [OWNER, AUDITOR, ADMIN])
def test_others_do_not(system, user, as_user):
    rule = make_rule(system, "Draft")
    stage.commit(system)
    with as_user(user):
        body = {"dt": RULE, "dn": rule.name, "method": "approve"}
        status, _answer = call("POST", "/api/method/run_doc_method", body)
    assert status == 403
    assert frappe.db.get_value(RULE, rule.name, "status") == "Draft"


def test_its_author_alone_changes_the_draft(system, as_user):
    """Else somebody could change what they approve afterwards."""
    rule = make_rule(system, "Draft")
    with as_user(TOP):
        rule.retention_months = 1
        assert "rule_author_only" in refused(rule.save)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("status", ["In Force", "Withdrawn"])
@pytest.mark.parametrize(
    "changes",
    [{"retention_months": 1}, {"filters": "{}"}, {"disposal_method": "Keep"}, {"status": "Draft"}, {"legal_hold": 1}],
)
def test_sealed_content_stays(system, door, status, changes, as_user):
    rule = make_rule(system, status)
    with as_user(MANAGER):
        assert door(rule, **changes).code in ("sealed", "changed_by_hand")
    field = next(iter(changes))
    assert frappe.db.get_value(RULE, rule.name, field) == rule.get(field)


def test_withdrawing(system, as_user):
    rule = make_rule(system)
    with as_user(MANAGER):
        assert refused(lambda: rule.withdraw("No longer.")) == ("rule_decider_is_author",)
    with as_user(TOP):
        assert refused(lambda: rule.withdraw(" ")) == ("reason_missing",)
        rule.withdraw("The contract ended.")
    rule.reload()
    assert (rule.status, rule.withdrawal_reason) == ("Withdrawn", "The contract ended.")
    assert chain_of(system.name)[-1]["decision"] == "Withdrawn"
    frappe.delete_doc(TICKET, make_ticket(system).name)


def test_its_author_takes_a_draft_back(system, as_user):
    rule = make_rule(system, "Draft")
    with as_user(MANAGER):
        rule.withdraw("Written twice.")
    assert frappe.db.get_value(RULE, rule.name, "status") == "Withdrawn"


def test_a_legal_hold(system, as_user):
    rule = make_rule(system)
    with as_user(MANAGER):
        assert refused(lambda: rule.place_hold("")) == ("reason_missing",)
        rule.place_hold("A claim is pending.")
        assert refused(lambda: rule.place_hold("Again.")) == ("hold_placed_already",)
        assert refused(lambda: rule.release_hold("Over.")) == ("release_not_top_management",)
    rule.reload()
    assert (rule.legal_hold, rule.held_by, rule.hold_reason) == (1, MANAGER, "A claim is pending.")
    with as_user(TOP):
        assert refused(lambda: rule.withdraw("No longer.")) == ("rule_under_hold",)
        rule.release_hold("The claim was settled.")
        assert refused(lambda: rule.release_hold("Again.")) == ("no_hold_to_release",)
    rule.reload()
    assert (rule.legal_hold, rule.held_by, rule.hold_reason) == (0, None, "")
    assert [row["decision"] for row in chain_of(system.name)] == ["Approved", "Hold Placed", "Hold Released"]
    assert not first_fault(system.name)


def test_the_record_itself_stays(system):
    rule = make_rule(system)
    assert refused(lambda: frappe.delete_doc(RULE, rule.name, force=True)) == ("never_deleted",)
    assert refused(lambda: frappe.rename_doc(RULE, rule.name, "X", force=True)) == ("never_renamed",)


# -- nothing kept is deleted -----------------------------------------------------------------------------------------


def delete_by_code(ticket):
    frappe.delete_doc(TICKET, ticket.name, force=True, ignore_permissions=True)


def delete_by_document(ticket):
    ticket.delete(ignore_permissions=True, force=True)


def delete_by_client(ticket):
    client_delete(TICKET, ticket.name)


@pytest.mark.parametrize("delete", [delete_by_code, delete_by_document, delete_by_client])
def test_what_is_kept_is_not_deleted(system, delete):
    rule = make_rule(system)
    ticket = make_ticket(system, 11)
    with pytest.raises(Refused) as refusal:
        delete(ticket)
    until = formatdate(add_months(getdate(ticket.closed), 12))
    assert refusal.value.codes == ("record_kept_until",)
    assert all(word in str(refusal.value) for word in (rule.title, rule.name, until))
    assert frappe.db.exists(TICKET, ticket.name)


def test_what_is_over_is_deleted(system):
    make_rule(system)
    ticket = make_ticket(system, 12)
    frappe.delete_doc(TICKET, ticket.name)
    assert not frappe.db.exists(TICKET, ticket.name)


@pytest.mark.parametrize(
    ("months_ago", "values", "code"),
    [
        (None, {}, "record_period_not_begun"),
        (600, {"disposal_method": "Keep"}, "record_kept_for_good"),
    ],
)
def test_why_it_is_kept(system, months_ago, values, code):
    make_rule(system, **values)
    ticket = make_ticket(system, months_ago)
    assert refused(lambda: delete_by_code(ticket)) == (code,)


def test_what_is_under_hold_is_kept_however_old(system, as_user):
    rule = make_rule(system)
    ticket = make_ticket(system, 600)
    with as_user(TOP):
        rule.place_hold("A claim is pending.")
    assert refused(lambda: delete_by_code(ticket)) == ("record_under_hold",)


def test_what_no_rule_in_force_is_about_is_deleted(system):
    make_rule(system, "Draft")
    make_rule(stage.make_system())
    ticket = make_ticket(system)
    delete_by_code(ticket)
    assert not frappe.db.exists(TICKET, ticket.name)


def test_every_rule_that_keeps_it_is_named(system):
    first, second = make_rule(system), make_rule(system, title="Longer", retention_months=36)
    ticket = make_ticket(system)
    with pytest.raises(Refused) as refusal:
        delete_by_code(ticket)
    assert first.name in str(refusal.value)
    assert second.name in str(refusal.value)


def test_a_disposal_hands_over_that_it_has_asked(system):
    make_rule(system)
    ticket = make_ticket(system)
    frappe.delete_doc(TICKET, ticket.name, flags={"by_disposal": True})
    assert not frappe.db.exists(TICKET, ticket.name)


def test_a_system_that_rests_keeps_still(system):
    make_rule(system)
    ticket = make_ticket(system)
    frappe.db.set_value("ITSM System", system.name, "is_active", 0)
    assert refused(lambda: delete_by_code(ticket)) == ("record_kept_until",)


def test_merging_into_another_record_is_deleting(system):
    make_rule(system)
    ticket, other = make_ticket(system), make_ticket(system)
    frappe.db.savepoint("merge")
    with pytest.raises(Refused):
        frappe.rename_doc(TICKET, ticket.name, other.name, merge=True, force=True)
    frappe.db.rollback(save_point="merge")
    assert frappe.db.exists(TICKET, ticket.name)


def test_by_rest(system):
    make_rule(system)
    ticket = make_ticket(system)
    stage.commit(system)
    refusal = request("DELETE", f"/api/resource/{TICKET}/{ticket.name}")
    assert (refusal.codes, refusal.status) == (("record_kept_until",), 417)
    assert request("POST", "/api/method/frappe.client.delete", {"doctype": TICKET, "name": ticket.name})
    assert frappe.db.exists(TICKET, ticket.name)


def test_by_the_list_and_in_bulk(system):
    make_rule(system)
    kept = [make_ticket(system).name for _number in range(12)]
    stage.commit(system)
    frappe.form_dict.update(doctype=TICKET, items=json.dumps(kept[:3]))
    delete_items()
    # What the host's worker runs where more than ten are chosen.
    delete_bulk(TICKET, kept)
    assert frappe.db.count(TICKET, {"name": ["in", kept]}) == 12


def test_a_record_type_of_the_host(system, as_user):
    make_rule(system, document_type="ToDo", start_field="creation", filters=json.dumps({"description": system.name}))
    task = frappe.get_doc({"doctype": "ToDo", "description": system.name}).insert()
    assert refused(lambda: frappe.delete_doc("ToDo", task.name, force=True)) == ("record_kept_until",)
    assert frappe.db.exists("ToDo", task.name)


def test_record_types_without_a_rule_cost_nothing(system, query_count):
    make_rule(system)
    task = frappe.get_doc({"doctype": "Note", "title": frappe.generate_hash()}).insert()
    ticket = make_ticket(system, 24)
    refuse_deletion_of_kept(ticket)
    assert query_count(lambda: refuse_deletion_of_kept(task)) == 0
    assert query_count(lambda: refuse_deletion_of_kept(ticket)) <= 2


def test_a_flushed_cache_forgets_no_rule(system):
    make_rule(system)
    ticket = make_ticket(system)
    frappe.cache.delete_value(REMEMBERED)
    assert refused(lambda: delete_by_code(ticket)) == ("record_kept_until",)


# What the host and the apps that may be beside us keep; on a bench those that are there are tried.
OTHERS = {
    "Contact": {"first_name": "Port Captain"},
    "Supplier": {"supplier_name": "Carrier"},
    "Issue": {"subject": "No line", "raised_by": "captain@example.com"},
    "HD Ticket": {"subject": "No line", "raised_by": "captain@example.com"},
}


@pytest.mark.parametrize("doctype", OTHERS)
def test_records_of_other_apps_are_kept(system, doctype):
    if not frappe.db.exists("DocType", doctype):
        pytest.skip(f"no app here has {doctype}")
    values = dict(OTHERS[doctype])
    if doctype == "Supplier":
        values["supplier_group"] = frappe.db.get_value("Supplier Group", {"is_group": 0})
    record = frappe.get_doc({"doctype": doctype, **values}).insert()
    about = {"document_type": doctype, "filters": json.dumps({"name": record.name}), "start_field": "creation"}
    rule = frappe.get_doc(rule_values(system, **about)).insert()
    with stage.acting_as(TOP):
        rule.approve()
    for work in (record.delete, lambda: frappe.delete_doc(doctype, record.name, force=True, ignore_permissions=True)):
        assert refused(work) == ("record_kept_until",)
    assert frappe.db.exists(doctype, record.name)


# -- what the host clears by itself ----------------------------------------------------------------------------------


def clear_after(days: int, doctype: str = "Error Log") -> None:
    settings = frappe.get_doc("Log Settings")
    settings.logs_to_clear = []
    settings.append("logs_to_clear", {"ref_doctype": doctype, "days": days})
    settings.save()


def logs(system, **values):
    with stage.acting_as("Administrator"):
        permission = {"doctype": "Custom DocPerm", "parent": "Error Log", "role": "ITSM Manager", "read": 1}
        frappe.get_doc(permission).insert()
        frappe.clear_cache(doctype="Error Log")
    return make_rule(system, document_type="Error Log", start_field="creation", filters="", **values)


@pytest.fixture
def readable_logs():
    yield
    frappe.db.rollback()
    frappe.clear_cache(doctype="Error Log")


@pytest.mark.parametrize(("days", "months", "found"), [(30, 3, 1), (400, 12, 0)])
def test_log_settings_that_clear_too_early(system, readable_logs, days, months, found):
    rule = logs(system, retention_months=months)
    clear_after(days)
    assert [(each.rule, each.setting, each.days, each.months) for each in conflicts(system.name)] == [
        (rule.name, "Log Settings", days, months)
    ][:found]
    assert conflicts(stage.make_system().name) == []


def test_settings_that_say_nothing_clear_as_the_host_does(system, readable_logs):
    logs(system, disposal_method="Keep")
    frappe.db.delete("Logs To Clear")
    (conflict,) = conflicts(system.name)
    assert conflict.days > 0
    assert conflict.months is None


def test_deleted_accounts(system, readable_logs):
    rule = make_rule(system, document_type="ToDo", start_field="creation", filters="")
    frappe.db.set_single_value("Website Settings", "auto_account_deletion", 48)
    hooked = {row["doctype"] for row in frappe.get_hooks("user_data_fields")}
    found = [(each.rule, each.setting, each.days) for each in conflicts(system.name)]
    assert found == ([(rule.name, "Website Settings", 2)] if "ToDo" in hooked else [])


def test_managers_are_told_once(system, readable_logs):
    rule = logs(system, retention_months=36)
    clear_after(30)

    def told():
        filters = {"document_name": rule.name, "subject": ["like", "%30%"]}
        return frappe.get_all("Notification Log", filters=filters, pluck="for_user", order_by="for_user asc")

    tell_managers(system.name)
    tell_managers(system.name)
    assert told() == [MANAGER]


# -- what people see -------------------------------------------------------------------------------------------------


def test_the_form_says_where_the_rule_stands(system, as_user):
    rule = make_rule(system)
    for months in (1, 2, 24):
        make_ticket(system, months)
    with as_user(MANAGER):
        assert rule.show_standing() == {"kept": 2, "due": 1, "conflicts": []}


def test_the_overview(system, as_user):
    rule = make_rule(system)
    draft = make_rule(system, "Draft", title="Another")
    make_rule(stage.make_system())
    stage.make_source(system, source_doctype="ToDo", opened_field="creation", closed_field="modified", **PLAIN_SOURCE)
    for months in (1, 2, 24):
        make_ticket(system, months)
    with as_user(MANAGER):
        _columns, rows, *_rest = execute({"system": system.name})
    by_name = {row["rule"]: row for row in rows if row.get("rule")}
    assert set(by_name) == {rule.name, draft.name}
    assert (by_name[rule.name]["kept"], by_name[rule.name]["due"], by_name[rule.name]["disposed"]) == (2, 1, 0)
    assert by_name[draft.name]["kept"] is None
    assert [row["document_type"] for row in rows if not row.get("rule")] == ["ToDo"]


PLAIN_SOURCE = {"target_field": "status", "service_field": "", "team_field": "", "filters": ""}


def test_the_overview_is_not_for_everybody(system, as_user):
    make_rule(system)
    with as_user(stage.OUTSIDER), pytest.raises(frappe.PermissionError):
        execute({"system": system.name})


def test_those_who_may_approve_are_told(system):
    rule = make_rule(system, "Draft")
    told = frappe.get_all(
        "Notification Log", filters={"document_name": rule.name}, pluck="for_user", order_by="for_user asc"
    )
    assert TOP in told
