"""The certification pack, for those who may take the conformity of a system out of the site."""

import frappe
from frappe import _
from frappe.core.doctype.file.exceptions import MaxFileSizeReachedError
from frappe.model.document import Document
from frappe.utils import escape_html, now_datetime

from sms_iso20000.conformity.engine import latest_run
from sms_iso20000.conformity.reasons import sentences_of
from sms_iso20000.conformity.verdicts import disagrees, latest_verdicts
from sms_iso20000.evidence.pack.archive import file_name
from sms_iso20000.evidence.pack.writer import Conformity, write_pack
from sms_iso20000.governance.language import language_of
from sms_iso20000.refusal import Refused, refuse
from sms_iso20000.rules.sealing import content_hash
from sms_iso20000.rules.unmet import Unmet
from sms_iso20000.sms_iso20000.doctype.itsm_requirement.itsm_requirement import in_language

RUN = "ITSM Conformity Run"


@frappe.whitelist(methods=["POST"])
def request_pack(system: str) -> None:
    """Make the pack of `system` in the background and tell the signed-in user when it is there.

    Asks for the right to export conformity runs, and to read this system. Raises PermissionError, or Refused where
    the system has not been evaluated yet.
    """
    name = _refuse_strangers(system)
    _run_of(name)
    frappe.enqueue(
        "sms_iso20000.api.pack.make_and_tell",
        queue="long",
        enqueue_after_commit=True,
        # A second click while the first is under way changes nothing.
        job_id=f"certification-pack-{content_hash([name, frappe.session.user])[:16]}",
        deduplicate=True,
        system=name,
    )


def make_and_tell(system: str) -> None:
    """The background job: the pack, and an entry under the bell of whoever asked, in their language."""
    with language_of(frappe.session.user):
        frappe.db.savepoint("certification_pack")
        try:
            # Rights may have been taken away while the job waited.
            _refuse_strangers(system)
            file = make_pack(system)
        except Exception as fault:
            frappe.db.rollback(save_point="certification_pack")
            _tell_failure(system, fault)
        else:
            _tell(
                _("The certification pack of {0} is ready.").format(_title(system)),
                document_type="File",
                document_name=file.name,
                link=file.file_url,
            )
        finally:
            _show_progress(100)


def make_pack(system: str) -> Document:
    """The pack of `system` as a private File, in the language of the signed-in user. Checks no permission.

    It hangs on the conformity run that it shows: whoever may read the run may read the pack. Raises Refused where
    the system has not been evaluated yet, or the pack is larger than the site accepts.
    """
    with language_of(frappe.session.user):
        run = _run_of(system)
        made_on = now_datetime()
        content = _compose(system, run, made_on)
        file = frappe.get_doc(
            {
                "doctype": "File",
                "file_name": f"{file_name('certification-pack', run, made_on.strftime('%Y%m%d-%H%M%S'))}.zip",
                "is_private": 1,
                "attached_to_doctype": RUN,
                "attached_to_name": run,
                "content": content,
            }
        )
        try:
            return file.insert(ignore_permissions=True)
        except MaxFileSizeReachedError:
            refuse(Unmet("pack_too_large", {"size": f"{len(content) / 1024**2:.1f}"}))


@frappe.read_only()
def _compose(system: str, run: str, made_on) -> bytes:
    conformity = Conformity(
        run=run,
        verdicts=latest_verdicts(system),
        disagrees=disagrees,
        reason=sentences_of,
        wording=in_language,
    )
    return write_pack(system, conformity, made_on, frappe.session.user, _show_progress)


def _refuse_strangers(system: str) -> str:
    """The name of the system, where the signed-in user may read it and take conformity runs out of the site."""
    if not frappe.has_permission(RUN, "export"):
        frappe.throw(_("You may not take the conformity of a system out of this site."), frappe.PermissionError)
    record = frappe.get_doc("ITSM System", system)
    record.check_permission("read")
    return record.name


def _run_of(system: str) -> str:
    run = latest_run(system)
    if not run:
        refuse(Unmet("not_evaluated_yet"))
    return run


def _tell_failure(system: str, fault: Exception) -> None:
    if isinstance(fault, Refused):
        why = str(fault)
    elif isinstance(fault, frappe.PermissionError):
        why = _("The permission for it is gone.")
    else:
        frappe.log_error(title="Certification pack")
        why = _("The error log says why.")
    subject = _("The certification pack of {0} could not be made. {1}").format(_title(system), why)
    _tell(subject, document_type="ITSM System", document_name=system)


def _tell(subject: str, **target: str) -> None:
    """An entry under the bell; hosts that do not know `link` open the document instead."""
    frappe.get_doc(
        {
            "doctype": "Notification Log",
            "type": "Alert",
            "for_user": frappe.session.user,
            "from_user": frappe.session.user,
            "subject": subject,
            **target,
        }
    ).insert(ignore_permissions=True)


def _title(system: str) -> str:
    # The host shows subjects as HTML and cuts what stands in this frame.
    return f'<b class="subject-title">{escape_html(system)}</b>'


def _show_progress(percent: int) -> None:
    frappe.publish_progress(percent, title=_("Certification pack"))
