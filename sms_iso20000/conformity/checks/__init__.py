"""One module per clause. Checks read and never write; each says why, and on which records."""

from sms_iso20000.conformity.checks import (
    clause_4_1_1,
    clause_4_1_2,
    clause_4_1_3,
    clause_4_1_4,
    clause_4_2,
    clause_4_3_1,
    clause_4_3_2,
    clause_4_3_3,
    clause_4_4_2,
    clause_4_5,
    clause_4_5_1,
    clause_4_5_2,
    clause_4_5_4_findings,
    clause_4_5_5_1,
    clause_4_5_5_2,
)

__all__ = [
    "clause_4_1_1",
    "clause_4_1_2",
    "clause_4_1_3",
    "clause_4_1_4",
    "clause_4_2",
    "clause_4_3_1",
    "clause_4_3_2",
    "clause_4_3_3",
    "clause_4_4_2",
    "clause_4_5",
    "clause_4_5_1",
    "clause_4_5_2",
    "clause_4_5_4_findings",
    "clause_4_5_5_1",
    "clause_4_5_5_2",
]
