from frappe.model.document import Document


class ITSMServiceAsset(Document):
    pass
