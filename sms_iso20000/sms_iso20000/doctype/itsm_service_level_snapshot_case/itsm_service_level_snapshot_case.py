from frappe.model.document import Document


class ITSMServiceLevelSnapshotCase(Document):
    pass
