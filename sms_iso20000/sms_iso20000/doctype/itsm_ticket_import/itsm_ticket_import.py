from dataclasses import asdict
from typing import Any

import frappe

from sms_iso20000.evidence.attachment import digest_of, unmet_for_attachment
from sms_iso20000.governance.holding import hold
from sms_iso20000.governance.imported_tickets import source_of
from sms_iso20000.governance.ticket_import import (
    COLUMNS,
    DRAFT,
    IMPORTED,
    IMPORTING,
    REFUSED,
    begin,
    examine_file,
    guess_of_file,
    is_under_way,
    known_spelling,
    unmet_for_reading,
)
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


class ITSMTicketImport(StagedRecord):
    """Tickets of a service desk outside this site, taken in from a CSV file as a whole or not at all (4.5.4.1)."""

    life_fields = (
        "rows_read",
        "tickets_added",
        "tickets_changed",
        "tickets_unchanged",
        "rows_refused",
        "error_report",
        "first_errors",
        "imported_by",
        "imported_on",
        "file_hash",
    )
    content_fields = (
        "service_desk",
        "file",
        "encoding",
        "delimiter",
        "date_format",
        "is_event_log",
        "unknown_marker",
        *COLUMNS.values(),
    )

    def validate(self):
        self.service_desk = known_spelling(self)
        super().validate()

    def onload(self):
        if self.status == IMPORTING:
            self.set_onload("is_stopped", not is_under_way(self.name))

    def unmet_content(self) -> list[Unmet]:
        before = self.get_doc_before_save()
        is_attached_now = self.file and not (before and before.file == self.file)
        return self._unmet_file() if is_attached_now else []

    def refuse_change_of_sealed_content(self):
        """Of a refused import nothing was written: changed, it is a draft again."""
        before = self.get_doc_before_save()
        if before.status != REFUSED:
            super().refuse_change_of_sealed_content()
        elif any(as_kept(before, field) != as_kept(self, field) for field in self.content_fields):
            self.update({"status": DRAFT, **dict.fromkeys(self.life_fields)})

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def look_into_file(self) -> dict[str, Any]:
        """What the file attached in the form, saved or not, seems to be: encoding, delimiter, format of dates, all
        headings, and the column for each field of the form that has a name in common use."""
        self.check_permission("create" if self.is_new() else "write")
        if unmet := self._unmet_file():
            refuse(*unmet)
        guess = asdict(guess_of_file(self))
        return {**guess, "columns": {COLUMNS[field]: column for field, column in guess["columns"].items()}}

    @frappe.whitelist(methods=["POST"])
    def check_file(self) -> dict[str, Any]:
        """What an import would find: number of rows, tickets and refused rows, the first rows and the first faults."""
        self.as_stored("write")
        if unmet := [*self._unmet_file(), *unmet_for_reading(self)]:
            refuse(*unmet)
        return examine_file(self)

    @frappe.whitelist(methods=["POST"])
    def start_import(self) -> None:
        """Have the file imported in the background; started twice it is imported once, and what a stopped worker left
        is begun again."""
        self.as_stored("write")
        if self.status == IMPORTING and is_under_way(self.name):
            return
        # Of two requests at once the second finds here what the first has done.
        if not hold(self.doctype, self.name) or self._status_now() != self.status:
            return
        self.refuse_unless_in(DRAFT, REFUSED, IMPORTING)
        if unmet := [*self._unmet_file(), *unmet_for_reading(self)]:
            refuse(*unmet)
        self.update(dict.fromkeys(self.life_fields))
        self.write(status=IMPORTING, imported_by=frappe.session.user, file_hash=digest_of(self.file))
        begin(self.name)

    @frappe.whitelist(methods=["POST"])
    def source_values(self) -> dict[str, str]:
        """Values of a new evidence source that counts the tickets of this service desk."""
        self.as_stored("read")
        if self.status != IMPORTED:
            refuse(Unmet("ticket_import_not_done"))
        return source_of(self)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _status_now(self) -> str:
        return frappe.db.get_value(self.doctype, self.name, "status", for_update=True)

    def _unmet_file(self) -> list[Unmet]:
        return unmet_for_attachment(self.file or "", self._label("file"))
