"""Checks of 4.5.4.2 on the audit programme: what it is driven by, and what it documents."""

from frappe.utils import getdate

from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

PROGRAMME = "ITSM Audit Programme"


@check("4.5.4.2 .3")
def programme_is_driven_by_weight(scope: Scope) -> Verdict:
    """The programme at work plans more audits of what is more important, in a worse state or did badly before, as
    the live records weigh it today."""
    about = scope.audit_programme
    if verdict := _without_programme(scope):
        return verdict
    programme = [(PROGRAMME, about.at_work.name)]
    if not about.weighty:
        return not_evaluable("nothing_to_weigh_audits_by", programme)
    rare = {part.cell for part in about.holes} & about.weighty
    if missing := rare - about.outdated:
        return not_met("weighty_audited_too_rarely", [*programme, *about.slots_for(missing)], count=len(missing))
    if rare:
        return stale("audit_weights_have_changed", [*programme, *about.slots_for(rare)], count=len(rare))
    approved_on = getdate(about.at_work.approved_on)
    return met(
        "audits_driven_by_weight",
        [*programme, *about.slots_for(about.weighty)],
        approved_on,
        count=len(about.weighty),
        total=len(about.ground.needs),
    )


@check("4.5.4.2 .4")
def criteria_are_documented(scope: Scope) -> Verdict:
    """A programme is approved, which takes criteria, scope, methods and frequency, and each audit that began in it has
    criteria and scope."""
    about = scope.audit_programme
    if not about.programmes:
        return not_evaluable("no_audit_is_planned", [scope.itself])
    if verdict := _without_programme(scope):
        return verdict
    programme = [(PROGRAMME, about.at_work.name)]
    if about.undocumented_audits:
        named = [("ITSM Audit", row.name) for row in about.undocumented_audits]
        return not_met("audits_without_criteria", named, count=len(named), total=len(about.audits))
    audits = [("ITSM Audit", row.name) for row in about.audits]
    approved_on = getdate(about.at_work.approved_on)
    return met("audits_documented", [*programme, *audits], approved_on, total=len(audits), last=str(approved_on))


def _without_programme(scope: Scope) -> Verdict | None:
    """Why there is no programme at work today; None where there is one."""
    about = scope.audit_programme
    if about.at_work:
        return None
    if about.over:
        last = about.over.ended_on
        return stale("audit_programme_over", [(PROGRAMME, about.over.name)], last, last=str(last))
    if about.to_be_approved:
        return not_met("audit_programme_not_approved", [(PROGRAMME, row.name) for row in about.to_be_approved])
    return not_met("no_audit_programme", [scope.itself])
