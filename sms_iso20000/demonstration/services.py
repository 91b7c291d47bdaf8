"""What the organisation offers to whom, and what binds it: services and obligations of its three years (4.1.4 a)."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from sms_iso20000.demonstration import services_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import MANAGER
from sms_iso20000.demonstration.services_texts import Offered

SERVICE, OBLIGATION = "ITSM Service", "ITSM Obligation"


class ServiceHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.names: dict[str, str] = {}

    def events(self) -> list[Event]:
        return [
            *(event for offered in said.SERVICES for event in self._life(offered)),
            Event(self.moments.ago(12, 10), MANAGER.user, lambda: self._propose(said.PROPOSED)),
            *self._coming(),
            *self._given_up(),
            # The arrangements are newer than the catalogue.
            Event(self.moments.ago(100, 9), MANAGER.user, self._rest_on_arrangements),
            *(event for obligation in said.OBLIGATIONS for event in self._obligation(obligation)),
        ]

    def _life(self, offered: Offered) -> list[Event]:
        ago, days = self.moments.ago, offered.listed
        return [
            Event(ago(days, 9), MANAGER.user, lambda: self._list(offered)),
            Event(ago(days, 10), MANAGER.user, self._step(offered, "Begin Transition")),
            Event(ago(days, 11), MANAGER.user, self._step(offered, "Go Live")),
        ]

    def _coming(self) -> list[Event]:
        ago, days, code = self.moments.ago, said.COMING_SINCE, said.COMING["code"]
        return [
            Event(ago(days, 9), MANAGER.user, lambda: self._propose(said.COMING)),
            Event(ago(days, 15), MANAGER.user, lambda: apply_workflow(self._named(code), "Begin Transition")),
        ]

    def _given_up(self) -> list[Event]:
        ago, days, code = self.moments.ago, said.GIVEN_UP_SINCE, said.GIVEN_UP["code"]
        return [
            Event(ago(days + 20, 10), MANAGER.user, lambda: self._propose(said.GIVEN_UP)),
            Event(ago(days, 9), MANAGER.user, lambda: self._named(code).give_reason("Retired", said.WHY_GIVEN_UP)),
            Event(ago(days, 10), MANAGER.user, lambda: apply_workflow(self._named(code), "Retire Service")),
        ]

    def _obligation(self, obligation: dict) -> list[Event]:
        registered, *reviewed = obligation["days"]
        return [
            Event(self.moments.ago(registered, 14), MANAGER.user, lambda: self._register(obligation)),
            *(
                Event(self.moments.ago(days, 14), obligation["owner"], lambda: self._review(obligation))
                for days in reviewed
            ),
        ]

    # -- what was done -------------------------------------------------------------------------------------------

    def _list(self, offered: Offered) -> None:
        hours, hours_zh = offered.hours
        order, order_zh = offered.how_to_order
        values = {
            "doctype": SERVICE,
            "system": texts.SYSTEM,
            "code": offered.code,
            "title": offered.title,
            "title_zh": offered.title_zh,
            "service_owner": offered.owner,
            "description": offered.description,
            "description_zh": offered.description_zh,
            "service_hours": hours,
            "service_hours_zh": hours_zh,
            "how_to_order": order,
            "how_to_order_zh": order_zh,
            "requirements": [
                {
                    "requirement": requirement,
                    "requirement_zh": requirement_zh,
                    "source": source,
                    "reference": reference,
                    "target": target,
                    "target_zh": target_zh,
                }
                for (requirement, requirement_zh), source, reference, (target, target_zh) in offered.requirements
            ],
            "agreements": [
                {"agreement_type": "ITSM Document", "agreement": self._document(code), "customer_name": customer}
                for code, customer in offered.agreements
            ],
            "customers": [
                {
                    "customer_name": customer,
                    "customer_name_zh": customer_zh,
                    "customer_site": site,
                    "customer_site_zh": site_zh,
                }
                for (customer, customer_zh), (site, site_zh) in offered.customers
            ],
            "sites": [{"site": site, "site_zh": site_zh} for site, site_zh in offered.sites],
            "technology": [{"technology": name, "technology_zh": name_zh} for name, name_zh in offered.technology],
            "foundations": [
                *(
                    {"foundation_type": "ITSM Process", "foundation": self._process(clause)}
                    for clause in offered.rests_on
                ),
                *({"foundation_type": SERVICE, "foundation": self.names[code]} for code in offered.services),
            ],
            "names_in_tickets": offered.title,
        }
        self.names[offered.code] = frappe.get_doc(values).insert().name

    def _propose(self, values: dict) -> None:
        self.names[values["code"]] = (
            frappe.get_doc({"doctype": SERVICE, "system": texts.SYSTEM, **values}).insert().name
        )

    def _rest_on_arrangements(self) -> None:
        for offered in said.SERVICES:
            service = self._service(offered)
            for party in offered.arrangements:
                arrangement = frappe.db.get_value("ITSM Arrangement", {"system": texts.SYSTEM, "party_name": party})
                service.append("foundations", {"foundation_type": "ITSM Arrangement", "foundation": arrangement})
            service.save()

    def _register(self, obligation: dict) -> None:
        values = {
            "doctype": OBLIGATION,
            "system": texts.SYSTEM,
            "obligation_owner": obligation["owner"],
            "concerns_all": int(not obligation["services"]),
            "services": [{"service": self.names[code]} for code in obligation["services"]],
            **{field: obligation[field] for field in said.OBLIGATION_FIELDS},
        }
        if source := obligation["source"]:
            values |= {"source_type": "ITSM Document", "source_document": self._document(source)}
        self.names[obligation["title"]] = frappe.get_doc(values).insert().name

    def _review(self, obligation: dict) -> None:
        frappe.get_doc(OBLIGATION, self.names[obligation["title"]]).review(said.REVIEWED)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _step(self, offered: Offered, action: str) -> Callable[[], object]:
        return lambda: apply_workflow(self._service(offered), action)

    def _service(self, offered: Offered) -> Document:
        return self._named(offered.code)

    def _named(self, code: str) -> Document:
        return frappe.get_doc(SERVICE, self.names[code])

    def _process(self, clause: str) -> str:
        return frappe.db.get_value("ITSM Process", {"system": texts.SYSTEM, "clause": clause})

    def _document(self, code: str) -> str:
        in_force = {"system": texts.SYSTEM, "code": code, "workflow_state": "In Force"}
        return frappe.db.get_value("ITSM Document", in_force)
