"""Records of a person are for that person, who manages them and the managers of the system; auditors know nobody but
in a sample (4.4.2 e)."""

import frappe
import pytest
from frappe.client import get_count as count_of_host
from frappe.client import get_list as client_list
from frappe.utils import add_days, now_datetime, today

from sms_iso20000.api.competence import draw_sample
from sms_iso20000.api.counting import get_count, get_group_by_count
from sms_iso20000.compat import assign
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance import people as managed
from sms_iso20000.governance.competence import board_of
from sms_iso20000.governance.report_schedule import reports_of_one_system
from sms_iso20000.permissions import people as policy
from sms_iso20000.rules.sample import draw, read
from sms_iso20000.sms_iso20000.report.itsm_competence_matrix import itsm_competence_matrix
from tests.integration import stage
from tests.integration.doors import DOORS, call, request
from tests.integration.made.by_hand import make_file
from tests.integration.made.competence import (
    ROLE_TITLE,
    make_competence,
    make_need,
    make_record,
    make_training,
    make_workforce,
    seat_of,
)
from tests.integration.made.processes import process_of, role
from tests.integration.records import refused
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
    acting_as,
)

RECORD, SEAT, TRAINING = "ITSM Competence Record", "ITSM Training Participant", "ITSM Training"
STRANGERS = (AUDITOR, EXTERNAL, TOP, ADMIN, OUTSIDER)


@pytest.fixture
def open_system():
    """A system that the external auditor may read."""
    return stage.make_system(external_auditors=[{"user": EXTERNAL, "access_until": today()}])


@pytest.fixture
def competence(open_system):
    return make_competence(open_system)


@pytest.fixture
def record(open_system, competence):
    return make_record(open_system, competence)


@pytest.fixture
def training(open_system, competence):
    return make_training(open_system, competence, "Held", (STAFF,), trainer=None, trainer_name="Academy")


def sees(doc, user: str) -> bool:
    """Whether `user` finds a record in the list and may open it; both say the same."""
    with acting_as(user):
        may = frappe.has_permission(doc.doctype, "read")
        listed = frappe.get_list(doc.doctype, {"name": doc.name}, pluck="name", order_by="name asc") if may else []
        opened = frappe.get_doc(doc.doctype, doc.name).has_permission("read")
    assert bool(listed) is bool(opened), (doc.doctype, user)
    return bool(opened)


def matrix(system, user: str, **filters) -> tuple:
    with acting_as(user):
        return itsm_competence_matrix.execute({"system": system.name, **filters})


def named(system, user: str) -> dict[str, str]:
    return {row["person"]: row["user"] for row in matrix(system, user)[1]}


# -- who sees a record -----------------------------------------------------------------------------------------------


def test_who_sees_records_of_a_person(record, training, open_system):
    seat = seat_of(training, STAFF)
    for doc in (record, seat):
        assert [user for user in (STAFF, MANAGER) if sees(doc, user)] == [STAFF, MANAGER]
        assert [user for user in (OWNER, STAFF_TWO, *STRANGERS) if sees(doc, user)] == []
    # Whoever owns a process manages those who have a role in it.
    make_workforce(open_system, STAFF)
    for doc in (record, seat):
        assert sees(doc, OWNER)


def test_a_process_of_another_system_gives_no_sight(record):
    make_workforce(stage.make_system(), STAFF)
    assert not sees(record, OWNER)


def test_the_line_manager_sees_them(monkeypatch, record, training):
    for module in (managed, policy):
        monkeypatch.setattr(module, "line_reports_of", lambda user: {STAFF} if user == STAFF_TWO else set())
    assert sees(record, STAFF_TWO)
    assert sees(seat_of(training, STAFF), STAFF_TWO)
    assert sees(training, STAFF_TWO)


def test_who_sees_trainings(open_system, competence, training):
    """They name nobody who takes part; staff see those that they take part in, or give."""
    assert all(sees(training, user) for user in (STAFF, MANAGER, OWNER, AUDITOR, EXTERNAL, TOP, ADMIN))
    assert not sees(training, STAFF_TWO)
    given = make_training(open_system, competence, users=(STAFF,), trainer=STAFF_TWO)
    assert sees(given, STAFF_TWO)
    with acting_as(MANAGER):
        given.take_off(seat_of(given, STAFF).name)
    assert not sees(given, STAFF)


def test_who_is_shown_on_a_training(open_system, competence):
    training = make_training(open_system, competence, "Evaluated", (STAFF, STAFF_TWO), trainer=OWNER)
    shown = {}
    for user in (MANAGER, OWNER, STAFF, AUDITOR, TOP):
        with acting_as(user):
            rows = frappe.get_doc(TRAINING, training.name).show_participants()
        shown[user] = [(row.user, row.effect) for row in rows]
    assert shown[MANAGER] == [(STAFF, "Effective"), (STAFF_TWO, "Effective")]
    # Who gives it sees who came, and not what others found of them.
    assert shown[OWNER] == [(STAFF, ""), (STAFF_TWO, "")]
    assert shown[STAFF] == [(STAFF, "Effective")]
    assert shown[AUDITOR] == shown[TOP] == []


def test_nothing_leaks_through_the_web(record, training, competence, open_system):
    """Lists, documents, counts, searches, titles and methods, by auditors and system managers."""
    seat = seat_of(training, STAFF)
    stage.commit(open_system)
    for user in (AUDITOR, EXTERNAL, ADMIN):
        with acting_as(user):
            for doc in (record, seat):
                assert call("GET", f"/api/resource/{doc.doctype}/{doc.name}")[0] == 403
                assert call("GET", f"/api/resource/{doc.doctype}")[0] == 403
                body = {"doctype": doc.doctype, "filters": frappe.as_json({"user": STAFF})}
                assert call("POST", "/api/method/frappe.client.get_count", body)[0] == 403
                named_in = {"doctype": doc.doctype, "docname": doc.name}
                title = call("POST", "/api/method/frappe.desk.search.get_link_title", named_in)[1]
                assert STAFF not in str(title)
                found = call("POST", "/api/method/frappe.desk.search.search_link", {"doctype": doc.doctype, "txt": ""})
                assert doc.name not in str(found[1])
            for doctype, name in ((TRAINING, training.name), ("User", STAFF), (competence.doctype, competence.name)):
                linked = call(
                    "POST", "/api/method/frappe.desk.form.linked_with.get", {"doctype": doctype, "docname": name}
                )
                assert not {RECORD, SEAT} & set(linked[1].get("message") or {})
            opened = {"dt": TRAINING, "dn": training.name, "method": "show_participants"}
            status, answer = call("POST", "/api/method/run_doc_method", opened)
            assert (status, STAFF in str(answer)) == (200, False)
            whole = call("GET", f"/api/resource/{TRAINING}/{training.name}")
            assert (whole[0], STAFF in str(whole[1])) == (200, False)
    assert not frappe.db.exists("Version", {"docname": ["in", [record.name, seat.name]]})
    assert not any(frappe.get_meta(doctype).get_global_search_fields() for doctype in (RECORD, SEAT, TRAINING))


def test_counting_is_for_those_who_see_the_records(record, training):
    counted = {"doctype": RECORD, "filters": {"name": record.name}}
    for user, number in ((STAFF, 1), (MANAGER, 1), (STAFF_TWO, 0)):
        with acting_as(user):
            assert get_count(**counted) == number
            # Of other types as the host counts: earlier releases ask nobody.
            named = {"name": training.name}
            assert get_count(TRAINING, named) == count_of_host(TRAINING, named)
    with acting_as(AUDITOR), pytest.raises(frappe.PermissionError):
        get_count(**counted)


def test_the_sidebar_counts_for_those_who_see_the_records(record):
    """By who records are assigned to, the host counts all that fit, and so tells what stands in them."""
    assign(RECORD, record.name, STAFF, "Bring the certificate.", today())
    asked = {"doctype": RECORD, "current_filters": frappe.as_json({"level": 3}), "field": "assigned_to"}
    for user, found in ((STAFF, 1), (MANAGER, 1), (STAFF_TWO, 0), (OWNER, 0)):
        with acting_as(user):
            assert sum(row["count"] for row in get_group_by_count(**asked)) == found
    with acting_as(AUDITOR), pytest.raises(frappe.PermissionError):
        get_group_by_count(**asked)


def test_the_file_is_for_those_who_see_the_record(open_system, competence):
    record = make_record(open_system, competence, evidence_file=make_file(STAFF))
    file = frappe.get_doc("File", {"file_url": record.evidence_file})
    file.db_set({"attached_to_doctype": record.doctype, "attached_to_name": record.name})
    for user, may in ((STAFF, True), (MANAGER, True), (AUDITOR, False), (STAFF_TWO, False)):
        with acting_as(user):
            assert frappe.get_doc("File", file.name).has_permission("read") is may


def test_files_are_listed_for_those_who_see_the_record(open_system, competence):
    """The host lists the files of all records of a type for whoever may read any of them, with names and addresses."""
    record = make_record(open_system, competence, evidence_file=make_file(STAFF))
    file = frappe.get_doc("File", {"file_url": record.evidence_file})
    file.db_set({"attached_to_doctype": record.doctype, "attached_to_name": record.name})
    with acting_as(STAFF_TWO):
        other = frappe.get_doc("File", {"file_url": make_file(STAFF_TWO, b"Notes")})

    def listed(user: str) -> set[str]:
        with acting_as(user):
            return {row.name for row in client_list("File", filters={"name": ["in", [file.name, other.name]]})}

    assert listed(STAFF) == listed(MANAGER) == {file.name}
    assert listed(STAFF_TWO) == {other.name}
    for user in (OWNER, *STRANGERS):
        assert listed(user) == set()
    make_workforce(open_system, STAFF)
    assert listed(OWNER) == {file.name}
    # A manager of another system manages nobody here.
    fence = {"doctype": "User Permission", "user": MANAGER, "allow": "ITSM System"}
    frappe.get_doc({**fence, "for_value": stage.make_system().name}).insert()
    assert listed(MANAGER) == set()


def test_comments_and_to_dos_are_listed_for_those_who_see_the_record(record):
    """System managers read all others."""
    with acting_as(MANAGER):
        frappe.get_doc(RECORD, record.name).add_comment("Comment", "Staff will bring it.")
    assign(RECORD, record.name, STAFF, "Bring it.", today())
    about = {"Comment": {"reference_name": record.name}, "ToDo": {"reference_name": record.name}}

    def listed(user: str) -> list[str]:
        with acting_as(user):
            readable = [doctype for doctype in about if frappe.has_permission(doctype, "read")]
            return [doctype for doctype in readable if client_list(doctype, filters=about[doctype])]

    assert listed("Administrator") == ["Comment", "ToDo"]
    for user in (STAFF_TWO, OWNER, *STRANGERS):
        assert listed(user) == []
    assert listed(STAFF) == ["ToDo"]
    with acting_as(ADMIN):
        frappe.get_doc("ITSM Competence", record.competence).add_comment("Comment", "Of no person.")
        assert client_list("Comment", filters={"reference_name": record.competence})


def test_the_file_stays_private(open_system, competence):
    record = make_record(open_system, competence, evidence_file=make_file(STAFF))
    file = frappe.get_doc("File", {"file_url": record.evidence_file})
    file.db_set({"attached_to_doctype": record.doctype, "attached_to_name": record.name})
    for door in DOORS[:2]:
        with acting_as(STAFF):
            assert door(file, is_private=0).codes == ("file_of_a_person_public",)
        assert frappe.db.get_value(RECORD, record.name, "evidence_file") == record.evidence_file
    stage.commit(open_system)
    with acting_as(STAFF):
        assert request("PUT", f"/api/resource/File/{file.name}", {"is_private": 0}).codes == (
            "file_of_a_person_public",
        )
    values = {"attached_to_doctype": RECORD, "attached_to_name": record.name, "is_private": 0}
    with acting_as(STAFF):
        loud = frappe.get_doc({"doctype": "File", "file_name": "loud.txt", "content": "x", **values})
        assert refused(loud.insert) == ("file_of_a_person_public",)


def test_owners_do_not_open_records_by_giving_roles(record, open_system):
    """Whoever they name alone they do not manage until a manager of the system confirms it."""
    process = make_workforce(open_system, STAFF_TWO)
    rows = [{**role(user, role_title=ROLE_TITLE), "named_by": MANAGER} for user in (STAFF_TWO, STAFF)]
    for door in DOORS:
        process.reload()
        with acting_as(OWNER):
            assert door(process, roles=rows) is None, door
        assert not sees(record, OWNER), door
        assert managed.managed_by(OWNER) == {open_system.name: {STAFF_TWO}}
    with acting_as(OWNER):
        frappe.get_doc(process.doctype, process.name).confirm_responsibilities("Mine.")
    assert not sees(record, OWNER)
    with acting_as(MANAGER):
        frappe.get_doc(process.doctype, process.name).confirm_responsibilities("So it is.")
    assert sees(record, OWNER)
    assert frappe.db.get_value(process.doctype, process.name, "confirmed_by") == MANAGER


def test_who_both_audits_and_works_here_sees_their_own_alone(record, training):
    frappe.get_doc("User", AUDITOR).add_roles("ITSM User", "ITSM Process Owner")
    with acting_as(AUDITOR):
        assert client_list(RECORD) == []
        assert client_list(SEAT) == []
    assert not sees(record, AUDITOR)


def test_the_log_of_decisions_names_nobody_who_is_judged(record, training, open_system):
    with acting_as(MANAGER):
        frappe.get_doc(TRAINING, training.name).evaluate(seat_of(training, STAFF).name, "Effective", "Staff shows it.")
    rows = frappe.get_all("ITSM Decision", {"system": open_system.name}, ["*"])
    assert rows
    for row in rows:
        assert STAFF not in str(row)
        assert "Staff shows it." not in str(row)


# -- the matrix ------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_work(open_system, competence):
    make_workforce(open_system, STAFF, STAFF_TWO)
    return make_need(open_system, competence)


def test_the_matrix_names_whom_the_reader_may_know(at_work, open_system):
    assert set(named(open_system, MANAGER).values()) == {OWNER, STAFF, STAFF_TWO}
    assert set(named(open_system, OWNER).values()) == {OWNER, STAFF, STAFF_TWO}
    assert named(open_system, STAFF) == {"Staff": STAFF}
    for user in (AUDITOR, EXTERNAL, TOP):
        assert named(open_system, user) == {"Person 1": "", "Person 2": "", "Person 3": ""}
        assert "Staff" not in str(matrix(open_system, user))
        assert not any(row["sources"] for row in matrix(open_system, user)[1])
    with acting_as(OUTSIDER), pytest.raises(frappe.PermissionError):
        itsm_competence_matrix.execute({"system": open_system.name})


def test_a_process_gives_nobody_away(at_work, open_system, competence):
    """Where a process has one owner, asking for its people would name them."""
    other = make_competence(open_system, title="Capacity planning")
    make_need(open_system, other, needed_by="Process Owner")
    make_workforce(open_system, STAFF_TWO, clause="8.1")
    process = process_of(open_system, "8.1").name
    assert len(matrix(open_system, MANAGER, process=process)[1]) == 2
    assert len(matrix(open_system, AUDITOR, process=process)[1]) == 3


def test_numbers_stay_and_nobody_outside_can_compute_them(at_work, open_system, monkeypatch):
    """An auditor knows user names, the name of the system, and this program."""
    shown = matrix(open_system, AUDITOR)[1]
    assert matrix(open_system, AUDITOR)[1] == shown
    people = board_of(open_system.name).people
    orders = set()
    for secret in map(str, range(12)):
        monkeypatch.setattr(itsm_competence_matrix, "get_encryption_key", lambda secret=secret: secret)
        eyes = policy.eyes_of(AUDITOR, open_system.name, people)
        orders.add(tuple(user for user, _shown in itsm_competence_matrix._shown(people, eyes, open_system.name)))
    assert len(orders) > 1


# -- samples ---------------------------------------------------------------------------------------------------------


def test_an_auditor_draws_and_knows_those_alone(at_work, open_system, competence, record):
    with acting_as(AUDITOR):
        names = draw_sample(open_system.name, 1, "Stage 1 audit")
    assert len(names) == 1
    shown = named(open_system, AUDITOR)
    known = [user for user in shown.values() if user]
    assert (len(known), [frappe.utils.get_fullname(user) for user in known]) == (1, names)
    # Another auditor knows nobody, and a name opens no record.
    assert not any(named(open_system, EXTERNAL).values())
    assert not sees(record, AUDITOR)
    decision = frappe.get_doc("ITSM Decision", {"system": open_system.name, "decision": "Sample Drawn"})
    seed, size = read(decision.reason)
    assert (size, decision.reference_name, decision.decided_by) == (1, open_system.name, AUDITOR)
    assert draw(board_of(open_system.name).people, size, seed) == known
    assert names[0] not in str(decision.as_dict())
    assert first_fault(open_system.name) is None


def test_what_is_mailed_on_schedule_names_nobody(at_work, open_system):
    """The host computes it as Administrator, whoever gets the mail."""
    assert named(open_system, "Administrator") == {"Person 1": "", "Person 2": "", "Person 3": ""}
    assert "ITSM Competence Matrix" not in reports_of_one_system()


def test_a_requirement_counts_for_whoever_may_know(at_work, open_system):
    """Who has the one role that it is about is no secret, so a number would tell how they stand."""

    def told(user: str) -> dict | None:
        with acting_as(user):
            at_work.run_method("onload")
            return at_work.get("__onload").pop("counts", None)

    for user in (MANAGER, OWNER):
        assert told(user) == {"people": 2, "gaps": 2}
    for user in (STAFF, STAFF_TWO, AUDITOR, EXTERNAL, TOP):
        assert told(user) is None
    make_workforce(open_system, STAFF, STAFF_TWO, TOP)
    assert told(AUDITOR) == {"people": 3, "gaps": 3}
    assert told(STAFF) is None


def test_drawing_again_gives_the_same_people(at_work, open_system):
    with acting_as(EXTERNAL):
        draw_sample(open_system.name, 2, "Surveillance")
    first = named(open_system, EXTERNAL)
    assert named(open_system, EXTERNAL) == first
    assert sum(bool(user) for user in first.values()) == 2


@pytest.mark.parametrize(
    ("size", "reason", "codes"),
    [
        (0, "x", ("sample_empty",)),
        (4, "x", ("sample_larger_than_population",)),
        (2, " ", ("reason_missing",)),
    ],
)
def test_samples_that_are_refused(size, reason, codes, at_work, open_system):
    with acting_as(AUDITOR):
        assert refused(lambda: draw_sample(open_system.name, size, reason)) == codes
    assert not frappe.db.exists("ITSM Decision", {"system": open_system.name, "decision": "Sample Drawn"})


def test_nobody_draws_until_they_know_everybody(at_work, open_system):
    users = [f"crowd.{index}@sms.example.com" for index in range(13)]
    moment = frappe.utils.now()
    frappe.db.bulk_insert(
        "User",
        ["name", "email", "first_name", "full_name", "enabled", "user_type", "creation", "modified"],
        [(user, user, "One", user, 1, "System User", moment, moment) for user in users],
    )
    process = process_of(open_system, "9.2").name
    for user in users:
        frappe.db.bulk_insert(
            "ITSM Process Role",
            ["name", "parent", "parenttype", "parentfield", "role_title", "user", "idx"],
            [(frappe.generate_hash(length=12), process, "ITSM Process", "roles", ROLE_TITLE, user, 9)],
        )
    with acting_as(AUDITOR):
        draw_sample(open_system.name, 3, "Audit")
        assert refused(lambda: draw_sample(open_system.name, 2, "More")) == ("sample_too_large",)
        draw_sample(open_system.name, 1, "One more")
    # A year later the names are gone.
    frappe.db.set_value(
        "ITSM Decision",
        {"system": open_system.name, "decision": "Sample Drawn"},
        "decided_on",
        add_days(now_datetime(), -366),
    )
    assert not any(named(open_system, AUDITOR).values())


@pytest.mark.parametrize("user", [MANAGER, STAFF, TOP, OUTSIDER])
def test_auditors_alone_draw(user, at_work, open_system):
    with acting_as(user), pytest.raises(frappe.PermissionError):
        draw_sample(open_system.name, 1, "Curious")


def test_an_external_auditor_draws_only_where_they_are_let_in(system):
    make_workforce(system, STAFF)
    with acting_as(EXTERNAL), pytest.raises(frappe.PermissionError):
        draw_sample(system.name, 1, "Audit")
