from frappe.model.document import Document


class ITSMSystemRiskBand(Document):
    pass
