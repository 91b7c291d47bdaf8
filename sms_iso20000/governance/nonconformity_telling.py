"""The manager of the area has each nonconformity among their to-dos until it is settled (4.5.4.2)."""

from frappe.model.document import Document
from frappe.utils import escape_html, now_datetime

from sms_iso20000.compat import assign, close_assignments, unassign
from sms_iso20000.rules.nonconformity import SETTLED


def ask_to_tell(nonconformity: Document) -> None:
    """Have the manager of the area told once this is saved, and note when that was."""
    nonconformity.told_on = now_datetime().replace(microsecond=0)
    nonconformity.flags.tell_manager = True


def keep_told(nonconformity: Document) -> None:
    """Assign it to the manager of the area where they are to be told, whom the host tells; settled, it is nobody's."""
    is_to_be_told = nonconformity.flags.pop("tell_manager", False)
    before = nonconformity.get_doc_before_save()
    if not before:
        return
    if nonconformity.workflow_state in SETTLED and before.workflow_state not in SETTLED:
        close_assignments(nonconformity.doctype, nonconformity.name)
    elif is_to_be_told:
        if before.area_manager and before.area_manager != nonconformity.area_manager:
            unassign(nonconformity.doctype, nonconformity.name, before.area_manager)
        # The host shows it as HTML.
        what = f"{nonconformity.name}: {escape_html(nonconformity.title)}"
        assign(nonconformity.doctype, nonconformity.name, nonconformity.area_manager, what, nonconformity.due_on)
