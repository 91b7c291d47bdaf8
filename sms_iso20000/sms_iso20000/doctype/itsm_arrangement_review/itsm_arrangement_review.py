from frappe.model.document import Document


class ITSMArrangementReview(Document):
    pass
