"""ERPNext's Quality Feedback as a form by which customers say what they think: a rating for each of its parameters."""

QUALITY_FEEDBACK = {
    "doctype": "Quality Feedback",
    "given_by_field": "document_name",
    # Without a field for the day, the day it was recorded on counts.
    "day_field": "creation",
    "table": "Quality Feedback Parameter",
    "rating_field": "rating",
    # Stars as text, "1" to "5".
    "rating_type": "Select",
}
