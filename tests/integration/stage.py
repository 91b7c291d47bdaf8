"""The people and records that integration tests start from, made through the app's own functions."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate, today

from sms_iso20000.rules.schedule import previous_month
from tests.integration.belongings import belongings
from tests.integration.copies import made_once

MANAGER = "manager@sms.example.com"
OWNER = "owner@sms.example.com"
TOP = "top@sms.example.com"
TOP_TWO = "top.two@sms.example.com"
AUDITOR = "auditor@sms.example.com"
AUDITOR_TWO = "auditor.two@sms.example.com"
EXTERNAL = "external@sms.example.com"
STAFF = "staff@sms.example.com"
STAFF_TWO = "staff.two@sms.example.com"
OUTSIDER = "outsider@sms.example.com"
ADMIN = "sysadmin@sms.example.com"

PEOPLE = {
    # First, since the host makes the first user of a site a System Manager where there is none.
    ADMIN: ("System Manager",),
    MANAGER: ("ITSM Manager", "ITSM User"),
    OWNER: ("ITSM Process Owner", "ITSM User"),
    TOP: ("ITSM Top Management",),
    TOP_TWO: ("ITSM Top Management",),
    AUDITOR: ("ITSM Auditor",),
    AUDITOR_TWO: ("ITSM Auditor",),
    EXTERNAL: ("ITSM External Auditor",),
    STAFF: ("ITSM User",),
    STAFF_TWO: ("ITSM User",),
    # Has a desk, and nothing to do with the service management system.
    OUTSIDER: ("Blogger",),
}
# The audience of the policies made here: these two and nobody else.
AUDIENCE = (STAFF, STAFF_TWO)
TICKET = "Test Ticket"

_committed: list[str] = []


def make_people() -> None:
    """Create who is missing; harmless when repeated."""
    if not frappe.db.exists("Role", "Blogger"):
        frappe.get_doc({"doctype": "Role", "role_name": "Blogger", "desk_access": 1}).insert()
    for name, roles in PEOPLE.items():
        if not frappe.db.exists("User", name):
            frappe.get_doc(
                {
                    "doctype": "User",
                    "email": name,
                    "first_name": name.split("@")[0].replace(".", " ").title(),
                    "send_welcome_email": 0,
                    "language": "en",
                    "roles": [{"role": role} for role in roles],
                }
            ).insert()
    # The host would mail assignments at once in tests, and the site has no mail account.
    no_mail = {"enable_email_notifications": 0}
    frappe.db.set_value("Notification Settings", {"name": ["in", list(PEOPLE)]}, no_mail)


@made_once
def make_system(**values) -> Document:
    return frappe.get_doc(
        {
            "doctype": "ITSM System",
            "system_name": f"Test {frappe.generate_hash(length=8)}",
            "organisational_unit": "IT Operations",
            "top_management": [{"user": TOP}, {"user": TOP_TWO}],
            **values,
        }
    ).insert()


def policy_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Policy",
        "system": system.name,
        "title": "Service Management Policy",
        "code": "SMP-01",
        "content": "<p>We run services that our customers can build on.</p>",
        "fitness_for_purpose": "It serves the divisions that depend on our services.",
        "commitment_to_requirements": "We meet what we agreed.",
        "commitment_to_improvement": "We get better every quarter.",
        "objectives_framework": "Objectives are set and reviewed once a year.",
        "audience": [{"audience_type": "User", "audience": user} for user in AUDIENCE],
        **values,
    }


@made_once
def make_policy(system, state: str, **values) -> Document:
    """A policy brought to `state` by the right people: written by the manager, reviewed by the process owner,
    approved and issued by top management."""
    steps = {
        "Draft": 0,
        "In Review": 1,
        "Approved": 2,
        "In Force": 3,
    }[state]
    with acting_as(MANAGER):
        policy = frappe.get_doc(policy_values(system, **values)).insert()
    take_steps(policy, steps)
    return policy


def take_steps(policy, steps: int) -> None:
    """The first `steps` of: submit and review, approve, issue."""
    if steps > 0:
        step(policy, "Submit for Review", MANAGER)
        with acting_as(OWNER):
            policy.review("Reads well.")
    if steps > 1:
        step(policy, "Approve", TOP)
    if steps > 2:
        step(policy, "Put In Force", TOP)
    policy.reload()


def step(policy, action: str, user: str) -> None:
    with acting_as(user):
        apply_workflow(policy, action)
    policy.reload()


class acting_as:
    """Signed in as `user` within the block."""

    def __init__(self, user: str):
        self.user = user

    def __enter__(self):
        self.before = frappe.session.user
        _sign_in(self.user)

    def __exit__(self, *_fault):
        _sign_in(self.before)


def _sign_in(user: str) -> None:
    """As `frappe.set_user`, but record types read are kept: they are the same for everybody."""
    place = frappe.cache.make_key("doctype_meta")
    known = frappe.local.cache.get(place)
    frappe.set_user(user)
    if known:
        frappe.local.cache[place] = known


TICKET_FIELDS = (
    ("opened", "Datetime", 0),
    ("closed", "Datetime", 0),
    ("result", "Data", 0),
    ("service", "Data", 0),
    ("team", "Data", 0),
    ("customer", "Data", 0),
    ("supplier", "Data", 0),
    ("priority", "Data", 0),
    ("number", "Int", 0),
    ("subject", "Data", 0),
    ("stars", "Rating", 0),
    ("kind", "Data", 0),
    ("cost", "Currency", 1),
)


def make_ticket_doctype() -> None:
    """A record type of the host that stands for tickets, with all its fields on a site that has an older one.

    Making its table commits, so it is made before any test.
    """
    fields = [
        {"fieldname": name, "fieldtype": kind, "label": name.title(), "permlevel": level}
        for name, kind, level in TICKET_FIELDS
    ]
    if frappe.db.exists("DocType", TICKET):
        ticket = frappe.get_doc("DocType", TICKET)
        known = {row.fieldname for row in ticket.fields}
        if missing := [row for row in fields if row["fieldname"] not in known]:
            ticket.extend("fields", missing)
            ticket.save()
        return
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": TICKET,
            "module": "Core",
            "custom": 1,
            "autoname": "hash",
            "fields": fields,
            "permissions": [
                {"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 0},
                {"role": "ITSM Manager", "read": 1, "write": 0, "create": 0, "delete": 0},
            ],
        }
    ).insert()


@made_once
def make_source(system, **values) -> Document:
    return frappe.get_doc(
        {
            "doctype": "ITSM Evidence Source",
            "title": "Tickets",
            "system": system.name,
            "source_doctype": TICKET,
            "opened_field": "opened",
            "closed_field": "closed",
            "target_field": "result",
            "service_field": "service",
            "team_field": "team",
            "in_target_values": "yes",
            "missed_values": "no",
            "paused_values": "paused",
            # Each test counts its own tickets only.
            "filters": frappe.as_json({"subject": system.name}),
            **values,
        }
    ).insert()


def make_tickets(system, day: date, results: dict[str, int], service: str = "Network", **values) -> None:
    """So many tickets per result, closed on `day`, each open one hour longer than the one before."""
    for result, number in results.items():
        for index in range(number):
            closed = frappe.utils.get_datetime(f"{day} 12:00:00")
            frappe.get_doc(
                {
                    "doctype": TICKET,
                    "opened": closed - timedelta(hours=index + 1),
                    "closed": closed,
                    "result": result,
                    "service": service,
                    "team": "Desk",
                    "subject": system.name,
                    **values,
                }
            ).insert()


def bulk_tickets(subject: str, day: date, number: int) -> None:
    """Many tickets at once, two of three in target."""
    fields = (
        "name",
        "creation",
        "modified",
        "owner",
        "modified_by",
        "opened",
        "closed",
        "result",
        "service",
        "subject",
    )
    moment = f"{day} 12:00:00"
    stamp = (moment, moment, "Administrator", "Administrator", f"{day} 08:00:00", moment)
    frappe.db.bulk_insert(
        TICKET,
        list(fields),
        [
            (frappe.generate_hash(length=12), *stamp, "no" if index % 3 == 0 else "yes", "Network", subject)
            for index in range(number)
        ],
    )


def bulk_acknowledgements(policy, number: int) -> None:
    """Many people asked at once, half of whom have acknowledged."""
    fields = [
        "name",
        "creation",
        "modified",
        "owner",
        "modified_by",
        "system",
        "reference_doctype",
        "reference_name",
        "user",
        "status",
        "due_on",
        "acknowledged_on",
    ]
    moment = frappe.utils.now()
    rows = []
    for index in range(number):
        done = index % 2 == 0
        rows.append(
            (
                frappe.generate_hash(length=12),
                moment,
                moment,
                "Administrator",
                "Administrator",
                policy.system,
                policy.doctype,
                policy.name,
                f"person.{index}@sms.example.com",
                "Acknowledged" if done else "Open",
                today(),
                moment if done else None,
            )
        )
    frappe.db.bulk_insert("ITSM Acknowledgement", fields, rows)


def last_month() -> tuple[date, date]:
    return previous_month(getdate(today()))


def commit(system) -> None:
    """Let other connections see what was made for `system`; it is wiped after the test."""
    wipe_later(system)
    frappe.db.commit()


def wipe_later(system) -> None:
    """`system` is wiped after the test, should something else commit it."""
    if system.name not in _committed:
        _committed.append(system.name)


def wipe_committed() -> None:
    """Remove everything of the systems that were committed, as nothing in the app could."""
    while _committed:
        _wipe(_committed.pop())
        frappe.db.commit()


def _wipe(system: str) -> None:
    for doctype, filters in [*belongings(system)]:
        frappe.db.delete(doctype, filters)
    frappe.db.delete(TICKET, {"subject": system}) if frappe.db.table_exists(TICKET) else None
