"""The manager of the area has each nonconformity among their to-dos until it is settled (4.5.4.2)."""

from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from sms_iso20000.compat import close_assignments, unassign
from sms_iso20000.governance.assignments import keep_assigned
from sms_iso20000.rules.nonconformity import SETTLED


def ask_to_tell(nonconformity: Document) -> None:
    """Have the manager of the area told once this is saved, and note when that was."""
    nonconformity.told_on = now_datetime().replace(microsecond=0)
    nonconformity.flags.tell_manager = True


def keep_told(nonconformity: Document) -> None:
    """Assign it to the manager of the area where they are to be told, whom the host tells, and move the to-do where its
    day changed; settled, it is nobody's."""
    is_to_be_told = nonconformity.flags.pop("tell_manager", False)
    before = nonconformity.get_doc_before_save()
    if not before:
        return
    has_another_day = bool(nonconformity.told_on) and getdate(before.due_on) != getdate(nonconformity.due_on)
    if nonconformity.workflow_state in SETTLED and before.workflow_state not in SETTLED:
        close_assignments(nonconformity.doctype, nonconformity.name)
    elif is_to_be_told or has_another_day:
        if before.area_manager and before.area_manager != nonconformity.area_manager:
            unassign(nonconformity.doctype, nonconformity.name, before.area_manager)
        keep_assigned(nonconformity, nonconformity.area_manager, nonconformity.due_on)
