from frappe.model.document import Document


class ITSMRiskAction(Document):
    pass
