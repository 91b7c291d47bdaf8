"""The only place that knows how the host works inside, where that matters and may differ between its versions."""

from frappe.model.document import Document


def clean_texts(doc: Document) -> None:
    """Clean all texts of an unsaved document as the host will when it saves, so that a seal is of what is stored."""
    for part in (doc, *doc.get_all_children()):
        part._sanitize_content()
