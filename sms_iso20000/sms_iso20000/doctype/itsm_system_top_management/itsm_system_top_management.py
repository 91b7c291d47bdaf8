from frappe.model.document import Document


class ITSMSystemTopManagement(Document):
    pass
