from sms_iso20000.life.kept_row import KeptRow


class ITSMServiceFoundation(KeptRow):
    """A process, an arrangement or another service that a service rests on"""
