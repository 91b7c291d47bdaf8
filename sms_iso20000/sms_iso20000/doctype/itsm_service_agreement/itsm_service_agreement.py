from sms_iso20000.life.referring_row import ReferringRow


class ITSMServiceAgreement(ReferringRow):
    """An agreement on the level of a service."""

    reference = ("agreement_type", "agreement")
