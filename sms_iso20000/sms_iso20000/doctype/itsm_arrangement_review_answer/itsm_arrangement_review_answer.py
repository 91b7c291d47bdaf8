from frappe.model.document import Document


class ITSMArrangementReviewAnswer(Document):
    pass
