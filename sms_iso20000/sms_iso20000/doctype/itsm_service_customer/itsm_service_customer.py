from sms_iso20000.life.referring_row import ReferringRow


class ITSMServiceCustomer(ReferringRow):
    """Who uses a service, and where."""

    reference = ("customer_type", "customer")
