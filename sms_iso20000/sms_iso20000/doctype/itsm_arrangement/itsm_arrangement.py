from frappe.model.document import Document


class ITSMArrangement(Document):
    pass
