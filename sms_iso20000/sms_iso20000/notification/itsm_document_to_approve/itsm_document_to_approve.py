def get_context(context: dict) -> dict:
    """`is_reviewed`: whether all named as reviewers have reviewed it; the approver hears of it only then."""
    return {"is_reviewed": not context["doc"].missing_reviewers()}
