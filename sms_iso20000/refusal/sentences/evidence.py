"""Why something is refused: evidence sources."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "unknown_doctype": _("There is no record type named {doctype} on this site; choose one that exists."),
        "doctype_without_records": _("{doctype} keeps no list of records; choose a record type that does."),
        "doctype_not_readable": _("You may not read {doctype}; ask for the permission or choose another record type."),
        "unknown_field": _("{doctype} has no field {field}; choose one of its fields."),
        "field_not_readable": _("You may not read the field {field} of {doctype}; choose another field."),
        "field_not_a_date": _("The field {field} of {doctype} holds no date; choose a date field."),
        "value_read_twice": _("The value {value} is given two meanings; keep one."),
        "rating_not_a_number": _("The field {field} holds no rating; choose a rating or a number."),
        "highest_rating_missing": _("Say which is the highest rating that the field {field} takes."),
        "complaint_values_missing": _("List the values that mean a complaint, or clear the field that tells them."),
        "filters_not_an_object": _("Filters must be a JSON object of field names and values."),
        "filter_value_not_plain": _("The filter on {field} must compare with one plain value."),
        "filter_value_not_a_number": _("The field {field} holds a number; its filter must compare with one."),
        "month_not_over": _("The month of {day} is not over yet; only complete months are frozen."),
        "source_disabled": _("Enable this evidence source first."),
    }
