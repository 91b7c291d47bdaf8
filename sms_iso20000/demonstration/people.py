"""The people of the demonstration, named by their role: 48 of staff, six of whom sign in, and an external auditor."""

from dataclasses import dataclass

import frappe
from frappe.utils import add_to_date, now
from frappe.utils.password import update_password

from sms_iso20000.compat import bulk_insert

DOMAIN = "port.example.com"
STAFF_GROUP = "Port IT Department"
ALL_STAFF = "ITSM User"
DAYS_SINCE_JOINED = 1101


@dataclass(frozen=True)
class Person:
    """Somebody named by their role; `roles` are those of the app and the host."""

    title: str
    roles: tuple[str, ...]
    signs_in_as: str = ""

    @property
    def user(self) -> str:
        return f"{self.title.lower().replace(' ', '.')}@{DOMAIN}"


# The host lets who may schedule reports do so by a role of its own.
MANAGER = Person("Service Manager", ("ITSM Manager", "Report Manager", ALL_STAFF), "ITSM Manager")
TOP = Person("Chief Information Officer", ("ITSM Top Management", ALL_STAFF), "ITSM Top Management")
SECOND_TOP = Person("Chief Operating Officer", ("ITSM Top Management", ALL_STAFF), "ITSM Top Management")
OWNER = Person("Network Lead", ("ITSM Process Owner", ALL_STAFF), "ITSM Process Owner")
AUDITOR = Person("Internal Auditor", ("ITSM Auditor", ALL_STAFF), "ITSM Auditor")
AGENT = Person("Service Desk Agent", (ALL_STAFF,), "ITSM User")
EXTERNAL = Person("External Auditor", ("ITSM External Auditor",), "ITSM External Auditor")
SIGN_INS = (MANAGER, TOP, SECOND_TOP, OWNER, AUDITOR, EXTERNAL, AGENT)

# Without a sign-in. A site wants one System Manager beside Administrator, and else makes the first user one.
ALONE = (
    Person("System Administrator", ("System Manager", ALL_STAFF)),
    *(
        Person(f"{process} Manager", ("ITSM Process Owner", ALL_STAFF))
        for process in ("Incident", "Problem", "Change", "Release", "Configuration", "Capacity", "Supplier")
    ),
)
# Left a month ago, and nobody took over what they answered for.
CAPACITY_MANAGER_WHO_LEFT = Person("Former Capacity Manager", ("ITSM Process Owner",))
# Several of a kind, numbered.
MANY = {
    "Dispatcher": 6,
    "Network Engineer": 5,
    "Server Engineer": 5,
    "Database Administrator": 3,
    "Terminal Application Specialist": 7,
    "Workplace Technician": 6,
    "Payroll Application Specialist": 2,
}
OTHERS = (
    *ALONE,
    CAPACITY_MANAGER_WHO_LEFT,
    *(Person(f"{title} {index}", (ALL_STAFF,)) for title, number in MANY.items() for index in range(1, number + 1)),
)
PEOPLE = (*SIGN_INS, *OTHERS)
STAFF = tuple(person for person in PEOPLE if ALL_STAFF in person.roles)


def make_people() -> None:
    """Everybody who is missing. Those who never sign in are written in bulk: the host takes about a second for each."""
    present = set(frappe.get_all("User", filters={"name": ["like", f"%@{DOMAIN}"]}, pluck="name", order_by="name asc"))
    # The Desk opens on the first workspace, which is ours where those of other modules are out of sight.
    other_modules = frappe.get_all(
        "Module Def", filters={"app_name": ["!=", "sms_iso20000"]}, pluck="name", order_by="name asc"
    )
    # First of all the System Manager.
    _insert_in_bulk([person for person in OTHERS if person.user not in present])
    for person in SIGN_INS:
        if person.user not in present:
            _insert(person, other_modules)
    if not frappe.db.exists("User Group", STAFF_GROUP):
        members = [{"user": person.user} for person in STAFF]
        frappe.get_doc({"doctype": "User Group", "name": STAFF_GROUP, "user_group_members": members}).insert()


def set_passwords(password: str) -> None:
    """One password for everybody who signs in."""
    for person in SIGN_INS:
        update_password(person.user, password)


def _insert(person: Person, other_modules: list[str]) -> None:
    frappe.get_doc(
        {
            "doctype": "User",
            "email": person.user,
            "first_name": person.title,
            "send_welcome_email": 0,
            "language": "en",
            "onboarding_status": _host_tours_seen(),
            "roles": [{"role": role} for role in person.roles],
            "block_modules": [{"module": module} for module in other_modules],
        }
    ).insert()
    # Nobody reads mail at these addresses.
    frappe.db.set_value("Notification Settings", person.user, "enable_email_notifications", 0)


def _host_tours_seen() -> str:
    """The host's tour of its own Desk would cover the first page that a reader of the demonstration sees."""
    tours = frappe.get_all("Form Tour", filters={"ui_tour": 1}, pluck="name", order_by="name asc")
    return frappe.as_json({tour: {"is_complete": True} for tour in tours})


def _insert_in_bulk(people: list[Person]) -> None:
    # They joined before the history begins; and the host counts who was made within the last hour, and stops at 60.
    joined = add_to_date(now(), days=-DAYS_SINCE_JOINED)
    stamps = {"creation": joined, "modified": joined, "owner": "Administrator", "modified_by": "Administrator"}
    users = [
        {
            **stamps,
            "name": person.user,
            "email": person.user,
            "first_name": person.title,
            "full_name": person.title,
            "enabled": 1,
            "user_type": "System User",
            "send_welcome_email": 0,
            "language": "en",
            "onboarding_status": "{}",
        }
        for person in people
    ]
    roles = [
        {**stamps, "idx": index, "parent": person.user, "parenttype": "User", "parentfield": "roles", "role": role}
        for person in people
        for index, role in enumerate(person.roles, start=1)
    ]
    settings = {"enabled": 1, "enable_email_notifications": 0}
    bulk_insert("User", users)
    bulk_insert("Has Role", roles)
    bulk_insert(
        "Notification Settings",
        ({**stamps, "name": person.user, "user": person.user, **settings} for person in people),
    )
