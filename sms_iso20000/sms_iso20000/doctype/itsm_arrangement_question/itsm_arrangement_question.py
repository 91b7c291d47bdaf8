from frappe.model.document import Document


class ITSMArrangementQuestion(Document):
    pass
