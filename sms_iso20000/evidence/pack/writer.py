"""Composes the certification pack of one system."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frappe import _

from sms_iso20000 import __version__
from sms_iso20000.evidence.pack.archive import (
    as_json,
    as_zip,
    decision_files,
    file_name,
    sealed_record,
    verifier_files,
    with_manifest,
)
from sms_iso20000.evidence.pack.pages import as_it_is, render
from sms_iso20000.evidence.pack.records import SNAPSHOT, Records, read_records
from sms_iso20000.evidence.pack.revisions import TABLES, page_of, revision_files, revision_places, tally
from sms_iso20000.evidence.pack.staged import PAGE, staged_files, staged_places
from sms_iso20000.evidence.pack.verify import (
    CONFORMITY,
    DECISIONS,
    DECISIONS_TABLE,
    MANIFEST,
    SNAPSHOTS,
    chain_end,
)
from sms_iso20000.evidence.snapshot import SEALED_CASES, SEALED_COUNTS, sealed_values
from sms_iso20000.rules.document import LETTER_OF

SNAPSHOT_PAGE = f"{SNAPSHOTS}index.html"
README = "README.txt"
# A result names at most this many records that are not in the pack.
NAMED = 5


@dataclass(frozen=True)
class Conformity:
    """What the pack says about conformity, from the rooms that know: this one only writes it down.

    `reason` gives the sentences of a stored result, `wording` a text of a catalogue row, both in the language of
    the session; `disagrees` compares a computed status with a human verdict.
    """

    run: str
    verdicts: dict[str, dict]
    disagrees: Callable[[str, str], bool]
    reason: Callable[[str | None], str]
    wording: Callable[[dict, str], str]


def write_pack(
    system: str,
    conformity: Conformity,
    made_on: datetime,
    made_by: str,
    progress: Callable[[int], None] = lambda percent: None,
) -> bytes:
    """The zip for `system`: the same records make the same bytes, but for `made_on` and `made_by`.

    Checks no permission. `progress` is told the percentage done.
    """
    records = read_records(system, conformity.run)
    progress(30)
    about = {
        "system": system,
        "edition": records.run.edition,
        "run": conformity.run,
        "made_on": made_on.isoformat(sep=" ", timespec="seconds"),
        "made_by": records.person(made_by),
        "app": "sms_iso20000",
        "app_version": __version__,
    }
    files = {
        **revision_files(records),
        **_snapshot_files(records),
        **staged_files(records.system, records.sealed, records.person),
        **decision_files(records.chain),
        CONFORMITY: as_json(_conformity(records, conformity)),
        README: as_it_is(README),
        **verifier_files(),
    }
    progress(60)
    files["index.html"] = _index(records, conformity, about)
    progress(80)
    return as_zip(with_manifest(files, records.chain, **about))


# -- snapshots -------------------------------------------------------------------------------------------------------


def _snapshot_file(snapshot: dict) -> str:
    folder = f"{SNAPSHOTS}replaced/" if snapshot.replaced_by else SNAPSHOTS
    return f"{folder}{file_name(str(snapshot.period_start)[:7], snapshot.name)}.json"


def _snapshot_files(records: Records) -> dict[str, bytes]:
    """One sealed record per snapshot. Replaced ones go along, since the chain of decisions speaks of them."""
    files = {}
    rows = []
    for snapshot in records.snapshots:
        sealed = sealed_values(snapshot)
        life = {field: snapshot.get(field) for field in ("taken_on", "taken_by", "replaced_by")}
        name = _snapshot_file(snapshot)
        files[name] = as_json(sealed_record(SNAPSHOT, snapshot.name, sealed, snapshot.content_hash, life=life))
        if not snapshot.replaced_by:
            rows.append(_snapshot_row(snapshot, sealed, name))
    files[SNAPSHOT_PAGE] = render("snapshots.html", system=records.system, snapshots=rows, person=records.person)
    return files


def _snapshot_row(snapshot: dict, sealed: dict, name: str) -> dict[str, Any]:
    """What the page shows of a snapshot: the sealed figures and nothing else."""
    return {
        "name": snapshot.name,
        "title": snapshot.title,
        "taken_on": snapshot.taken_on,
        "taken_by": snapshot.taken_by,
        "content_hash": snapshot.content_hash,
        "sealed": sealed,
        "file": name.removeprefix(SNAPSHOTS),
        "total": _figures(sealed["total"]),
        "counts": [(dimension, value, _figures(figures)) for dimension, value, *figures in sealed["counts"]],
        "worst_cases": [dict(zip(SEALED_CASES, case, strict=True)) for case in sealed["worst_cases"]],
    }


def _figures(counted: list[int | str]) -> dict[str, int | str]:
    """The figures by name; no share where nothing was in target or missed."""
    figures = dict(zip((*SEALED_COUNTS, "share"), counted, strict=True))
    return {**figures, "share": f"{float(figures['share']):g} %" if figures["in_target"] or figures["missed"] else ""}


# -- conformity ------------------------------------------------------------------------------------------------------


def _conformity(records: Records, conformity: Conformity) -> dict:
    """The run as it is stored, with its reasons as sentences."""
    return {
        "run": records.run,
        "results": [
            {
                "clause": result.clause,
                "requirement": result.requirement,
                "status": result.status,
                "evidence_date": result.evidence_date,
                "reason": conformity.reason(result.reasons),
                "records": [{"doctype": doctype, "name": name} for doctype, name in result.records],
            }
            for result in records.results
        ],
    }


def _index(records: Records, conformity: Conformity, about: dict) -> bytes:
    results = {result.requirement: result for result in records.results}
    places = _places(records)
    rows = [
        _requirement_row(requirement, results.get(requirement.name), conformity, places)
        for requirement in records.requirements
    ]
    return render(
        "index.html",
        about=about,
        system=records.system,
        run=records.run,
        rows=rows,
        disagreements=[row for row in rows if row["disagrees"]],
        policies=_shown_revisions(records, "ITSM Policy"),
        plans=_shown_revisions(records, "ITSM Plan"),
        documents=_documents_by_kind(records),
        snapshots=[snapshot for snapshot in records.snapshots if not snapshot.replaced_by],
        snapshot_page=SNAPSHOT_PAGE,
        sealed=Counter(document.doctype for document in records.sealed),
        sealed_page=PAGE,
        tables=TABLES,
        proofs=_proofs(),
        chain=chain_end(records.chain),
        person=records.person,
    )


def _shown_revisions(records: Records, doctype: str) -> list[dict[str, Any]]:
    return [
        {"record": revision, "page": page_of(revision), "acknowledgements": tally(revision, records)}
        for revision in records.revisions
        if revision.doctype == doctype
    ]


def _documents_by_kind(records: Records) -> list[tuple[str, list[dict[str, Any]]]]:
    """Kind and documents, in the order of 4.3.1."""
    shown = _shown_revisions(records, "ITSM Document")
    by_kind = [(kind, [row for row in shown if row["record"].kind == kind]) for kind in LETTER_OF]
    return [(kind, rows) for kind, rows in by_kind if rows]


def _proofs() -> list[tuple[tuple[str, ...], str]]:
    """Files for those who check, with what they are."""
    return [
        ((DECISIONS_TABLE, DECISIONS), _("every approval, issue, verdict and sign-off, in a hash chain")),
        ((CONFORMITY,), _("the conformity run with all its results")),
        ((MANIFEST,), _("the SHA-256 of every file of this pack")),
        ((README, "verify.py"), _("how to check this pack without the product, and the program for it")),
    ]


def _requirement_row(requirement: dict, result: dict | None, conformity: Conformity, places: dict) -> dict[str, Any]:
    verdict = conformity.verdicts.get(requirement.name)
    shown = result.records if result else []
    elsewhere = [record for record in shown if record not in places]
    return {
        "clause": requirement.clause,
        "is_group": requirement.is_group,
        "level": requirement.clause.count("."),
        "title": conformity.wording(requirement, "title"),
        "text": conformity.wording(requirement, "requirement"),
        "status": result.status if result else None,
        "reason": conformity.reason(result.reasons) if result else "",
        "evidence_date": result.evidence_date if result else None,
        "verdict": verdict,
        "disagrees": bool(verdict and result and conformity.disagrees(result.status, verdict["verdict"])),
        "files": list(dict.fromkeys(places[record] for record in shown if record in places)),
        "elsewhere": elsewhere[:NAMED],
        "more": max(len(elsewhere) - NAMED, 0),
    }


def _places(records: Records) -> dict[tuple[str, str], tuple[str, str]]:
    """Where a record is to be found in the pack, with a label."""
    places = revision_places(records)
    for snapshot in records.snapshots:
        place = _snapshot_file(snapshot) if snapshot.replaced_by else f"{SNAPSHOT_PAGE}#{snapshot.name}"
        places[(SNAPSHOT, snapshot.name)] = (place, snapshot.title)
    places.update(staged_places(records.sealed))
    for decision in records.chain:
        places[("ITSM Decision", decision["name"])] = (DECISIONS_TABLE, _("Decisions"))
    return places
