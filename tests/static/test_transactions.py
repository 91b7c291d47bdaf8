"""Document events leave the transaction to the host: a commit in one would keep half of what a later one refuses."""

import pytest

from tests.static.app import Source, calls, files, keyword, report, snippet

# Entry points that nobody calls from within a request; delivery, disposal, import and compiling are background jobs.
MAY_COMMIT = (
    "sms_iso20000/commands.py",
    "sms_iso20000/tasks.py",
    "sms_iso20000/demonstration/",
    "sms_iso20000/governance/delivery.py",
    "sms_iso20000/governance/disposal_work.py",
    "sms_iso20000/governance/management_review_compiling.py",
    "sms_iso20000/governance/ticket_import_work.py",
)


def ends_transaction(source: Source) -> list[str]:
    if source.place.startswith(MAY_COMMIT):
        return []
    offences = [source.at(call.lineno, "commit outside an entry point") for call in calls(source, "frappe.db.commit")]
    return offences + [
        source.at(call.lineno, "rollback of the whole transaction outside an entry point")
        for call in calls(source, "frappe.db.rollback")
        if keyword(call, "save_point") is None
    ]


def test_no_commit_beside_entry_points():
    offences = [offence for source in files(".py") for offence in ends_transaction(source)]
    assert not offences, report(offences)


@pytest.mark.parametrize("bad", ["def on_update(self):\n    frappe.db.commit()", "frappe.db.rollback()"])
def test_commit_is_found(bad):
    assert ends_transaction(snippet(bad, "sms_iso20000/life/controlled_revision.py"))


def test_entry_point_and_save_point_are_fine():
    assert not ends_transaction(snippet("frappe.db.commit()", "sms_iso20000/commands.py"))
    assert not ends_transaction(snippet('frappe.db.rollback(save_point="a")', "sms_iso20000/tasks.py"))
