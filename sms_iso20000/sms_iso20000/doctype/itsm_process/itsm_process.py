from frappe.model.document import Document


class ITSMProcess(Document):
    pass
