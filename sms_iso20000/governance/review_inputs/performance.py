"""Input b: performance and conformity of services and processes (4.5.4.3 b)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from frappe import _
from frappe.utils import add_days, add_months

from sms_iso20000.governance.indicators import values_as_of
from sms_iso20000.governance.objectives import WANTING, figure, followed_as_of
from sms_iso20000.governance.report_facts.conformity import last_run, most_urgent
from sms_iso20000.governance.report_facts.performance import count_of, frozen_months, sources_of
from sms_iso20000.governance.review_facts import (
    MONTHS_IN_CURVE,
    OBJECTIVE_COLUMNS,
    SHOWN,
    iso,
    month_codes,
    months_ending,
    objective_cells,
    period,
    record,
    share,
    together,
)
from sms_iso20000.rules.objective import Status
from sms_iso20000.rules.review_input import Curve, Figure, Section, Table
from sms_iso20000.rules.schedule import month_name
from sms_iso20000.rules.verdict import Reason


def compile_input(system: str, since: date, until: date) -> Section:
    """Frozen months that end in the period, objectives, indicators of processes, and the newest conformity run.

    What was counted, measured or found after the end of day `until` is left out. A fixed number of queries.
    """
    return together(
        "performance",
        (
            _services(system, since, until),
            _objectives(followed_as_of(system, since, until)),
            _processes(system, until),
            _conformity(system, until),
        ),
    )


def words() -> dict[str, str]:
    return {**_figure_words(), **_table_words(), **_reason_words()}


# -- services --------------------------------------------------------------------------------------------------------


def _services(system: str, since: date, until: date) -> Section:
    sources = sources_of(system)
    if not sources:
        return Section("", gaps=[Reason("performance_no_source")])
    shown = months_ending(add_days(add_months(until, -MONTHS_IN_CURVE), 1), until)
    told = months_ending(since, until)
    frozen = frozen_months(system, min([*shown, *told, until]), until)
    levels = together("", (_level(source, frozen, told, shown) for source in sources))
    gaps = []
    if not told:
        gaps.append(Reason("performance_no_month_over", period(since, until)))
    elif not levels.figures:
        gaps.append(Reason("performance_nothing_measured", period(since, until)))
    return together("", (levels, Section("", tables=_newest(sources, frozen, told), gaps=gaps)))


def _level(source: dict, frozen: dict, told: Sequence[date], shown: Sequence[date]) -> Section:
    """One source in the months of the period and in those of its curve."""
    count = count_of(frozen, source.name, told)
    figures = []
    if count.share_in_target is not None:
        figures = [
            Figure("performance_in_target", count.share_in_target, "percent", source.title, higher_is_better=True),
            Figure("performance_closed", count.closed, name=source.title),
        ]
    shares = [count_of(frozen, source.name, [first]).share_in_target for first in shown]
    curve = Curve("performance_by_month", month_codes(shown), shares, "percent", source.title)
    missing = [first for first in told if (source.name, first) not in frozen]
    named = {"source": source.title, "months": ", ".join(month_codes(missing))}
    return Section(
        "",
        figures,
        curves=[curve] if any(found is not None for found in shares) else [],
        gaps=[Reason("performance_months_missing", named)] if source.is_enabled and missing else [],
    )


def _newest(sources: Sequence[dict], frozen: dict, told: Sequence[date]) -> list[Table]:
    """The newest month of the period of each source, with its snapshot."""
    columns = (
        ("performance_source", "record"),
        ("performance_month", "record"),
        ("performance_month_closed", "number"),
        ("performance_month_in_target", "percent"),
    )
    rows = []
    for source in sources:
        if newest := max((first for first in told if (source.name, first) in frozen), default=None):
            count, snapshot = count_of(frozen, source.name, [newest]), frozen[source.name, newest]
            month = record("ITSM Service Level Snapshot", snapshot.name, month_name(newest.year, newest.month))
            named = record("ITSM Evidence Source", source.name, source.title)
            rows.append((named, month, count.closed, count.share_in_target))
    return [Table("performance_newest", columns, rows, len(rows))] if rows else []


# -- objectives ------------------------------------------------------------------------------------------------------


def _objectives(rows: Sequence[dict]) -> Section:
    if not rows:
        return Section("", gaps=[Reason("performance_no_objective")])
    counted = Counter(row.progress for row in rows)
    wanting = [row for row in rows if row.progress in WANTING]
    well = counted[Status.ON_TRACK] + counted[Status.ACHIEVED]
    figures = [
        Figure("performance_objectives", len(rows)),
        Figure("performance_well", well, higher_is_better=True),
        Figure("performance_wanting", len(wanting), higher_is_better=False),
        Figure("performance_unmeasured", counted[Status.NO_DATA], higher_is_better=False),
    ]
    cells = [objective_cells(row) for row in wanting[:SHOWN]]
    table = Table("performance_objectives_wanting", OBJECTIVE_COLUMNS, cells, len(wanting))
    return Section("", figures, [table] if wanting else [])


# -- processes -------------------------------------------------------------------------------------------------------


def _processes(system: str, until: date) -> Section:
    rows = values_as_of(system, until)
    known = [row for row in rows if row.value is not None]
    if not known:
        return Section("", gaps=[Reason("performance_no_value" if rows else "performance_no_indicator")])
    missed = [row for row in known if not row.in_target]
    met = share(len(known) - len(missed), len(known))
    figures = [
        Figure("performance_indicators", len(known)),
        Figure("performance_indicators_met", met, "percent", higher_is_better=True),
    ]
    gaps = [Reason("performance_values_missing", {"number": len(rows) - len(known)})] if len(known) < len(rows) else []
    columns = (
        ("performance_process", "record"),
        ("performance_indicator", "text"),
        ("performance_value", "text"),
        ("objective_operator", "choice"),
        ("objective_target", "text"),
        ("performance_as_of", "date"),
    )
    cells = [
        (
            record("ITSM Process", row.process, row.process_title),
            row.indicator,
            figure(row.value, row.unit),
            row.operator,
            figure(row.target, row.unit),
            iso(row.as_of),
        )
        for row in missed[:SHOWN]
    ]
    tables = [Table("performance_indicators_missed", columns, cells, len(missed))] if missed else []
    return Section("", figures, tables, gaps=gaps)


# -- conformity ------------------------------------------------------------------------------------------------------


def _conformity(system: str, until: date) -> Section:
    run = last_run(system, {"run_on": ["<", add_days(until, 1)]})
    if not run:
        return Section("", gaps=[Reason("performance_no_run", {"until": iso(until)})])
    figures = [
        Figure("performance_readiness", run.readiness, "percent", higher_is_better=True),
        Figure("performance_met", run.met, higher_is_better=True),
        Figure("performance_not_met", run.not_met, higher_is_better=False),
        Figure("performance_stale", run.stale, higher_is_better=False),
    ]
    cells = [
        (record("ITSM Requirement", row.requirement, row.clause), row.reasons or "[]") for row in most_urgent(run.name)
    ]
    columns = (("performance_requirement", "record"), ("performance_reasons", "reasons"))
    tables = [_run(run), *([Table("performance_urgent", columns, cells, run.not_met)] if cells else [])]
    return Section("", figures, tables)


def _run(run: dict) -> Table:
    """Where the figures of conformity are from."""
    columns = (
        ("performance_conformity_run", "record"),
        ("performance_edition", "text"),
        ("performance_run_on", "date"),
        ("performance_requirements", "number"),
    )
    row = (record("ITSM Conformity Run", run.name), run.edition, iso(run.run_on), run.requirements)
    return Table("performance_run", columns, [row], 1)


# -- words -----------------------------------------------------------------------------------------------------------


def _figure_words() -> dict[str, str]:
    return {
        "performance_in_target": _("Tickets in target"),
        "performance_closed": _("Tickets closed"),
        "performance_by_month": _("Tickets in target by month"),
        "performance_objectives": _("Objectives followed"),
        "performance_well": _("Objectives on track or achieved"),
        "performance_wanting": _("Objectives at risk or missed"),
        "performance_unmeasured": _("Objectives without a value"),
        "performance_indicators": _("Indicators of processes with a value"),
        "performance_indicators_met": _("Indicators in target"),
        "performance_readiness": _("Requirements met, of all"),
        "performance_met": _("Requirements met"),
        "performance_not_met": _("Requirements not met"),
        "performance_stale": _("Requirements with evidence that is too old"),
    }


def _table_words() -> dict[str, str]:
    return {
        "performance_objectives_wanting": _("Objectives at risk or missed, the soonest due first"),
        "performance_indicators_missed": _("Indicators that miss their target"),
        "performance_urgent": _("Most urgent requirements"),
        "performance_newest": _("Newest frozen month of each evidence source"),
        "performance_source": _("Evidence Source"),
        "performance_month": _("Month"),
        "performance_month_closed": _("Closed"),
        "performance_month_in_target": _("In Target"),
        "performance_run": _("Conformity run"),
        "performance_conformity_run": _("Run"),
        "performance_edition": _("Edition"),
        "performance_run_on": _("Run On"),
        "performance_requirements": _("Requirements"),
        "performance_process": _("Process"),
        "performance_indicator": _("Indicator"),
        "performance_value": _("Value"),
        "performance_as_of": _("As of"),
        "performance_requirement": _("Requirement"),
        "performance_reasons": _("Reason"),
    }


def _reason_words() -> dict[str, str]:
    return {
        "performance_no_source": _("No service levels, because no evidence source is mapped."),
        "performance_no_month_over": _("No service levels, because no month ended from {since} to {until}."),
        "performance_nothing_measured": _(
            "No service levels, because no ticket with a known result is in a frozen month from {since} to {until}."
        ),
        "performance_months_missing": _("{source}: no frozen month of {months}."),
        "performance_no_objective": _("No objectives, because none is approved."),
        "performance_no_indicator": _("No indicators, because no active process has any."),
        "performance_no_value": _("No indicators, because none has a value by the cut-off date."),
        "performance_values_missing": _("{number} indicators have no value by the cut-off date."),
        "performance_no_run": _("No conformity, because the system was not evaluated by {until}."),
    }
