from frappe.model.document import Document


class ITSMRevisionContributor(Document):
    pass
