from sms_iso20000.life.kept_record import KeptRecord


class ITSMObligation(KeptRecord):
    """A law, standard or contract that binds the service provider."""
