"""The DocTypes whose records are controlled revisions."""

CONTROLLED_DOCTYPES = ("ITSM Policy",)
