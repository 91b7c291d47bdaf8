"""The sentence of each reason code of the checks, one module per clause."""

from sms_iso20000.conformity.sentences import (
    clause_4_1_1,
    clause_4_1_2,
    clause_4_1_3,
    clause_4_1_4,
    clause_4_2,
    clause_4_3_1,
    clause_4_3_2,
    clause_4_3_3,
    clause_4_4_1,
    clause_4_4_2,
    clause_4_5_1,
    clause_4_5_2,
    clause_4_5_3,
    clause_4_5_4_1,
    clause_4_5_4_2_programme,
    clause_4_5_4_3,
    clause_4_5_4_audits,
    clause_4_5_4_findings,
    clause_4_5_5_1,
    clause_4_5_5_2,
    common,
)

CLAUSES = (
    clause_4_1_1,
    clause_4_1_2,
    clause_4_1_3,
    clause_4_1_4,
    clause_4_2,
    clause_4_3_1,
    clause_4_3_2,
    clause_4_3_3,
    clause_4_4_1,
    clause_4_4_2,
    clause_4_5_1,
    clause_4_5_2,
    clause_4_5_3,
    clause_4_5_4_1,
    clause_4_5_4_2_programme,
    clause_4_5_4_3,
    clause_4_5_4_audits,
    clause_4_5_4_findings,
    clause_4_5_5_1,
    clause_4_5_5_2,
    common,
)


def all_sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader, which differs from request to request."""
    return {code: text for clause in CLAUSES for code, text in clause.sentences().items()}
