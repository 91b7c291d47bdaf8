"""Why something is refused: samples of records."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "population_unreadable": _("You may not read {type}; draw from records that you may read."),
        "population_of_people": _("Draw people in the competence matrix, where few of them are shown by name."),
        "population_without_records": _("{type} has no records of its own to draw from."),
        "population_empty": _("No record that you may read fits; change the filters or the day."),
        "filters_not_rows": _("Enter each filter as field, operator and value."),
        "filter_field_unreadable": _("You may not filter by {field}; choose a field that you may read."),
        "sample_operator_unknown": _("{operator} is no way to compare."),
        "sample_value_unfit": _("The value for {field} does not fit its operator."),
        "stratum_field_missing": _("Choose the field by whose values the sample is stratified."),
        "sample_without_size": _("Enter how many records to draw."),
        "sample_exceeds_population": _("The population has only {population} records; draw no more than that."),
        "sample_past_examining": _("Draw at most {most} records."),
        "sample_below_strata": _("The field has {strata} values; draw at least one record of each."),
        "sample_row_unknown": _("The sample has no record with the number {position}."),
        "examination_unknown": _("The result is Not Examined, In Order or Deviation."),
        "deviation_without_note": _("Write what deviates."),
        "audit_over": _("The audit is reported or called off; its working papers stay as they are."),
        "population_file_missing": _("The list of the population is not on the site any more."),
    }
