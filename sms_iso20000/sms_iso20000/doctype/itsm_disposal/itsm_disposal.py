from sms_iso20000.life.staged_record import StagedRecord


class ITSMDisposal(StagedRecord):
    """Records whose retention is over, disposed of with the approval of a second person (4.3.3)."""

    first_stage = "Requested"
    life_fields = (
        "document_type",
        "disposal_method",
        "candidates",
        "pending",
        "disposed",
        "kept",
        "requested_by",
        "requested_on",
        "approved_by",
        "approved_on",
        "finished_on",
        "cancelled_on",
        "cancel_reason",
        "certificate",
        "certificate_hash",
        "content_hash",
    )
    content_fields = ("rule", "as_of", "request_reason")
