"""What of a nonconformity may be changed when, and who thereby has a part in it (4.5.4.2)."""

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.governance.nonconformity_telling import ask_to_tell
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.rules.action import Actor
from sms_iso20000.rules.nonconformity import CAUSE, FINDING, SETTLED, State, unmet_hand
from sms_iso20000.rules.unmet import Unmet

# Where and by whom it is dealt with; may change until the case is settled.
CORRECTED = ("correction", "corrected_on")
HANDLING = ("priority", "area_manager", "related_process", "arrangement", "service", *CORRECTED)


def unmet_changes(nonconformity: Document, actor: Actor) -> list[Unmet]:
    """All reasons against what `actor` changed since the case was stored."""
    before = nonconformity.get_doc_before_save()
    state = before.workflow_state
    is_judged = state != State.REPORTED
    finding, cause, handling = (_changed(nonconformity, fields) for fields in (FINDING, CAUSE, HANDLING))
    unmet = unmet_hand(actor, before.area_manager or "") if is_judged else []
    label = {field: _(nonconformity.meta.get_label(field)) for field in (*finding, *cause, *handling)}
    if is_judged:
        unmet += [Unmet("finding_sealed", {"field": label[field]}) for field in finding]
    if state != State.ANALYSIS:
        unmet += [Unmet("cause_outside_analysis", {"field": label[field]}) for field in cause]
    if state in SETTLED:
        unmet += [Unmet("nonconformity_over", {"field": label[field]}) for field in handling]
    # What is decided is what others could read before.
    is_step = state != nonconformity.workflow_state
    if is_step and (finding or cause or (is_judged and "area_manager" in handling)):
        unmet.append(Unmet("content_and_step", {"after": _(nonconformity.workflow_state)}))
    return unmet


def note_people(nonconformity: Document) -> None:
    """Who wrote a part of the cause or correction, or managed the area before, has a part in it; a new manager is
    told."""
    before = nonconformity.get_doc_before_save()
    people = (before.took_part or "").split()
    is_handed_over = before.area_manager and before.area_manager != nonconformity.area_manager
    is_judged = before.workflow_state != State.REPORTED
    if _changed(nonconformity, CAUSE) or (is_judged and _changed(nonconformity, CORRECTED)):
        people.append(frappe.session.user)
    if is_handed_over and is_judged:
        people.append(before.area_manager)
    nonconformity.took_part = "\n".join(dict.fromkeys(people))
    is_accepted = not is_judged and nonconformity.workflow_state == State.ANALYSIS
    is_in_hand = is_judged and nonconformity.workflow_state not in SETTLED
    if is_accepted or (is_in_hand and before.area_manager != nonconformity.area_manager):
        ask_to_tell(nonconformity)


def _changed(nonconformity: Document, fields: tuple[str, ...]) -> list[str]:
    before = nonconformity.get_doc_before_save()
    return [field for field in fields if as_kept(before, field) != as_kept(nonconformity, field)]
