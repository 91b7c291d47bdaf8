from frappe.model.document import Document


class ITSMManagementReport(Document):
    pass
