from sms_iso20000.conformity.reasons import sentences_of
from sms_iso20000.evidence.guarded import AppendOnlyRecord


class ITSMConformityResult(AppendOnlyRecord):
    """What one run found for one requirement, why, and on which records."""

    @property
    def reason(self) -> str:
        """The reasons in the reader's language."""
        return sentences_of(self.reasons)
