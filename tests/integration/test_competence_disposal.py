"""Records of a person are anonymised when their retention ends; what they prove stays (4.3.3, 4.4.2 e)."""

from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, add_months, today

from sms_iso20000.compat import assign
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.competence import board_of
from sms_iso20000.rules.retention import PERSONAL
from sms_iso20000.sms_iso20000.report.itsm_competence_matrix import itsm_competence_matrix
from tests.integration import stage
from tests.integration.made.by_hand import make_file
from tests.integration.made.competence import (
    make_competence,
    make_need,
    make_record,
    make_training,
    make_workforce,
    seat_of,
)
from tests.integration.made.disposals import disposal_values, outcomes, work_off_some
from tests.integration.made.retention import make_rule
from tests.integration.made.verdicts import put
from tests.integration.records import refused
from tests.integration.stage import MANAGER, STAFF, TOP, acting_as

RECORD, SEAT = "ITSM Competence Record", "ITSM Training Participant"


@pytest.fixture
def competence(system):
    return make_competence(system)


def rule_for(system, doctype: str, **values):
    return make_rule(
        system,
        title="Records of persons",
        document_type=doctype,
        filters=frappe.as_json({"system": system.name}),
        **{
            "start_field": {RECORD: "withdrawn_on", SEAT: "evaluated_on"}[doctype],
            "disposal_method": "Anonymise",
            "anonymise_fields": [{"field_name": field} for field in PERSONAL[doctype]],
            **values,
        },
    )


def dispose(system, rule):
    with acting_as(MANAGER):
        disposal = frappe.get_doc(disposal_values(system, rule)).insert()
    with acting_as(TOP):
        disposal.approve()
    while work_off_some(disposal.name):
        pass
    disposal.reload()
    return disposal


def row_of(doc) -> dict:
    return frappe.get_all(doc.doctype, {"name": doc.name}, ["*"], order_by="name asc")[0]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"disposal_method": "Delete", "anonymise_fields": []}, ("personal_records_deleted",)),
        ({"anonymise_fields": [{"field_name": "user"}]}, ("personal_fields_left",)),
    ],
)
def test_rules_that_are_refused(values, codes, system):
    assert refused(lambda: rule_for(system, RECORD, **values)) == codes


def test_no_other_record_of_ours_is_disposed_of(system):
    values = {"document_type": "ITSM Training", "start_field": "held_on", "filters": "{}"}
    emptied = [{"field_name": "description"}]
    refusal = refused(lambda: make_rule(system, **values, disposal_method="Anonymise", anonymise_fields=emptied))
    assert refusal == ("disposal_of_own_records",)


def test_a_record_loses_its_person_and_keeps_its_seal(system, competence):
    make_workforce(system, STAFF)
    make_need(system, competence)
    url = make_file(STAFF, b"Certificate of Staff")
    record = make_record(system, competence, "Withdrawn", evidence_file=url)
    put(record, withdrawn_on=add_months(today(), -13))
    record.add_comment("Comment", "Staff was here.")
    assign(RECORD, record.name, STAFF, "Bring the certificate of Staff.", today())
    about = {"Comment": "reference_name", "ToDo": "reference_name"}
    assert all(frappe.db.exists(doctype, {field: record.name}) for doctype, field in about.items())
    path = Path(frappe.get_doc("File", {"file_url": url}).get_full_path())
    assert path.is_file()
    disposal = dispose(system, rule_for(system, RECORD))
    assert outcomes(disposal) == ["Anonymised"]
    row = row_of(record)
    assert not any(row[field] for field in PERSONAL[RECORD])
    assert STAFF not in str(row)
    # The file and its bytes go too, and what repeated any of it.
    assert not path.exists()
    assert not frappe.db.exists("File", {"file_url": url})
    assert not any(frappe.db.exists(doctype, {field: record.name}) for doctype, field in about.items())
    assert not frappe.db.exists("Version", {"docname": record.name})
    # What it proved is still on record, under the same seal.
    kept = frappe.get_doc(RECORD, record.name)
    assert kept.content_hash == kept.computed_hash() == record.content_hash
    assert first_fault(system.name) is None
    assert STAFF not in str(frappe.get_all("ITSM Decision", {"system": system.name}, ["*"]))
    certificate = frappe.get_doc("File", {"file_url": disposal.certificate}).get_content()
    assert STAFF not in str(certificate)


def test_the_matrix_no_longer_knows_the_person(system, competence):
    make_workforce(system, STAFF)
    make_need(system, competence)
    record = make_record(system, competence)
    assert board_of(system.name).cells[STAFF, competence.name].level == 3
    put(record, verified_on=add_months(today(), -13))
    dispose(system, rule_for(system, RECORD, start_field="verified_on"))
    assert board_of(system.name).cells[STAFF, competence.name].level == 0
    put(frappe.get_doc("ITSM Process Role", {"user": STAFF}), user=None)
    with acting_as(MANAGER):
        rows = itsm_competence_matrix.execute({"system": system.name})[1]
    assert STAFF not in str(rows)


def test_who_took_part_in_a_training_is_forgotten(system, competence):
    training = make_training(system, competence, "Evaluated")
    seat = seat_of(training, STAFF)
    put(seat, evaluated_on=add_months(today(), -13))
    assert outcomes(dispose(system, rule_for(system, SEAT))) == ["Anonymised"]
    row = row_of(seat)
    assert (row.user, row.remarks, row.attendance, row.effect) == (None, None, "Attended", "Effective")
    assert STAFF not in str(row)
    training.reload()
    assert (training.attended, training.effective) == (1, 1)
    assert first_fault(system.name) is None
    with acting_as(MANAGER):
        assert [(shown.user, shown.full_name) for shown in training.show_participants()] == [(None, "")]


def test_what_is_not_due_stays(system, competence):
    record = make_record(system, competence, "Withdrawn")
    rule = rule_for(system, RECORD)
    assert refused(lambda: dispose(system, rule)) == ("disposal_nothing_due",)
    assert row_of(record).user == STAFF


def test_a_file_that_belongs_to_another_record_stays(system, competence):
    """The host attaches a second record of the file to ours, and that one goes."""
    url = make_file(STAFF, b"Shared with a task")
    record = make_record(system, competence, "Withdrawn", evidence_file=url)
    task = frappe.get_doc({"doctype": "ToDo", "description": "Keep"}).insert()
    put(frappe.get_doc("File", {"file_url": url}), attached_to_doctype="ToDo", attached_to_name=task.name)
    put(record, withdrawn_on=add_months(today(), -13))
    dispose(system, rule_for(system, RECORD))
    assert frappe.db.exists("File", {"file_url": url})
    assert not row_of(record).evidence_file


def test_rules_keep_them_until_then(system, competence):
    record = make_record(system, competence, "Withdrawn")
    rule_for(system, RECORD)
    put(record, withdrawn_on=add_days(today(), -10))
    assert refused(lambda: frappe.delete_doc(RECORD, record.name)) == ("never_deleted",)
    assert row_of(record).user == stage.STAFF
