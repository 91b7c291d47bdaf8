from frappe.model.document import Document


class ITSMCommunication(Document):
    pass
