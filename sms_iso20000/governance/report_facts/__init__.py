"""The facts of a report to top management, drafted from live records in the language of whoever drafts (4.1.4 e)."""

from dataclasses import dataclass

from sms_iso20000.governance.report_facts.conformity import conformity
from sms_iso20000.governance.report_facts.improvements import improvements
from sms_iso20000.governance.report_facts.nonconformities import nonconformities
from sms_iso20000.governance.report_facts.objectives import objectives
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
        "Nonconformities": nonconformities,
        "Improvements": improvements,
        "Conformity": conformity,
    }
    return [Section(kind, *facts_of(system, period)) for kind, facts_of in subjects.items()]
