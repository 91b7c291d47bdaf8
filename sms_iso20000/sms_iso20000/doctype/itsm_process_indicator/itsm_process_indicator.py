from frappe.model.document import Document


class ITSMProcessIndicator(Document):
    pass
