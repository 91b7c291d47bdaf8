"""What `iso20000 demo` does and says."""

from collections.abc import Callable
from pathlib import Path

import frappe
from frappe import _

from sms_iso20000.api.pack import make_pack
from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.conformity.summary import summary
from sms_iso20000.demonstration import people, texts
from sms_iso20000.demonstration.load import load_demonstration
from sms_iso20000.rules.summary import columns, padded


def show(url: str | None, password: str, say: Callable[[str], None]) -> None:
    """Load the organisation if it is not there, run conformity and write the pack; `say` prints.

    Raises Refused on a site that holds a system of its own.
    """
    load_demonstration(password, lambda step: say(f"  {step} …"))
    run = run_conformity(texts.SYSTEM)
    frappe.db.commit()
    say(f"\n{summary(run)}\n")
    file = make_pack(texts.SYSTEM)
    frappe.db.commit()
    say(_("Certification pack: {0}").format(Path(file.get_full_path()).resolve()) + "\n")
    say("\n".join(sign_ins(url, password)))


def sign_ins(url: str | None, password: str) -> list[str]:
    """One line for each role that can sign in."""
    heading = _("Sign in at {0}, each with the password {1}:") if url else _("Sign in, each with the password {1}:")
    width = max(columns(person.user) for person in people.SIGN_INS)
    lines = [f"  {padded(person.user, width)}  {_(person.signs_in_as)}" for person in people.SIGN_INS]
    return [heading.format(url, password), *lines]
