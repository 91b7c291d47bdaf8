"""Why something is refused: records that the app keeps."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "made_by_app_only": _("Records of this kind are written by the app alone."),
        "append_only": _("Records of this kind are never changed."),
        "never_deleted": _("Records of this kind are never deleted."),
        "never_renamed": _("Records of this kind are never renamed."),
        "new_not_in_first_stage": _(
            "A new record starts as {stage}; leave its status and the fields that the app writes empty."
        ),
        "sealed": _("{field} is sealed; it stays as it was when this record left the draft."),
        "not_in_stage": _("This can be done only while the record is {stage}."),
        "reason_missing": _("Give the reason first."),
        "date_in_future": _("{field} lies in the future; enter a day up to today."),
        "dates_out_of_order": _("{later} must not be before {earlier}."),
        "other_system": _("{name} belongs to another system; choose a record of {system}."),
        "record_kept_from_you": _("You may not read {name}; choose a record that you may read."),
        "row_alone": _("A row is changed with the record it belongs to; open that record and save it."),
        "not_a_number": _("{field} must be a number."),
        "not_your_acknowledgement": _("Only the person asked can acknowledge."),
        "acknowledgement_lapsed": _("This revision is no longer in force; there is nothing left to acknowledge."),
    }
