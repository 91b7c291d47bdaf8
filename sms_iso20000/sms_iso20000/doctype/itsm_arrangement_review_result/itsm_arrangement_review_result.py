from frappe.model.document import Document


class ITSMArrangementReviewResult(Document):
    pass
