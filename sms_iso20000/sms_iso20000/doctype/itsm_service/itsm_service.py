from sms_iso20000.life.kept_record import KeptRecord


class ITSMService(KeptRecord):
    """A service of the catalogue: owner, customers, requirements, agreements and what it rests on."""
