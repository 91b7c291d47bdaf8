from frappe.model.document import Document


class ITSMCommunicationProcedure(Document):
    pass
