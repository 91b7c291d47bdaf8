from sms_iso20000.life.kept_record import KeptRecord


class ITSMBudgetLine(KeptRecord):
    """Money allotted to services or their management for a period, and what of it was spent."""
