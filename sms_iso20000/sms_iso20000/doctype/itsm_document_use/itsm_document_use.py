from sms_iso20000.life.kept_row import KeptRow


class ITSMDocumentUse(KeptRow):
    pass
