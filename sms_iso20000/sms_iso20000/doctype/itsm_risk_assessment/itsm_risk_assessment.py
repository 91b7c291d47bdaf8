from frappe.model.document import Document


class ITSMRiskAssessment(Document):
    pass
