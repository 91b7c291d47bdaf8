from frappe.model.document import Document


class ITSMAppointment(Document):
    pass
