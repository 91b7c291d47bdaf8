from frappe.model.document import Document


class ITSMObjectiveCheckIn(Document):
    pass
