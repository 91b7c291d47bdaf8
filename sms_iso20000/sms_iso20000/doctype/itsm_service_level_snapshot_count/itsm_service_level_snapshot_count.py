from frappe.model.document import Document


class ITSMServiceLevelSnapshotCount(Document):
    pass
