from frappe.model.document import Document


class ITSMOrphan(Document):
    pass
