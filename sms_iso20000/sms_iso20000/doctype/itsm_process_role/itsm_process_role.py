from frappe.model.document import Document


class ITSMProcessRole(Document):
    pass
