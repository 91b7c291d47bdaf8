from frappe.model.document import Document


class ITSMArrangementImprovement(Document):
    pass
