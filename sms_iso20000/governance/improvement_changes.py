"""What of an improvement may be changed when, and by whom (4.5.5.2)."""

from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from sms_iso20000.governance.improvement_documents import note_revisions
from sms_iso20000.governance.improvements import criteria_in_force
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.rules.improvement import EVALUATION, IDEA, PLAN, RESULT, Actor, State, sealed_in, unmet_change
from sms_iso20000.rules.improvement_target import RESULT_COLUMNS
from sms_iso20000.rules.policy import Criterion
from sms_iso20000.rules.unmet import Unmet

CHANGEABLE = (*IDEA, *EVALUATION, *PLAN, *RESULT, "improvement_owner")
# Columns that the server writes, whatever a request says.
COPIED = {
    "scores": ("weight", "scale_low", "scale_high"),
    "documents": ("revision", "was_revised", "revised_by"),
}
# Columns that stay open when the rest of the table is sealed: why a document was not revised.
OPEN = {"documents": ("reason",)}


def changed_fields(improvement: Document) -> list[str]:
    """What differs from the record as it is stored; of a new one, what it has."""
    before = improvement.get_doc_before_save()
    if before is None:
        return [field for field in CHANGEABLE if improvement.get(field)]
    return [field for field in CHANGEABLE if _kept(before, field) != _kept(improvement, field)]


def unmet_changes(improvement: Document, actor: Actor) -> list[Unmet]:
    """All reasons against what `actor` changed since the improvement was stored."""
    before = improvement.get_doc_before_save()
    if before is None:
        return unmet_change(State.PROPOSED, changed_fields(improvement), actor, actor.user, "")
    state = before.workflow_state
    changed = changed_fields(improvement)
    sealed = [field for field in changed if field in sealed_in(state) and _is_sealed(improvement, field, state)]
    unmet = [Unmet("sealed", {"field": _label(improvement, field)}) for field in sealed]
    others = [field for field in changed if field not in sealed]
    unmet += unmet_change(state, others, actor, before.proposed_by or "", before.improvement_owner or "")
    # What is decided is what others could read before.
    if changed and state != improvement.workflow_state:
        unmet.append(Unmet("content_and_step", {"after": _(improvement.workflow_state)}))
    return unmet


def unmet_results_by_hand(improvement: Document) -> list[Unmet]:
    """Results of targets that come with a request: only measuring writes them."""
    before = improvement.get_doc_before_save()
    known = {row.name: row for row in before.targets} if before else {}
    for row in improvement.targets:
        earlier = known.get(row.name)
        if any(_result(row, column) != (_result(earlier, column) if earlier else "") for column in RESULT_COLUMNS):
            return [Unmet("changed_by_hand", {"field": _label(improvement, "targets")})]
    return []


def fill_in(improvement: Document) -> None:
    """What the server writes into the rows that people enter, whatever a request says: weight and scale of each score
    as the policy in force has them until the proposal is evaluated, and of each document its revision."""
    before = improvement.get_doc_before_save()
    if before is None or before.workflow_state == State.PROPOSED:
        _copy_scales(improvement, criteria_in_force(improvement.system))
    else:
        _keep_columns(improvement, before, "scores", COPIED["scores"])
    if before:
        _keep_columns(improvement, before, "documents", COPIED["documents"])
    note_revisions(improvement)


def _copy_scales(improvement: Document, criteria: list[Criterion] | None) -> None:
    known = {criterion.title: criterion for criterion in criteria or ()}
    for row in improvement.scores:
        row.criterion = (row.criterion or "").strip()
        if criterion := known.get(row.criterion):
            row.update({"weight": criterion.weight, "scale_low": criterion.low, "scale_high": criterion.high})


def _keep_columns(improvement: Document, before: Document, table: str, columns: tuple[str, ...]) -> None:
    known = {row.name: row for row in before.get(table)}
    for row in improvement.get(table):
        earlier = known.get(row.name)
        row.update({column: earlier.get(column) if earlier else None for column in columns})


def _is_sealed(improvement: Document, field: str, state: str) -> bool:
    """Whether a change of `field` reaches what is sealed of it."""
    if field not in OPEN or state not in (State.IN_PROGRESS, State.MEASURED):
        return True
    before = improvement.get_doc_before_save()
    return _kept(before, field, OPEN[field]) != _kept(improvement, field, OPEN[field])


def _kept(improvement: Document, field: str, without: tuple[str, ...] = ()) -> Any:
    left_out = (*COPIED.get(field, ()), *(RESULT_COLUMNS if field == "targets" else ()), *without)
    return as_kept(improvement, field, left_out)


def _result(row: Document, column: str) -> str:
    value = row.get(column)
    if column in ("value", "is_met"):
        return str(flt(value) if column == "value" else cint(value)) if value else ""
    return str(value or "")


def _label(improvement: Document, field: str) -> str:
    return _(improvement.meta.get_label(field))
