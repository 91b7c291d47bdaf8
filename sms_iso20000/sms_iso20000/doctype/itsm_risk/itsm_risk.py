from frappe.model.document import Document


class ITSMRisk(Document):
    pass
