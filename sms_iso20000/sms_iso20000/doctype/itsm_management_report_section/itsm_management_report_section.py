from frappe.model.document import Document


class ITSMManagementReportSection(Document):
    pass
