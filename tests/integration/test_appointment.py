"""Appointments: who makes, answers and ends them, and that no office is held twice (4.1.4)."""

from threading import Thread

import frappe
import pytest
from frappe.utils import getdate, today

from sms_iso20000 import tasks
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.appointments import in_office
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, call, request, save_form
from tests.integration.made.appointments import (
    appointment_values,
    bring_to,
    day,
    make_appointment,
    owner_values,
)
from tests.integration.records import decisions_on, stored
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    STAFF_TWO,
    TOP,
    TOP_TWO,
)


def refusal_of(user: str, work) -> tuple[str, ...]:
    with stage.acting_as(user), pytest.raises(Refused) as refusal:
        work()
    return refusal.value.codes


def call_method(appointment, method: str, **args):
    body = {"dt": appointment.doctype, "dn": appointment.name, "method": method, "args": frappe.as_json(args)}
    return request("POST", "/api/method/run_doc_method", body)


def owner_of(appointment) -> str | None:
    return frappe.db.get_value("ITSM Process", appointment.related_process, "process_owner")


def told(appointment, user: str) -> list[str]:
    return frappe.get_all(
        "Notification Log",
        filters={"document_name": appointment.name, "for_user": user},
        pluck="subject",
        order_by="creation asc",
    )


# -- the path ----------------------------------------------------------------------------------------------------


def test_whole_life(system, as_user):
    appointment = make_appointment(system, "Accepted")
    assert (appointment.appointed_by, appointment.status) == (TOP, "Accepted")
    assert appointment.content_hash == frappe.get_doc("ITSM Appointment", appointment.name).computed_hash()
    assert getdate(appointment.took_office_on) == getdate(today())
    assert [(office.name, office.appointee) for office in in_office(system.name)] == [(appointment.name, MANAGER)]
    with as_user(TOP_TWO):
        appointment.end("Leaves for another unit.", today())
    assert decisions_on(appointment) == [("Appointed", TOP), ("Accepted", MANAGER), ("Ended", TOP_TWO)]
    hashes = frappe.get_all(
        "ITSM Decision", {"reference_name": appointment.name}, pluck="content_hash", order_by="sequence asc"
    )
    assert hashes == [appointment.content_hash] * 3
    assert first_fault(system.name) is None


def test_staff_may_be_appointed_and_answer_over_the_web(system, as_user):
    appointment = make_appointment(system, "Appointed", appointee=STAFF)
    stage.commit(system)
    with as_user(STAFF_TWO):
        assert call_method(appointment, "accept", remarks="Me!").status == 403
    assert stored(appointment)["status"] == "Appointed"
    with as_user(STAFF):
        assert call("GET", f"/api/resource/ITSM Appointment/{appointment.name}")[0] == 200
        assert call_method(appointment, "accept", remarks="Gladly.") is None
    assert (stored(appointment)["status"], stored(appointment)["answer_remarks"]) == ("Accepted", "Gladly.")


def test_form_says_what_is_missing(system, as_user):
    draft = make_appointment(system, authority="", duty_assets=0)
    with as_user(MANAGER):
        sentences = draft.what_is_missing()
    assert len(sentences) == 4
    assert "not named as top management" in sentences[0]
    assert any("duties d" in text for text in sentences)
    with as_user(TOP):
        assert len(draft.what_is_missing()) == 2
    appointed = make_appointment(system, "Appointed")
    with as_user(MANAGER):
        assert appointed.what_is_missing() == []
        appointed.accept()
        assert appointed.what_is_missing() == []


# -- appointing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", [MANAGER, OWNER])
def test_role_alone_does_not_appoint(user, system):
    draft = make_appointment(system, appointee=STAFF)
    with stage.acting_as(user), pytest.raises((Refused, frappe.PermissionError)) as refusal:
        draft.appoint()
    assert getattr(refusal.value, "codes", ("appointer_not_top_management",)) == ("appointer_not_top_management",)
    assert stored(draft)["status"] == "Draft"
    assert decisions_on(draft) == []


def test_top_management_of_another_system_does_not_appoint():
    draft = make_appointment(stage.make_system(top_management=[{"user": TOP_TWO}]))
    assert refusal_of(TOP, draft.appoint) == ("appointer_not_top_management",)


@pytest.mark.parametrize("user", [STAFF, AUDITOR, EXTERNAL, OUTSIDER, ADMIN])
def test_who_only_reads_appoints_nobody(user, system, as_user):
    draft = make_appointment(system)
    with as_user(user), pytest.raises(frappe.PermissionError):
        draft.appoint()
    assert stored(draft)["status"] == "Draft"


def test_nobody_appoints_themself(system, as_user):
    with as_user(TOP):
        own = frappe.get_doc(appointment_values(system, appointee=TOP)).insert()
    stage.commit(system)
    with as_user(TOP):
        assert call_method(own, "appoint").codes == ("self_appointment",)
    assert stored(own)["status"] == "Draft"
    with as_user(TOP_TWO):
        assert call_method(own, "appoint") is None
    assert stored(own)["appointed_by"] == TOP_TWO


def test_pretended_values_do_not_count(system, as_user):
    own = make_appointment(system, appointee=TOP)
    pretended = frappe.get_doc({**own.as_dict(), "appointee": STAFF})
    assert refusal_of(TOP, pretended.appoint) == ("self_appointment",)
    assert stored(own)["status"] == "Draft"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"authority": ""}, "authority_missing"),
        ({"duty_reporting": 0}, "duties_missing"),
        ({"kind": "Deputy", "authority": ""}, "authority_missing"),
        ({"starts_on": "2020-01-01", "ends_on": "2020-12-31"}, "period_is_over"),
        ({"appointee": OUTSIDER}, "appointee_cannot_answer"),
    ],
)
def test_gates_of_appointing(values, code, system):
    draft = make_appointment(system, **values)
    assert refusal_of(TOP, draft.appoint) == (code,)
    assert stored(draft)["status"] == "Draft"


def test_disabled_people_are_not_appointed(system):
    draft = make_appointment(system, appointee=STAFF_TWO)
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    assert refusal_of(TOP, draft.appoint) == ("appointee_disabled",)


def test_people_fenced_off_could_not_answer(system):
    draft = make_appointment(system, appointee=STAFF_TWO)
    fence = {"doctype": "User Permission", "user": STAFF_TWO, "allow": "ITSM System"}
    frappe.get_doc({**fence, "for_value": stage.make_system().name}).insert()
    assert refusal_of(TOP, draft.appoint) == ("appointee_cannot_answer",)


def test_representative_appoints_process_owners_and_nobody_else(system, as_user):
    owner = bring_to(owner_values(system), "Draft")
    assert refusal_of(MANAGER, owner.appoint) == ("appointer_not_entitled",)
    make_appointment(system, "Accepted")
    with as_user(MANAGER):
        owner.appoint()
    assert stored(owner)["appointed_by"] == MANAGER
    deputy = make_appointment(system, kind="Deputy", appointee=STAFF)
    assert refusal_of(MANAGER, deputy.appoint) == ("appointer_not_top_management",)


def test_second_representative_is_refused_and_named(system, as_user):
    first = make_appointment(system, "Appointed")
    second = make_appointment(system, appointee=STAFF, starts_on=day(30))
    with as_user(TOP), pytest.raises(Refused) as refusal:
        second.appoint()
    assert refusal.value.codes == ("appointment_overlaps",)
    assert first.name in str(refusal.value)
    with as_user(MANAGER):
        first.decline("No time.")
    with as_user(TOP):
        second.appoint()
    assert stored(second)["status"] == "Appointed"


def test_backdating_over_an_earlier_representative_is_refused(system, as_user):
    first = make_appointment(system, "Accepted", starts_on=day(-100))
    with as_user(TOP):
        first.end("Moved on.", day(-50))
    backdated = make_appointment(system, appointee=STAFF, starts_on=day(-60))
    assert refusal_of(TOP, backdated.appoint) == ("appointment_overlaps",)
    with as_user(MANAGER):
        backdated.starts_on = day(-49)
        backdated.save()
    with as_user(TOP):
        backdated.appoint()
    with as_user(STAFF):
        backdated.accept()
    assert [office.appointee for office in in_office(system.name, on=getdate(day(-50)))] == [MANAGER]
    assert [office.appointee for office in in_office(system.name, on=getdate(day(-49)))] == [STAFF]


def test_overlap_is_looked_at_again_at_acceptance(system):
    """Whatever came between, and by whatever way."""
    appointed = make_appointment(system, "Appointed")
    other = make_appointment(system, appointee=STAFF)
    frappe.db.set_value("ITSM Appointment", other.name, "status", "Accepted")
    assert refusal_of(MANAGER, appointed.accept) == ("appointment_overlaps",)
    assert stored(appointed)["status"] == "Appointed"


def test_several_deputies_but_not_the_representative(system, as_user):
    make_appointment(system, "Accepted")
    for person in (STAFF, STAFF_TWO):
        make_appointment(system, "Accepted", kind="Deputy", appointee=person)
    assert {office.appointee for office in in_office(system.name, "Deputy")} == {STAFF, STAFF_TWO}
    own = make_appointment(system, kind="Deputy")
    assert refusal_of(TOP, own.appoint) == ("deputy_is_representative",)


def test_each_system_has_its_own_representative(system):
    make_appointment(system, "Accepted")
    other = stage.make_system()
    make_appointment(other, "Accepted")
    assert [office.appointee for office in in_office(other.name)] == [MANAGER]


def test_appointments_at_the_same_moment_queue_up(system):
    """Two connections appoint two representatives at once; one of them is refused."""
    drafts = [make_appointment(system, appointee=person).name for person in (STAFF, STAFF_TWO)]
    stage.commit(system)
    site, path, answers = frappe.local.site, frappe.local.sites_path, []

    def appoint(name: str, user: str) -> None:
        frappe.init(site=site, sites_path=path)
        frappe.connect()
        try:
            frappe.set_user(user)
            # What this transaction sees is fixed before the other one commits.
            frappe.get_all("ITSM Appointment", order_by="name asc")
            frappe.get_doc("ITSM Appointment", name).appoint()
            frappe.db.commit()
            answers.append("done")
        except Exception as fault:
            frappe.db.rollback()
            answers.append(type(fault).__name__)
        finally:
            frappe.destroy()

    threads = [Thread(target=appoint, args=pair) for pair in zip(drafts, (TOP, TOP_TWO), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    frappe.db.commit()
    assert answers.count("done") == 1, answers
    assert frappe.db.count("ITSM Appointment", {"system": system.name, "status": "Appointed"}) == 1


# -- content -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_period_is_the_right_way_round(door, system, as_user):
    draft = make_appointment(system)
    with as_user(MANAGER):
        assert door(draft, ends_on=day(-1)).codes == ("dates_out_of_order",)
    assert stored(draft)["ends_on"] is None


@pytest.mark.parametrize("door", DOORS)
def test_process_of_another_system_is_refused(door, system, as_user):
    draft = bring_to(owner_values(system), "Draft")
    other = stage.make_system()
    stage.wipe_later(other)
    foreign = frappe.db.get_value("ITSM Process", {"system": other.name})
    with as_user(MANAGER):
        assert door(draft, related_process=foreign).codes == ("other_system",)
        assert door(draft, related_process=None).codes == ("process_of_owner_missing",)
    assert stored(draft)["related_process"] == draft.related_process


@pytest.mark.parametrize("door", DOORS)
def test_what_the_kind_has_not_is_dropped(door, system, as_user):
    """The form hides it, so it must not be sealed."""
    draft = bring_to(owner_values(system), "Draft")
    assert stored(draft)["duty_assets"] == 0
    with as_user(MANAGER):
        assert door(draft, kind="Deputy", duty_assets=1) is None
    assert (stored(draft)["related_process"], stored(draft)["duty_assets"]) == (None, 1)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("status", ["Appointed", "Accepted"])
@pytest.mark.parametrize(
    "change",
    [
        {"appointee": STAFF},
        {"authority": "Everything."},
        {"duty_assets": 0},
        {"ends_on": "2099-12-31"},
        {"kind": "Deputy"},
    ],
)
def test_sealed_content_stays(door, status, change, system, as_user):
    appointment = make_appointment(system, status)
    was = stored(appointment)
    with as_user(TOP):
        assert set(door(appointment, **change).codes) == {"sealed"}
    assert stored(appointment) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change",
    [
        {"status": "Accepted"},
        {"appointed_by": TOP_TWO},
        {"answered_on": "2026-01-01 00:00:00"},
        {"took_office_on": "2026-01-01"},
        {"ended_on": "2026-01-01"},
        {"content_hash": "0" * 64},
    ],
)
def test_life_is_not_written_by_hand(door, change, system, as_user):
    appointment = make_appointment(system, "Appointed")
    was = stored(appointment)
    with as_user(TOP):
        assert door(appointment, **change).codes == ("changed_by_hand",)
    assert stored(appointment) == was


def test_new_one_starts_as_a_draft(system, as_user):
    stage.commit(system)
    with as_user(TOP):
        for values in ({"status": "Accepted"}, {"appointed_by": TOP_TWO}):
            refusal = request("POST", "/api/resource/ITSM Appointment", appointment_values(system, **values))
            assert refusal.codes == ("new_not_in_first_stage",)
    assert frappe.db.count("ITSM Appointment", {"system": system.name}) == 0


@pytest.mark.parametrize("user", ["Administrator", TOP, MANAGER])
def test_nothing_is_deleted_or_renamed(user, system, as_user):
    appointment = make_appointment(system, "Accepted")
    with as_user(user):
        with pytest.raises((Refused, frappe.PermissionError)):
            frappe.delete_doc("ITSM Appointment", appointment.name)
        with pytest.raises((Refused, frappe.PermissionError, frappe.ValidationError)):
            frappe.rename_doc("ITSM Appointment", appointment.name, "ITSM-APP-X", force=user == "Administrator")
    assert frappe.db.exists("ITSM Appointment", appointment.name)


# -- answering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", [TOP, MANAGER, OWNER, "Administrator"])
def test_nobody_answers_for_the_appointee(user, system):
    appointment = make_appointment(system, "Appointed", appointee=STAFF)
    pretended = frappe.get_doc({**appointment.as_dict(), "appointee": user})
    with stage.acting_as(user):
        for answer in (pretended.accept, pretended.decline):
            with pytest.raises(Refused) as refusal:
                answer("Mine.")
            assert refusal.value.codes == ("not_the_appointee",)
    assert stored(appointment)["status"] == "Appointed"


def test_declining_needs_a_reason(system, as_user):
    appointment = make_appointment(system, "Appointed")
    assert refusal_of(MANAGER, lambda: appointment.decline("  ")) == ("reason_missing",)
    with as_user(MANAGER):
        appointment.decline("No time.")
    assert decisions_on(appointment)[-1] == ("Declined", MANAGER)
    assert in_office(system.name) == []
    assert refusal_of(MANAGER, appointment.accept) == ("not_in_stage",)


def test_an_office_is_not_accepted_after_its_period(system):
    appointment = make_appointment(system, "Appointed", ends_on=day(5))
    frappe.db.set_value("ITSM Appointment", appointment.name, {"starts_on": day(-9), "ends_on": day(-1)})
    assert refusal_of(MANAGER, appointment.accept) == ("period_is_over",)


def test_answer_in_the_wrong_stage(system):
    draft = make_appointment(system)
    assert refusal_of(MANAGER, draft.accept) == ("not_in_stage",)
    accepted = make_appointment(stage.make_system(), "Accepted")
    assert refusal_of(MANAGER, lambda: accepted.decline("Too late.")) == ("not_in_stage",)
    assert refusal_of(TOP, accepted.appoint) == ("not_in_stage",)


# -- ending ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_day", "reason", "code"),
    [(1, "Later.", "end_in_future"), (-11, "Before.", "end_before_start"), (0, " ", "reason_missing")],
)
def test_gates_of_the_end(last_day, reason, code, system):
    appointment = make_appointment(system, "Accepted", starts_on=day(-10))
    assert refusal_of(TOP, lambda: appointment.end(reason, day(last_day))) == (code,)
    assert stored(appointment)["status"] == "Accepted"


def test_who_ends_an_appointment(system, as_user):
    appointment = make_appointment(system, "Accepted", appointee=STAFF)
    stage.commit(system)
    for user in (STAFF_TWO, MANAGER, OWNER, AUDITOR):
        with as_user(user):
            assert call_method(appointment, "end", reason="Why not.").code == "ender_not_entitled"
    with as_user(OUTSIDER):
        assert call_method(appointment, "end", reason="Why not.").status == 403
    assert stored(appointment)["status"] == "Accepted"
    with as_user(STAFF):
        assert call_method(appointment, "end", reason="I resign.") is None
    assert (stored(appointment)["status"], stored(appointment)["ended_on"]) == ("Ended", getdate(today()))


@pytest.mark.parametrize("status", ["Appointed", "Accepted"])
def test_what_has_not_begun_was_never_held(status, system, as_user):
    appointment = make_appointment(system, status, starts_on=day(10))
    with as_user(TOP):
        appointment.end("Plans changed.", today())
    assert stored(appointment)["ended_on"] is None
    assert in_office(system.name, on=getdate(day(10))) == []
    again = make_appointment(system, "Accepted", appointee=STAFF, starts_on=day(10))
    assert [office.name for office in in_office(system.name, on=getdate(day(10)))] == [again.name]


# -- process owners and nights -----------------------------------------------------------------------------------


def test_accepting_makes_the_owner_of_the_process_and_ending_takes_it_back(system, as_user):
    appointment = bring_to(owner_values(system), "Appointed")
    assert owner_of(appointment) is None
    with as_user(OWNER):
        appointment.accept()
    assert owner_of(appointment) == OWNER
    assert [office.related_process for office in in_office(system.name, "Process Owner")] == [
        appointment.related_process
    ]
    with as_user(OWNER):
        appointment.end("I move on.", today())
    assert owner_of(appointment) is None


def test_ending_leaves_a_later_owner_alone(system, as_user):
    appointment = bring_to(owner_values(system), "Accepted")
    frappe.db.set_value("ITSM Process", appointment.related_process, "process_owner", STAFF)
    with as_user(TOP):
        appointment.end("Moves on.", today())
    assert owner_of(appointment) == STAFF


def test_one_owner_per_process(system):
    bring_to(owner_values(system), "Accepted")
    same = bring_to(owner_values(system, appointee=STAFF), "Draft")
    assert refusal_of(TOP, same.appoint) == ("appointment_overlaps",)
    bring_to(owner_values(system, clause="8.2"), "Accepted")
    assert len(in_office(system.name, "Process Owner")) == 2


def test_nights_begin_and_end_offices(system):
    """The first owner's period runs out, the next one's begins; a second night changes nothing."""
    first = bring_to(owner_values(system, ends_on=day(5)), "Accepted")
    second = bring_to(owner_values(system, appointee=STAFF, starts_on=day(6)), "Accepted")
    assert (owner_of(first), second.took_office_on) == (OWNER, None)
    tasks.keep_appointments_current()
    assert (owner_of(first), stored(second)["took_office_on"]) == (OWNER, None)
    frappe.db.set_value("ITSM Appointment", first.name, {"starts_on": day(-9), "ends_on": day(-1)})
    frappe.db.set_value("ITSM Appointment", second.name, "starts_on", today())
    for _night in range(2):
        tasks.keep_appointments_current()
        assert owner_of(first) == STAFF
        assert (stored(first)["status"], stored(first)["ended_on"]) == ("Ended", getdate(day(-1)))
        assert getdate(stored(second)["took_office_on"]) == getdate(today())
    assert [decision for decision, _user in decisions_on(first)] == ["Appointed", "Accepted", "Ended"]
    assert stored(first)["end_reason"] == "The period is over."


def test_nights_close_what_was_not_accepted_in_time(system):
    appointment = make_appointment(system, "Appointed", ends_on=day(5))
    frappe.db.set_value("ITSM Appointment", appointment.name, {"starts_on": day(-9), "ends_on": day(-1)})
    tasks.keep_appointments_current()
    assert (stored(appointment)["status"], stored(appointment)["ended_on"]) == ("Ended", None)


def test_nights_leave_systems_that_are_not_active(system):
    appointment = make_appointment(system, "Accepted", ends_on=day(5))
    frappe.db.set_value("ITSM Appointment", appointment.name, {"starts_on": day(-9), "ends_on": day(-1)})
    frappe.db.set_value("ITSM System", system.name, "is_active", 0)
    tasks.keep_appointments_current()
    assert stored(appointment)["status"] == "Accepted"
    # The period counts, whether the night came or not.
    assert in_office(system.name) == []


# -- who is told, who sees, what is printed ----------------------------------------------------------------------


def test_the_appointee_is_told_and_an_end_raises_an_alarm(system, as_user):
    appointment = make_appointment(system, "Appointed", appointee=STAFF)
    assert len(told(appointment, STAFF)) == 1
    assert told(appointment, MANAGER) == []
    with as_user(STAFF):
        appointment.decline("No time.")
    for user in (TOP, MANAGER):
        assert told(appointment, user) == ["Management Representative: Staff (Declined)"]
    accepted = make_appointment(system, "Accepted", appointee=STAFF)
    assert told(accepted, TOP) == []
    with as_user(TOP):
        accepted.end("Left.", today())
    assert told(accepted, TOP) == ["Management Representative: Staff (Ended)"]


def test_the_end_of_a_period_is_announced(system):
    appointment = make_appointment(system, "Accepted", ends_on=day(30))
    draft = make_appointment(system, appointee=STAFF, ends_on=day(30))
    named = {doc.name for doc in frappe.get_doc("Notification", "ITSM Appointment Ending").get_documents_for_today()}
    assert appointment.name in named
    assert draft.name not in named


def test_staff_see_offices_and_what_they_are_asked(system, as_user):
    accepted = make_appointment(system, "Accepted")
    asked = make_appointment(system, "Appointed", kind="Deputy", appointee=STAFF)
    other = make_appointment(system, "Appointed", kind="Deputy", appointee=STAFF_TWO)
    with as_user(STAFF):
        seen = frappe.get_list("ITSM Appointment", {"system": system.name}, pluck="name", order_by="name asc")
        assert set(seen) == {accepted.name, asked.name}
        assert not frappe.get_doc("ITSM Appointment", other.name).has_permission("read")
        assert save_form(asked, authority="More.").code == "PermissionError"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_letter(language, system):
    draft = bring_to(owner_values(system, authority="<b>Stops</b> & starts"), "Draft")
    accepted = make_appointment(system, "Accepted")
    frappe.local.lang = language
    letter = frappe.get_print("ITSM Appointment", accepted.name, "ITSM Appointment Letter")
    assert accepted.content_hash in letter
    assert frappe._("This appointment has not been accepted.") not in letter
    assert frappe._("d) Assets and licences are kept as law and contracts demand") in letter
    assert frappe._("Management Representative") in letter
    of_draft = frappe.get_print("ITSM Appointment", draft.name, "ITSM Appointment Letter")
    assert frappe._("This is a draft: nobody has made this appointment.") in of_draft
    assert "<b>Stops</b>" not in of_draft
    title = frappe.db.get_value("ITSM Process", draft.related_process, "title_zh" if language == "zh" else "title")
    assert title in of_draft
    if language == "zh":
        assert "任命书" in letter


@pytest.mark.parametrize("held", [True, False])
def test_letter_of_what_has_ended_says_so(held, system, as_user):
    appointment = make_appointment(system, "Accepted" if held else "Appointed")
    with as_user(TOP):
        appointment.end("Left.", today())
    letter = frappe.get_print("ITSM Appointment", appointment.name, "ITSM Appointment Letter")
    assert ("the last day in office was" in letter) is held
    assert ("the office was never held" in letter) is not held


def test_offices_are_read_in_one_query(system, query_count):
    for person in (STAFF, STAFF_TWO):
        make_appointment(system, "Accepted", kind="Deputy", appointee=person)
    in_office(system.name, "Deputy")
    assert query_count(lambda: in_office(system.name, "Deputy")) == 1
