"""Requirements that stay Not met run after run become nonconformities: one each, never a second while one is open
(4.5.4.1)."""

from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from sms_iso20000.governance.language import language_of_site
from sms_iso20000.governance.nonconformities import NONCONFORMITY, report_nonconformity, requirements_of
from sms_iso20000.rules.nonconformity import STANDARD, Grade, State
from sms_iso20000.rules.signal import last_of_days, persists
from sms_iso20000.rules.verdict import Status

RESULT = "ITSM Conformity Result"
SOURCE = "Conformity Check"
# Runs that are looked at to find since when a requirement has been Not met.
FURTHEST_BACK = 400


def draft_from_checks(system: str) -> list[str]:
    """Report what stays Not met in `system`; safe to repeat. Returns the names of what was reported."""
    wanted = cint(frappe.db.get_value("ITSM System", system, "persistent_runs"))
    runs = runs_that_count(system)
    if len(runs) < wanted:
        return []
    latest = _not_met(runs[0].name)
    statuses = _statuses([run.name for run in runs], list(latest))
    handled = _handled(system)
    drafted = []
    for requirement, result in latest.items():
        newest_first = [(run.run_on, statuses[requirement].get(run.name, "")) for run in runs]
        if persists(_since(newest_first, handled.get(requirement, [])), wanted):
            drafted.append(_report(system, result, wanted).name)
    return drafted


def runs_that_count(system: str) -> list[frappe._dict]:
    """The last run of each day, the newest first: somebody who mends what a run found runs it again and again."""
    runs = frappe.get_all(
        "ITSM Conformity Run",
        filters={"system": system},
        fields=["name", "run_on"],
        order_by="run_on desc, name desc",
        limit=FURTHEST_BACK,
    )
    return [runs[place] for place in last_of_days([run.run_on for run in runs])]


def _since(newest_first: list[tuple[datetime, str]], cases: list[frappe._dict]) -> list[str]:
    """The statuses that no case has answered for: none while one is open, or the requirement was never anything else
    since one was rejected; those after one was closed."""
    statuses = [status for _run_on, status in newest_first]
    for case in cases:
        if case.workflow_state == State.CLOSED:
            later = [status for run_on, status in newest_first if run_on.date() > case.closed_on]
        elif case.workflow_state == State.REJECTED:
            later = [status for run_on, status in newest_first if run_on > case.reported_on]
            later = later if any(status != Status.NOT_MET for status in later) else []
        else:
            later = []
        statuses = min(statuses, later, key=len)
    return statuses


def _not_met(run: str) -> dict[str, frappe._dict]:
    rows = frappe.get_all(
        RESULT,
        filters={"run": run, "status": Status.NOT_MET.value},
        fields=["name", "requirement", "clause"],
        order_by="position asc",
    )
    return {row.requirement: row for row in rows}


def _statuses(runs: list[str], requirements: list[str]) -> dict[str, dict[str, str]]:
    """Status by requirement and run."""
    found: dict[str, dict[str, str]] = {requirement: {} for requirement in requirements}
    for row in frappe.get_all(
        RESULT,
        filters={"run": ["in", runs], "requirement": ["in", requirements]},
        fields=["run", "requirement", "status"],
        order_by="position asc",
    ):
        found[row.requirement][row.run] = row.status
    return found


def _handled(system: str) -> dict[str, list[frappe._dict]]:
    """Cases by requirement that came from checks, or are open whatever they came from."""
    rows = frappe.get_all(
        NONCONFORMITY,
        filters={"system": system},
        fields=["name", "source_kind", "workflow_state", "reported_on", "closed_on"],
        order_by="creation asc, name asc",
    )
    settled = (State.CLOSED, State.REJECTED)
    relevant = {row.name: row for row in rows if row.source_kind == SOURCE or row.workflow_state not in settled}
    found: dict[str, list[frappe._dict]] = {}
    for name, requirements in requirements_of(list(relevant)).items():
        for requirement in requirements:
            found.setdefault(requirement, []).append(relevant[name])
    return found


def _report(system: str, result: frappe._dict, runs: int) -> Document:
    title = frappe.db.get_value("ITSM Requirement", result.requirement, "title_en")
    with language_of_site():
        return report_nonconformity(
            system,
            _("{0} stays Not met: {1}").format(result.clause, _(title)),
            _("The requirement {0} ({1}) was not met in the last {2} runs.").format(result.clause, _(title), runs),
            _("Results of the checks up to {0}; the result names the records that offend.").format(result.name),
            Grade.MINOR.value,
            SOURCE,
            reference=(RESULT, result.name),
            requirements=[result.requirement],
            against=STANDARD,
        )
