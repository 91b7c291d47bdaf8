from sms_iso20000.life.staged_record import StagedRecord


class ITSMRetentionRule(StagedRecord):
    """How long records of a type are kept, on what basis, and what becomes of them (4.3.3)."""

    life_fields = (
        "legal_hold",
        "hold_reason",
        "held_by",
        "held_on",
        "author",
        "approved_by",
        "approved_on",
        "withdrawn_on",
        "withdrawal_reason",
        "content_hash",
    )
    content_fields = (
        "title",
        "document_type",
        "filters",
        "rule_owner",
        "start_field",
        "retention_months",
        "basis",
        "storage",
        "protection",
        "disposal_method",
        "anonymise_fields",
    )
