from frappe.model.document import Document


class ITSMSystemExternalAuditor(Document):
    pass
