from frappe.model.document import Document


class ITSMEvidence(Document):
    pass
