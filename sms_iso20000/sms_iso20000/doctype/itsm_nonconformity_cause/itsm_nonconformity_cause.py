from sms_iso20000.life.kept_row import KeptRow


class ITSMNonconformityCause(KeptRow):
    """Something that contributed, by the bone of the fishbone it belongs to"""
