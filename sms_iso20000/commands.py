"""`bench --site X iso20000 …`: verify, conformity, pack and demo."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import frappe
from frappe import _
from frappe.commands import get_site, pass_context
from frappe.utils import strip_html

UNKNOWN_SYSTEM = 2


class Stopped(click.ClickException):
    """Ends the command with one sentence and an exit code."""

    def __init__(self, sentence: str, exit_code: int = 1):
        super().__init__(sentence)
        self.exit_code = exit_code


@click.group("iso20000")
def iso20000():
    """Service management system: conformity, proof and demonstration."""


@iso20000.command("verify")
@click.option("--system", help="Only this system; all of them where it is left out.")
@pass_context
def verify(context, system: str | None):
    """Recompute the chain of decisions and every seal; name the first record that does not hold.

    What was found is noted on the system, as every night.

    Length and last hash of the chain are shown too: compare them with those in a certification pack, since a chain
    that was cut off at its end holds as far as it goes.
    """
    from sms_iso20000.evidence.decisions import chain_of
    from sms_iso20000.evidence.faults import fault_sentence
    from sms_iso20000.evidence.verification import first_fault
    from sms_iso20000.governance.verified import note_verification

    faults = []
    with _site(context):
        for name in _systems(system):
            fault = first_fault(name)
            note_verification(name, fault)
            frappe.db.commit()
            chain = chain_of(name)
            end = _("Decisions: {0}; last hash: {1}").format(len(chain), chain[-1]["chain_hash"] if chain else "-")
            outcome = fault_sentence(fault) if fault else _("Every decision and every seal holds.")
            click.echo(f"{name}: {outcome} {end}")
            faults.append(fault)
    sys.exit(int(any(faults)))


@iso20000.command("conformity")
@click.option("--system", help="Only this system; all of them where it is left out.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="End with an error where the readiness of a system is under this percentage.",
)
@pass_context
def conformity(context, system: str | None, fail_under: float | None):
    """Evaluate every requirement now, store the run and show what it found."""
    from sms_iso20000.conformity.engine import run_conformity
    from sms_iso20000.conformity.summary import checked_requirements, summary

    with _site(context):
        under = []
        for name in _systems(system):
            run = run_conformity(name)
            frappe.db.commit()
            click.echo(f"{summary(run)}\n\n{checked_requirements(run)}\n")
            if fail_under is not None and run.readiness < fail_under:
                under.append(_("The readiness of {0} is under {1} %.").format(name, f"{fail_under:g}"))
        if under:
            raise Stopped(" ".join(under))


@iso20000.command("pack")
@click.option("--system", help="Only this system; all of them where it is left out.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into; the site keeps the pack as a private file where it is left out.",
)
@pass_context
def pack(context, system: str | None, folder: Path | None):
    """Write the certification pack and say where it is."""
    from sms_iso20000.api.pack import make_pack

    with _site(context):
        for name in _systems(system):
            path = Path(make_pack(name).get_full_path())
            frappe.db.commit()
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                path = Path(shutil.copy(path, folder / path.name))
            click.echo(f"{name}: {path.resolve()}")


@iso20000.command("demo")
@click.option("--url", help="Where the site is served, to be shown with the sign-ins.")
@click.option("--password", help="The password of all who can sign in; a new one is made where it is left out.")
@pass_context
def demo(context, url: str | None, password: str | None):
    """Load the demonstration organisation if it is not there, evaluate it, write its pack and say how to sign in."""
    from sms_iso20000.demonstration.show import show

    with _site(context):
        show(url, password or frappe.generate_hash(length=12), click.echo)


@contextmanager
def _site(context) -> Iterator[None]:
    """The site of the command, as Administrator and in their language. A refusal ends the command with its sentence."""
    from sms_iso20000.refusal import Refused

    frappe.init(site=get_site(context))
    try:
        frappe.connect()
        frappe.set_user_lang(frappe.session.user)
        yield
    except Refused as refusal:
        frappe.db.rollback()
        raise Stopped(strip_html(str(refusal).replace("<br>", " "))) from None
    finally:
        frappe.destroy()


def _systems(system: str | None) -> list[str]:
    """The system that was named, or all of them; ends the command where there is none."""
    if system is None:
        systems = frappe.get_all("ITSM System", pluck="name", order_by="name asc")
        if not systems:
            raise Stopped(_("There is no service management system on this site."), UNKNOWN_SYSTEM)
        return systems
    if not frappe.db.exists("ITSM System", system):
        raise Stopped(_("There is no service management system named {0} on this site.").format(system), UNKNOWN_SYSTEM)
    return [system]


commands = [iso20000]
