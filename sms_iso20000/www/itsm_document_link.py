"""The short link of a document leads to the form of the revision in force, or says that there is none (4.3.2 d, h)."""

from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import format_datetime, get_url_to_form

from sms_iso20000.life.short_link import Answer, Found, follow
from sms_iso20000.rules.revision import State

no_cache = 1
sitemap = 0

# What the page answers to programs.
STATUS = {Answer.UNKNOWN: 404, Answer.NOT_FOR_YOU: 403, Answer.ENDED: 410, Answer.NOT_YET: 404}


def get_context(context):
    """Guests sign in and come back; whoever may read the revision in force goes on to its form."""
    key = frappe.local.path.rpartition("/")[2]
    if frappe.session.user == "Guest":
        _go_to(f"/login?redirect-to={quote(f'/itsm/{key}', safe='')}")
    found = follow(key)
    if found.answer is Answer.IN_FORCE:
        _go_to(get_url_to_form(found.revision.doctype, found.revision.name))
    context.title = _("Controlled Document")
    context.no_header = True
    context.http_status_code = STATUS[found.answer]
    context.sentences = _sentences(found)
    context.form = get_url_to_form(found.revision.doctype, found.revision.name) if found.may_open else ""


def _go_to(address: str) -> None:
    frappe.flags.redirect_location = address
    # Where it leads changes with each revision. Releases that know of no other code forbid keeping the redirection.
    raise frappe.Redirect(302)


def _sentences(found: Found) -> list[str]:
    if found.answer is Answer.UNKNOWN:
        return [_("No document has this address. Compare it with the one printed on your copy.")]
    if found.answer is Answer.NOT_FOR_YOU:
        return [
            _("This document is not meant for you. Ask the manager of the service management system if you need it.")
        ]
    if found.answer is Answer.NOT_YET:
        return [_("No revision of this document has been in force yet.")]
    last = found.revision
    named = _("{0} ({1}), revision {2}").format(last.title, last.code, last.revision)
    ended = last.withdrawn_on if last.workflow_state == State.WITHDRAWN else last.superseded_on
    return [
        named,
        _("It is no longer in force: it ended on {0}, and no other revision replaces it.").format(
            format_datetime(ended)
        ),
        _("Destroy copies that you still have, or mark them as obsolete."),
    ]
