from frappe.model.document import Document


class ITSMConformityResultRecord(Document):
    pass
