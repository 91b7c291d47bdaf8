from frappe.model.document import Document


class ITSMTicketImport(Document):
    pass
