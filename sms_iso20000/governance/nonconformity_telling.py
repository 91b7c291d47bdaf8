"""The manager of the area has each nonconformity among their to-dos until it is settled (4.5.4.2)."""

from frappe.model.document import Document
from frappe.utils import escape_html

from sms_iso20000.compat import assign, close_assignments, unassign
from sms_iso20000.rules.nonconformity import SETTLED, State


def is_told_anew(nonconformity: Document, before: Document) -> bool:
    """Whether this change makes it somebody's: it was accepted, or another manager was named since."""
    if nonconformity.workflow_state == State.REPORTED or nonconformity.workflow_state in SETTLED:
        return False
    is_accepted = before.workflow_state == State.REPORTED
    return is_accepted or before.area_manager != nonconformity.area_manager


def tell_manager(nonconformity: Document) -> None:
    """Assign it to the manager of the area, whom the host tells, and take it from the one before."""
    before = nonconformity.get_doc_before_save()
    if before and before.area_manager and before.area_manager != nonconformity.area_manager:
        unassign(nonconformity.doctype, nonconformity.name, before.area_manager)
    # The host shows it as HTML.
    what = f"{nonconformity.name}: {escape_html(nonconformity.title)}"
    assign(nonconformity.doctype, nonconformity.name, nonconformity.area_manager, what, nonconformity.due_on)


def stop_telling(nonconformity: Document) -> None:
    """Nothing is left to do for the manager of the area."""
    close_assignments(nonconformity.doctype, nonconformity.name)
