import secrets

import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime, today

from sms_iso20000.governance.audit_samples import (
    count_of,
    drawn_again,
    filters_of,
    keep_population,
    population_of,
    unmet_examiner,
    unmet_population,
)
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.sampling import Result, draw, proposed_sizes, unmet_examination, unmet_for_drawing
from sms_iso20000.rules.unmet import Unmet


class ITSMSample(StagedRecord):
    """Records drawn by chance for an audit, in a way that can be done again (4.5.4.2).

    What describes the draw is sealed with it; what the examination finds is written row by row afterwards.
    """

    content_fields = (
        "title",
        "audit",
        "population_doctype",
        "as_of",
        "filters",
        "method",
        "stratum_field",
        "size",
    )
    life_fields = (
        "drawn_by",
        "drawn_on",
        "rows",
        "seed",
        "population_size",
        "population",
        "population_hash",
        "content_hash",
    )

    def unmet_content(self) -> list[Unmet]:
        """What may be read is asked of who describes the population, not of whoever notes results later."""
        if self.status == "Drawn":
            return []
        unmet = [*self.unmet_links("audit"), *unmet_population(self)]
        if self.as_of and getdate(self.as_of) > getdate(today()):
            unmet.append(Unmet("date_in_future", {"field": self._label("as_of")}))
        return unmet

    def sealed_content(self) -> dict:
        """The draw, and which records it gave; not what was found in them."""
        drawn = [[str(row.position), row.reference_name, row.stratum or ""] for row in self.rows]
        proof = {field: str(self.get(field) or "") for field in ("seed", "population_size", "population_hash")}
        return {**super().sealed_content(), **proof, "drawn": drawn}

    def filter_rows(self) -> list[str]:
        """The filters for people to read; for print formats."""
        meta = frappe.get_meta(self.population_doctype)
        return [
            f"{_(meta.get_label(field))} {_(operator)} {value}" for field, operator, value in filters_of(self) or []
        ]

    # -- before the draw -----------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def propose_size(self) -> dict:
        """How many records the population has today, and the sizes that the usual rules give for it."""
        self.as_stored("read")
        if unmet := unmet_population(self):
            refuse(*unmet)
        population = count_of(self)
        return {"population": population, **proposed_sizes(population)}

    # -- the draw ------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def draw(self) -> None:
        """Draw the records by a seed that nobody chose; from now on the sample is sealed."""
        self.as_stored("write")
        # Two draws at the same moment queue up, and the second finds it drawn.
        frappe.db.get_value(self.doctype, self.name, "name", for_update=True)
        self.reload()
        self.refuse_unless_in("Draft")
        if unmet := unmet_population(self):
            refuse(*unmet)
        population = population_of(self)
        if unmet := unmet_for_drawing(population, self.method, cint(self.size)):
            refuse(*unmet)
        seed = secrets.token_hex(16)
        self.update({"seed": seed, "population_size": len(population), **keep_population(self, population)})
        self.set("rows", [])
        for position, row in enumerate(draw(population, self.method, cint(self.size), seed), start=1):
            self.append(
                "rows",
                {
                    "position": position,
                    "reference_name": row.name,
                    "stratum": row.stratum[:140],
                    "result": Result.NOT_EXAMINED.value,
                },
            )
        self.update({"drawn_by": frappe.session.user, "drawn_on": now_datetime().replace(microsecond=0)})
        self.write(status="Drawn", content_hash=self.computed_hash())
        self.decide("Drawn")

    @frappe.whitelist(methods=["POST"])
    def redraw(self) -> dict:
        """Whether the seed gives the same records again, and what changed in the population since."""
        self.as_stored("read")
        self.refuse_unless_in("Drawn")
        if not frappe.has_permission(self.population_doctype, "read"):
            refuse(Unmet("population_unreadable", {"type": _(self.population_doctype)}))
        return drawn_again(self)

    # -- working papers ------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def examine(self, position: int | str, result: str, note: str = "") -> None:
        """Note what the signed-in user found in the record with the number `position`."""
        self.as_stored("write")
        self.refuse_unless_in("Drawn")
        row = next((row for row in self.rows if row.position == cint(position)), None)
        unmet = unmet_examination(result, note)
        if not row:
            unmet.append(Unmet("sample_row_unknown", {"position": position}))
        unmet += unmet_examiner(self.audit)
        if unmet:
            refuse(*unmet)
        row.update({"result": result, "note": note.strip()})
        examined = result != Result.NOT_EXAMINED
        row.update({"examined_by": frappe.session.user if examined else None})
        row.update({"examined_on": now_datetime().replace(microsecond=0) if examined else None})
        self.write()
