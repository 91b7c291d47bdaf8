from frappe.model.document import Document


class ITSMSystemRiskLevel(Document):
    pass
