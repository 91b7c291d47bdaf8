from frappe.model.document import Document


class ITSMProcessInterface(Document):
    pass
