from sms_iso20000.life.kept_row import KeptRow


class ITSMAudience(KeptRow):
    """A role, user group or user that a record is for; sealed with it."""
