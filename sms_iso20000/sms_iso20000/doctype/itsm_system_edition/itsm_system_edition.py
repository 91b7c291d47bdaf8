from frappe.model.document import Document


class ITSMSystemEdition(Document):
    pass
