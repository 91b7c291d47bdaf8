"""A conformity run for somebody at a terminal: how far we are by clause, and what to open first."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime

from sms_iso20000.conformity.reasons import sentences_of
from sms_iso20000.rules.summary import Result, Words, checked_lines, one_screen
from sms_iso20000.rules.verdict import Status


def summary(run: Document) -> str:
    """One screen of text about a run: readiness, coverage, figures by clause and the most urgent gaps."""
    return "\n".join(one_screen(results_of(run.name), words_of(run)))


def checked_requirements(run: Document) -> str:
    """Requirement, status and reason of everything that has a check."""
    return "\n".join(checked_lines(results_of(run.name), words_of(run)))


def results_of(run: str) -> list[Result]:
    """The results of a run in the order of the clauses, each with the first record that it links."""
    rows = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run},
        fields=["name", "clause", "status", "reasons"],
        order_by="position asc",
    )
    links = _links([row.name for row in rows])
    return [
        Result(
            clause=row.clause,
            status=Status(row.status),
            reason=sentences_of(row.reasons),
            record=_called(*links[row.name][0]) if row.name in links else "",
            others=len(links.get(row.name, ())[1:]),
        )
        for row in rows
    ]


def words_of(run: Document) -> Words:
    """The words of the screen for this run."""
    return Words(
        heading=_("{0}: conformity with ISO/IEC 20000-1:{1} as of {2}").format(
            run.system, run.edition, format_datetime(run.run_on, "yyyy-MM-dd HH:mm")
        ),
        figures=_("Readiness {0} % (Met of all {1} requirements), coverage {2} % (those with a check)").format(
            f"{run.readiness:g}", run.requirements, f"{run.coverage:g}"
        ),
        clause=_("Clause"),
        statuses={status: _(status.value) for status in Status},
        gaps=_("Most urgent:"),
        no_gaps=_("Everything that is checked is met."),
        more_gaps=_("and {count} more: see the Conformity Matrix"),
        open_record=_("open {record}"),
        open_record_and_others=_("open {record} (and {others} more)"),
        titles=_titles(run.edition),
    )


def _links(results: list[str]) -> dict[str, list[tuple[str, str]]]:
    rows = frappe.get_all(
        "ITSM Conformity Result Record",
        filters={"parent": ["in", results], "parenttype": "ITSM Conformity Result"},
        fields=["parent", "reference_doctype", "reference_name"],
        order_by="parent asc, idx asc",
    )
    links: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        links.setdefault(row.parent, []).append((row.reference_doctype, row.reference_name))
    return links


def _called(doctype: str, name: str) -> str:
    return f"{_(doctype)} {name}"


def _titles(edition: str) -> dict[str, str]:
    language = "zh" if (frappe.local.lang or "en").lower().startswith("zh") else "en"
    rows = frappe.get_all(
        "ITSM Requirement",
        filters={"edition": edition, "is_group": 1},
        fields=["clause", f"title_{language}"],
        order_by="position asc",
    )
    return {row.clause: row.get(f"title_{language}") or "" for row in rows}
