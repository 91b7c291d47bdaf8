"""Settings by which the host itself clears records earlier than a retention rule keeps them (4.3.3)."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint, getdate, today

from sms_iso20000.compat import default_log_days
from sms_iso20000.governance.managers import managers_of
from sms_iso20000.governance.retention import RULE
from sms_iso20000.rules.retention import IN_FORCE, KEEP, clears_too_early

LOG_SETTINGS = "Log Settings"
ACCOUNT_DELETION = "Website Settings"
HOURS_A_DAY = 24


@dataclass(frozen=True)
class Conflict:
    """`setting` of the host clears records of `document_type` after `days`, or what an account left in them so many
    days after its deletion was asked for. `rule` keeps them for `months`, or for good where these are None."""

    rule: str
    document_type: str
    setting: str
    days: int
    months: int | None

    @property
    def sentence(self) -> str:
        """What is wrong, in the reader's language."""
        return f"{self._clearing()} {self._keeping()}"

    def _clearing(self) -> str:
        if self.setting == ACCOUNT_DELETION:
            text = _("{0} have what a deleted account left in {1} blacked out {2} days after it was asked for.")
        else:
            text = _("{0} have {1} cleared after {2} days.")
        return text.format(_(self.setting), _(self.document_type), self.days)

    def _keeping(self) -> str:
        if self.months is None:
            return _("{0} keeps it for good.").format(self.rule)
        return _("{0} keeps it for {1} months.").format(self.rule, self.months)


def conflicts(system: str) -> list[Conflict]:
    """The conflicts of the rules in force of `system`. A fixed number of queries."""
    rules = frappe.get_all(
        RULE,
        filters={"system": system, "status": IN_FORCE},
        fields=["name", "document_type", "retention_months", "disposal_method", "legal_hold"],
        order_by="name asc",
    )
    return conflicts_of(rules)


def conflicts_of(rules: Iterable[dict]) -> list[Conflict]:
    """The conflicts of these rules, in their order."""
    clearing = [(LOG_SETTINGS, _log_days()), (ACCOUNT_DELETION, _account_deletion_days())]
    return [
        _conflict(rule, setting, days[rule.document_type])
        for rule in rules
        for setting, days in clearing
        if rule.document_type in days and _is_too_early(rule, days[rule.document_type])
    ]


def tell_managers(system: str) -> None:
    """Ring the bell of the managers for each rule with a conflict; nobody hears of the same one twice."""
    found = conflicts(system)
    if not found:
        return
    managers = managers_of(system)
    told = _told(sorted({conflict.rule for conflict in found}))
    for conflict in found:
        for user in sorted(managers):
            if (user, conflict.rule, conflict.sentence) not in told:
                _ring(conflict, user)


def _is_too_early(rule: dict, days: int) -> bool:
    return clears_too_early(days, cint(rule.retention_months), for_good=_for_good(rule), today=getdate(today()))


def _conflict(rule: dict, setting: str, days: int) -> Conflict:
    months = None if _for_good(rule) else cint(rule.retention_months)
    return Conflict(rule.name, rule.document_type, setting, days, months)


def _for_good(rule: dict) -> bool:
    return bool(rule.legal_hold) or rule.disposal_method == KEEP


def _log_days() -> dict[str, int]:
    """Days after which the host clears each kind of log; each night it adds those kinds that its settings lack."""
    rows = frappe.get_all(
        "Logs To Clear",
        filters={"parent": LOG_SETTINGS, "parenttype": LOG_SETTINGS},
        fields=["ref_doctype", "days"],
        order_by="idx asc",
    )
    return {**default_log_days(), **{row.ref_doctype: cint(row.days) for row in rows}}


def _account_deletion_days() -> dict[str, int]:
    """Days after which the host blacks out what people who had their account deleted left in each record type; no
    entry while it waits for an administrator."""
    hours = cint(frappe.db.get_single_value(ACCOUNT_DELETION, "auto_account_deletion"))
    return {row["doctype"]: hours // HOURS_A_DAY for row in frappe.get_hooks("user_data_fields")} if hours else {}


def _told(rules: list[str]) -> set[tuple[str, str, str]]:
    rows = frappe.get_all(
        "Notification Log",
        filters={"document_type": RULE, "document_name": ["in", rules]},
        fields=["for_user", "document_name", "subject"],
        order_by="creation asc",
    )
    return {(row.for_user, row.document_name, row.subject) for row in rows}


def _ring(conflict: Conflict, user: str) -> None:
    frappe.get_doc(
        {
            "doctype": "Notification Log",
            "type": "Alert",
            "subject": conflict.sentence,
            "document_type": RULE,
            "document_name": conflict.rule,
            "for_user": user,
        }
    ).insert(ignore_permissions=True)
