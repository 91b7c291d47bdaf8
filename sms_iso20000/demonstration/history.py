"""Three years of the organisation, told as who did what on which day."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import add_months, now_datetime

from sms_iso20000.api.verdict import record_verdict
from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.demonstration import people, service_desk, texts
from sms_iso20000.demonstration.arrangements import ArrangementHistory
from sms_iso20000.demonstration.audits import AuditHistory
from sms_iso20000.demonstration.documents import DocumentHistory
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.improvements import ImprovementHistory
from sms_iso20000.demonstration.management_reviews import ManagementReviewHistory
from sms_iso20000.demonstration.planning import PlanHistory
from sms_iso20000.demonstration.resources import ResourceHistory
from sms_iso20000.demonstration.responsibility import ResponsibilityHistory
from sms_iso20000.demonstration.services import ServiceHistory
from sms_iso20000.life.acknowledgement import remind

SEED = 20000
NIGHTLY = "Administrator"
# Too few of 48 for the threshold of 95 %. One of the three can sign in, and changes that with a click.
STILL_TO_ACKNOWLEDGE = (people.AGENT.user, "network.engineer.4@" + people.DOMAIN, "dispatcher.2@" + people.DOMAIN)
# They were away when the first revision was issued and never came round to it.
NEVER_ACKNOWLEDGED_FIRST = ("server.engineer.5@" + people.DOMAIN, "workplace.technician.6@" + people.DOMAIN)


class History:
    """Days are counted back from `now`, months of service desk results from the present one."""

    def __init__(self, now: datetime):
        self.now = now
        self.chance = random.Random(SEED)
        self.moments = Moments(now, self.chance)
        self.policy = ""
        self.source = ""

    def events(self) -> list[Event]:
        """Everything that happened, the earliest first; nothing lies in the future."""
        events = [
            *self._beginning(),
            *self._first_policy(),
            *self._second_policy(),
            *self._service_desk(),
            Event(self.moments.ago(60, 2), NIGHTLY, lambda: run_conformity(texts.SYSTEM)),
            *self._verdicts(),
            *ResponsibilityHistory(self.moments).events(),
            *DocumentHistory(self.moments).events(),
            *ArrangementHistory(self.moments).events(),
            *ServiceHistory(self.moments).events(),
            *PlanHistory(self.moments).events(),
            *ResourceHistory(self.moments).events(),
            *ImprovementHistory(self.moments).events(),
            *AuditHistory(self.moments).events(),
            *ManagementReviewHistory(self.moments).events(),
        ]
        latest = self.now - timedelta(seconds=1)
        events = [Event(min(event.moment, latest), event.user, event.act) for event in events]
        return sorted(events, key=lambda event: event.moment)

    def _beginning(self) -> list[Event]:
        return [Event(self.moments.ago(1100, 9), people.MANAGER.user, self._make_system)]

    def _first_policy(self) -> list[Event]:
        top, owner = people.TOP.user, people.OWNER.user
        willing = [person.user for person in people.STAFF if person.user not in NEVER_ACKNOWLEDGED_FIRST]
        return [
            Event(self.moments.ago(1090, 10), people.MANAGER.user, self._write_first_policy),
            Event(self.moments.ago(1084, 15), people.MANAGER.user, self._step("Submit for Review")),
            Event(self.moments.ago(1080, 11), owner, lambda: self._policy().review(texts.FIRST_REVIEW)),
            Event(self.moments.ago(1076, 9), top, self._step("Approve")),
            Event(self.moments.ago(1075, 8), top, self._step("Put In Force")),
            *self._acknowledgements(willing, 1074, 1045),
            Event(self.moments.ago(760, 14), top, lambda: self._policy().keep_unchanged(texts.KEPT_UNCHANGED[0])),
            Event(self.moments.ago(440, 14), top, lambda: self._policy().keep_unchanged(texts.KEPT_UNCHANGED[1])),
        ]

    def _second_policy(self) -> list[Event]:
        top, owner = people.TOP.user, people.OWNER.user
        willing = [person.user for person in people.STAFF if person.user not in STILL_TO_ACKNOWLEDGE]
        return [
            Event(self.moments.ago(52, 10), people.MANAGER.user, self._write_second_policy),
            Event(self.moments.ago(47, 16), people.MANAGER.user, self._step("Submit for Review")),
            Event(self.moments.ago(44, 11), owner, lambda: self._policy().review(texts.SECOND_REVIEW)),
            Event(self.moments.ago(40, 9), top, self._step("Approve")),
            Event(self.moments.ago(38, 8), top, self._step("Put In Force")),
            *self._acknowledgements(willing, 37, 12),
            *(Event(self.moments.ago(days, 3), NIGHTLY, remind) for days in (24, 17, 10, 3)),
        ]

    def _acknowledgements(self, users: list[str], first: int, last: int) -> list[Event]:
        """Everybody on some working hour between `first` and `last` days ago, most of them early."""
        return [
            Event(self.moments.ago(self._early(first, last), self.chance.randint(7, 17)), user, self._acknowledge(user))
            for user in users
        ]

    def _service_desk(self) -> list[Event]:
        """Mapped before the first month was over; each month frozen on the first day of the next."""
        months = [add_months(self.now.date().replace(day=1), -back) for back in (4, 3, 2, 1, 0)]
        mapped = Event(datetime.combine(months[0], time(9)), people.MANAGER.user, self._map_service_desk)
        return [
            mapped,
            *(
                Event(datetime.combine(following, time(5)), people.MANAGER.user, self._freeze(month))
                for month, following in pairwise(months)
            ),
        ]

    def _verdicts(self) -> list[Event]:
        return [
            Event(self.moments.ago(9 - 2 * index, 10 + index), people.AUDITOR.user, self._judge(*verdict))
            for index, verdict in enumerate(texts.VERDICTS)
        ]

    # -- what was done -------------------------------------------------------------------------------------------

    def _make_system(self) -> None:
        day = self.now.date()
        frappe.get_doc(
            {
                "doctype": "ITSM System",
                "system_name": texts.SYSTEM,
                "organisational_unit": "IT Department",
                "organisational_unit_zh": "信息技术部",
                "purpose": texts.PURPOSE,
                "management_review_interval": texts.MONTHS_BETWEEN_REVIEWS,
                "top_management": [
                    {"user": person.user, "position": person.title} for person in (people.TOP, people.SECOND_TOP)
                ],
                "external_auditors": [
                    {
                        "user": people.EXTERNAL.user,
                        "certification_body": texts.CERTIFICATION_BODY,
                        "access_until": add_months(day, 3).isoformat(),
                    }
                ],
                "editions": [
                    {
                        "edition": "2011",
                        "certificate": texts.CERTIFICATE,
                        "certified_on": add_months(day, -20).isoformat(),
                        "valid_until": add_months(day, 16).isoformat(),
                    }
                ],
            }
        ).insert()

    def _write_first_policy(self) -> None:
        policy = frappe.get_doc(
            {
                "doctype": "ITSM Policy",
                "system": texts.SYSTEM,
                "title": texts.POLICY_TITLE,
                "code": texts.POLICY_CODE,
                "audience": [{"audience_type": "User Group", "audience": people.STAFF_GROUP}],
                **texts.FIRST_POLICY,
            }
        )
        self.policy = policy.insert().name

    def _write_second_policy(self) -> None:
        self.policy = self._policy().start_new_revision()
        second = self._policy()
        second.update(texts.SECOND_POLICY)
        second.save()

    def _policy(self) -> Document:
        return frappe.get_doc("ITSM Policy", self.policy)

    def _step(self, action: str) -> Callable[[], object]:
        return lambda: apply_workflow(self._policy(), action)

    def _acknowledge(self, user: str) -> Callable[[], None]:
        asked = {"reference_doctype": "ITSM Policy", "user": user}
        return lambda: frappe.get_doc("ITSM Acknowledgement", {**asked, "reference_name": self.policy}).acknowledge()

    def _map_service_desk(self) -> None:
        self.source = frappe.get_doc({**service_desk.SOURCE, "system": texts.SYSTEM}).insert().name

    def _freeze(self, month: date) -> Callable[[], object]:
        return lambda: frappe.get_doc("ITSM Evidence Source", self.source).freeze(month.isoformat())

    def _judge(self, clause: str, verdict: str, reason: str) -> Callable[[], object]:
        requirement = {"edition": "2011", "clause": clause}
        return lambda: record_verdict(
            texts.SYSTEM, frappe.db.get_value("ITSM Requirement", requirement, "name"), verdict, reason
        )

    # -- when ----------------------------------------------------------------------------------------------------

    def _early(self, first: int, last: int) -> int:
        """Days ago, from `first` to `last`; half of them within the first quarter."""
        return first - round((first - last) * self.chance.random() ** 2)


def of_today() -> History:
    """The history that leads up to this moment."""
    return History(now_datetime().replace(microsecond=0))
