from frappe.model.document import Document


class ITSMCommunicationReceipt(Document):
    pass
