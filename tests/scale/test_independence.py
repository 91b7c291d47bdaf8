"""Independence of an auditor against the number of versions that the host keeps (4.5.4.2)."""

import frappe

from sms_iso20000.governance.auditor_competence import competence_of
from sms_iso20000.governance.independence import conflicts_in
from sms_iso20000.rules.independence import WROTE
from tests.integration.made.audits import make_audit
from tests.integration.made.competence import make_competence, make_need
from tests.integration.made.risk import make_risk
from tests.integration.stage import AUDITOR, AUDITOR_TWO
from tests.scale.test_growth import seconds

FEW, MANY = 5_000, 500_000
# Releases of the host number versions or name them by chance; no other one is called so.
FIRST = 10**12
FIELDS = ["name", "creation", "modified", "owner", "modified_by", "ref_doctype", "docname", "data"]
# Records that the versions are spread over, one of them in scope.
RECORDS = 1_000


def bulk_versions(names: list[str]) -> None:
    """A few thousand versions by the second auditor, evenly of each record."""
    moment = frappe.utils.now()
    stamp = (moment, moment, AUDITOR_TWO, AUDITOR_TWO, "ITSM Risk")
    rows = [(str(FIRST + index), *stamp, names[index % len(names)], "{}") for index in range(FEW)]
    frappe.db.bulk_insert("Version", FIELDS, rows)


def copy_versions(but: str) -> None:
    """The same again and again within the database, without those of the record `but`."""
    number = "SIGNED" if frappe.db.db_type == "mariadb" else "BIGINT"
    others = ", ".join(FIELDS[1:])
    for copy in range(1, MANY // FEW):
        frappe.db.sql(
            f"""INSERT INTO `tabVersion` (name, {others}) SELECT CAST(name AS {number}) + %s, {others}
            FROM `tabVersion` WHERE name IN %s AND docname <> %s""",
            (copy * FEW, tuple(str(FIRST + index) for index in range(FEW)), but),
        )


def test_a_hundred_times_the_versions(system):
    audit = make_audit(system)
    make_need(
        system, make_competence(system), needed_by="Role", role="ITSM Auditor", related_process=None, role_title=None
    )
    risk = make_risk(system, related_process=audit.subjects[0].subject)
    names = [risk.name, *(f"OTHER-{number:05}" for number in range(RECORDS - 1))]

    def both() -> None:
        conflicts = conflicts_in(audit, {AUDITOR, AUDITOR_TWO})
        assert {(conflict.auditor, conflict.code) for conflict in conflicts} == {(AUDITOR_TWO, WROTE)}
        competence_of(system.name, {AUDITOR, AUDITOR_TWO})

    bulk_versions(names)
    few = seconds(both)
    copy_versions(but=risk.name)
    many = seconds(both)
    assert many / few < 1.5
    assert many < 1
