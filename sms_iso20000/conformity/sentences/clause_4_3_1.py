"""Why a requirement stands as it does: 4.3.1."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_process_needs_policy_or_plan": _("No process that is operated needs a policy or plan of its own."),
        "no_document_of_kind": _(
            "Nothing is on record, in whatever state: {documents}. Write it and let it be approved."
        ),
        "documents_lacking": _("{count} of {total} that are needed are not in force: {documents}."),
        "external_not_identified": _("{count} of {total} documents from outside lack issuer, edition or master."),
        "documents_overdue": _("In force with an overdue review: {count}; the oldest was due on {due}."),
        "documents_complete": _("Everything that is needed is in force ({total}) and reviewed in time."),
    }
