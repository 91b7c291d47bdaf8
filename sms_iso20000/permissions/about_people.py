"""Policy: what refers to a record of a person is listed for whoever may see that record (4.4.2 e).

The host lists the files of all records of a type, with name and who uploaded them, for whoever may read one of these;
and to system managers all comments and to-dos.
"""

import frappe
from frappe.permissions import get_user_permissions

from sms_iso20000.permissions.criterion import AllOf, Criterion, OneOf
from sms_iso20000.permissions.hooks import criteria_for
from sms_iso20000.rules.retention import PERSONAL


def files(user: str | None = None) -> str:
    """The host's hook for lists of File; it comes after the host's own condition and narrows that further."""
    return _listed("File", "attached_to_doctype", "attached_to_name", user)


def comments(user: str | None = None) -> str:
    """The host's hook for lists of Comment."""
    return _listed("Comment", "reference_doctype", "reference_name", user)


def to_dos(user: str | None = None) -> str:
    """The host's hook for lists of ToDo."""
    return _listed("ToDo", "reference_type", "reference_name", user)


def _listed(referring: str, type_field: str, name_field: str, user: str | None) -> str:
    """Records of `referring` about anything else, one's own, and those about records of persons that `user` may see."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    kind, name, own = (f"`tab{referring}`.`{field}`" for field in (type_field, name_field, "owner"))
    return " and ".join(
        f"(coalesce({kind}, '') != {frappe.db.escape(doctype)} or {own} = {frappe.db.escape(user)}"
        f" or {name} in ({_seen(doctype, user)}))"
        for doctype in sorted(PERSONAL)
    )


def _seen(doctype: str, user: str) -> str:
    """The query for names of records that `user` may see, by our conditions and by user permissions on the system."""
    allowed = [row.doc for row in get_user_permissions(user).get("ITSM System", ())]
    fence: list[Criterion] = [OneOf("system", allowed)] if allowed else []
    criteria = (*criteria_for(doctype, user), *fence)
    where = f" where {AllOf(criteria).sql(doctype)}" if criteria else ""
    return f"select `tab{doctype}`.`name` from `tab{doctype}`{where}"
