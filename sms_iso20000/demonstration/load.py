"""Loading the demonstration organisation, once per site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.utils import getdate, today

from sms_iso20000.demonstration import MARK, clock, documents_texts, history, people, service_desk, texts
from sms_iso20000.demonstration.host_setup import finish_host_setup
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.filed_copy import file_pdf
from sms_iso20000.governance.verified import note_verification
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


def _silent(step: str) -> None:
    pass


def load_demonstration(password: str, tell: Callable[[str], None] = _silent) -> bool:
    """Load what lacks and give everybody who signs in `password`; whether anything had to be loaded.

    `tell` hears what is being done. Raises Refused on a site that holds a system of its own; nothing is changed then.
    """
    refuse_site_of_others()
    is_new = not is_loaded()
    if is_new:
        tell(_("Set-up of the site"))
        finish_host_setup()
        load_organisation(tell)
        frappe.db.commit()
        tell(_("PDF of some documents"))
        print_some()
    people.set_passwords(password)
    frappe.db.commit()
    return is_new


def refuse_site_of_others() -> None:
    own = {texts.SYSTEM} if frappe.defaults.get_global_default(MARK) else set()
    systems = set(frappe.get_all("ITSM System", pluck="name", order_by="name asc"))
    if systems - own:
        refuse(Unmet("not_a_demonstration_site"))


def is_loaded() -> bool:
    """Whether the organisation is there. It is there as a whole or not at all: the history is one transaction."""
    return bool(frappe.defaults.get_global_default(MARK) and frappe.db.exists("ITSM System", texts.SYSTEM))


def load_organisation(tell: Callable[[str], None] = _silent) -> None:
    """Service desk, people and history. Leaves the last commit to the caller."""
    # The mark comes first: whatever is left of an interrupted loading can be found and removed.
    frappe.defaults.set_global_default(MARK, texts.SYSTEM)
    tell(_("Service desk with real incidents"))
    service_desk.make_record_type()
    service_desk.fill(getdate(today()))
    tell(_("People"))
    people.make_people()
    tell(_("Three years of history"))
    with _nobody_notified():
        _play(history.of_today())
    _bell_answered()
    # As every night.
    note_verification(texts.SYSTEM, first_fault(texts.SYSTEM))
    # The steps it asks for have been taken.
    frappe.db.set_value("Module Onboarding", "SMS ISO20000", "is_complete", 1)
    frappe.clear_cache()


def print_some() -> None:
    """What a worker would have printed when it came into force; printing may commit."""
    filters = {"system": texts.SYSTEM, "code": ["in", documents_texts.PRINTED], "workflow_state": "In Force"}
    for name in frappe.get_all("ITSM Document", filters=filters, pluck="name", order_by="code asc"):
        file_pdf(name)


def _play(story: history.History) -> None:
    user = frappe.session.user
    try:
        for event in story.events():
            frappe.set_user(event.user)
            with clock.at(event.moment):
                event.act()
    finally:
        frappe.set_user(user)


def _bell_answered() -> None:
    """What was told years ago, the bell has told since."""
    frappe.db.set_value("Notification Log", {"document_type": ["like", "ITSM %"]}, "read", 1)


@contextmanager
def _nobody_notified() -> Iterator[None]:
    """What happened years ago is no news: the notifications about our records rest within the block."""
    resting = frappe.get_all(
        "Notification",
        filters={"enabled": 1, "document_type": ["like", "ITSM %"]},
        fields=["name", "document_type"],
        order_by="name asc",
    )
    _set_enabled(resting, 0)
    try:
        yield
    finally:
        _set_enabled(resting, 1)


def _set_enabled(notifications: list, enabled: int) -> None:
    for notification in notifications:
        frappe.db.set_value("Notification", notification.name, "enabled", enabled, update_modified=False)
        # Where the host remembers which notifications there are.
        frappe.cache.hdel("notifications", notification.document_type)
