from frappe.model.document import Document


class ITSMArrangementInterface(Document):
    pass
