from frappe.model.document import Document


class ITSMObjective(Document):
    pass
