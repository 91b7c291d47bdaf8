from frappe.model.document import Document


class ITSMAudience(Document):
    pass
