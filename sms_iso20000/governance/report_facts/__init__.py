"""The facts of a report to top management, drafted from live records in the language of whoever drafts (4.1.4 e)."""

from dataclasses import dataclass

from frappe import _

from sms_iso20000.governance.report_facts.conformity import conformity
from sms_iso20000.governance.report_facts.objectives import objectives
from sms_iso20000.governance.report_facts.page import no_data
from sms_iso20000.governance.report_facts.performance import service_performance
from sms_iso20000.governance.report_facts.risks import risks
from sms_iso20000.rules.report_period import Period


@dataclass(frozen=True)
class Section:
    """What is known of one subject; `facts` is HTML, and says why where there is no data."""

    kind: str
    has_data: bool
    facts: str


def draft_facts(system: str, period: Period) -> list[Section]:
    """One section per subject, in the order of the report; each costs a fixed number of queries."""
    subjects = {
        "Service Performance": service_performance,
        "Objectives": objectives,
        "Risks": risks,
        "Nonconformities": _nonconformities,
        "Improvements": _improvements,
        "Conformity": conformity,
    }
    return [Section(kind, *facts_of(system, period)) for kind, facts_of in subjects.items()]


def _nonconformities(_system: str, _period: Period) -> tuple[bool, str]:
    return no_data(_("No data: this release keeps no nonconformities; report on them in the comment."))


def _improvements(_system: str, _period: Period) -> tuple[bool, str]:
    return no_data(_("No data: this release keeps no improvements; report on them in the comment."))
