from frappe.model.document import Document


class ITSMArrangementMeasure(Document):
    pass
