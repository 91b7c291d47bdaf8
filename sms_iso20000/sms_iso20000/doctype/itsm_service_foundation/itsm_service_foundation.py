from sms_iso20000.life.referring_row import ReferringRow


class ITSMServiceFoundation(ReferringRow):
    """A process, an arrangement or another service that a service rests on."""

    reference = ("foundation_type", "foundation")
