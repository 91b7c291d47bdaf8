"""The part of a pack that holds policies and documents: every revision that was ever approved (4.3.2)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frappe import _
from frappe.model.document import Document

from sms_iso20000.evidence.attachment import path_of
from sms_iso20000.evidence.pack.archive import as_json, as_table, file_name, sealed_record
from sms_iso20000.evidence.pack.pages import render, rich_text
from sms_iso20000.evidence.pack.records import Records
from sms_iso20000.evidence.pack.verify import DOCUMENT_FILES, REVISIONS, cell

PAGES = {"ITSM Policy": "policy.html", "ITSM Document": "document.html", "ITSM Plan": "plan.html"}
TABLES = {doctype: f"{folder}acknowledgements.csv" for doctype, folder in REVISIONS.items()}
# Stand beside the seal, or under it: what is left are the stamps of who did what and when.
NO_STAMPS = {"revision", "reviewed_hash", "content_hash", "file_hash", "issued_picture"}
# Each file that goes along; a longer one is named with its digest. In bytes.
LARGEST_FILE = 25 * 1024**2


@dataclass(frozen=True)
class AttachedFile:
    """A file of a revision: the field it is in, its name and digest on the site, and its place in the pack, if any."""

    field: str
    name: str
    digest: str
    place: str
    source: Path | None


def revision_files(records: Records) -> dict[str, bytes]:
    """A sealed record and a page per revision, the files of those in force, and who acknowledged these."""
    files = {}
    for revision in records.revisions:
        attached = _attached(revision)
        files.update({file.place: file.source.read_bytes() for file in attached if file.place and file.source})
        files.update(_record_and_page(revision, attached, records))
    for doctype, place in TABLES.items():
        if any(in_force == doctype for in_force, _name in records.acknowledgements):
            files[place] = as_table(_acknowledgement_rows(doctype, records))
    return files


def revision_places(records: Records) -> dict[tuple[str, str], tuple[str, str]]:
    """Where each revision and acknowledgement is to be found in the pack, with a label."""
    places = {
        (revision.doctype, revision.name): (page_of(revision), label_of(revision)) for revision in records.revisions
    }
    for (doctype, _name), rows in records.acknowledgements.items():
        for row in rows:
            places["ITSM Acknowledgement", row.name] = (TABLES[doctype], _("List of acknowledgements"))
    return places


def page_of(revision: Document) -> str:
    """The page of a revision in the pack."""
    return f"{_place(revision)}.html"


def label_of(revision: Document) -> str:
    """Title and revision, in words."""
    return _("{0}, revision {1}").format(revision.title, revision.revision)


def tally(revision: Document, records: Records) -> tuple[int, int] | None:
    """How many acknowledged the revision in force, of how many; what lapsed when people left counts for neither."""
    if not (revision.is_in_force and revision.asks_acknowledgement):
        return None
    asked = records.acknowledgements[revision.doctype, revision.name]
    statuses = [row.status for row in asked if row.status != "Lapsed"]
    return statuses.count("Acknowledged"), len(statuses)


# -- parts -----------------------------------------------------------------------------------------------------------


def _place(revision: Document) -> str:
    return REVISIONS[revision.doctype] + _file_name(revision)


def _file_name(revision: Document) -> str:
    return file_name(revision.code, "revision", revision.revision, revision.name)


def _record_and_page(revision: Document, attached: list[AttachedFile], records: Records) -> dict[str, bytes]:
    place = _place(revision)
    sealed = sealed_record(
        revision.doctype,
        revision.name,
        revision.sealed_content(),
        revision.content_hash,
        life={field: revision.get(field) for field in ("workflow_state", *_stamps(revision))},
        files={file.field: file.place for file in attached if file.place},
    )
    page = render(
        PAGES[revision.doctype],
        system=records.system,
        revision=revision,
        content=rich_text(revision.get("content")),
        person=records.person,
        sealed_file=f"{_file_name(revision)}.json",
        acknowledgements=tally(revision, records),
        files=[_shown(revision, file) for file in attached],
    )
    return {f"{place}.json": as_json(sealed), f"{place}.html": page}


def _stamps(revision: Document) -> list[str]:
    return [field for field in revision.life_fields if field not in NO_STAMPS]


def _attached(revision: Document) -> list[AttachedFile]:
    """The files whose digest the revision keeps: the digest of the file in `x` is in `x_hash`."""
    return [
        _attached_file(revision, field.fieldname)
        for field in revision.meta.get("fields", {"fieldtype": "Attach"})
        if revision.get(f"{field.fieldname}_hash")
    ]


def _attached_file(revision: Document, field: str) -> AttachedFile:
    url = revision.get(field) or ""
    source = path_of(url)
    goes_along = revision.is_in_force and (source is None or source.stat().st_size <= LARGEST_FILE)
    # Named even where it is gone from the site, so that the verifier misses it.
    place = f"{DOCUMENT_FILES}{_file_name(revision)}-{field}.{file_name(Path(url).suffix)}".removesuffix(".")
    return AttachedFile(
        field=field,
        name=Path(url).name,
        digest=revision.get(f"{field}_hash"),
        place=place if goes_along else "",
        source=source,
    )


def _shown(revision: Document, file: AttachedFile) -> dict[str, Any]:
    if file.source is None:
        note = _("The file is gone from the site.")
    elif not file.place:
        note = _("It is kept on the site: only files of revisions in force go along, each up to {0} MB.").format(
            LARGEST_FILE // 1024**2
        )
    else:
        note = ""
    return {
        "label": _(revision.meta.get_label(file.field)),
        "name": file.name,
        "digest": file.digest,
        "place": "" if note else file.place.removeprefix(REVISIONS[revision.doctype]),
        "note": note,
    }


def _acknowledgement_rows(doctype: str, records: Records) -> list[list[str]]:
    heading = [_("Title"), _("Person"), _("Status"), _("Asked On"), _("Due On"), _("Acknowledged On")]
    return [
        heading,
        *(
            [
                cell(label_of(revision)),
                cell(records.person(row.user)),
                _(row.status),
                cell(row.asked_on),
                cell(row.due_on),
                cell(str(row.acknowledged_on or "")[:19]),
            ]
            for revision in records.revisions
            if revision.doctype == doctype
            for row in records.acknowledgements.get((doctype, revision.name), [])
        ),
    ]
