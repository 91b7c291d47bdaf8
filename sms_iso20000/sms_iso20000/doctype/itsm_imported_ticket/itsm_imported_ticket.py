from frappe.model.document import Document


class ITSMImportedTicket(Document):
    pass
