"""Why something is refused: importing tickets from a file."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "ticket_file_empty": _("The file has no tickets; export it again with its headings and the tickets below."),
        "ticket_file_not_text": _("This is no text file; save it as CSV in the tool it comes from."),
        "ticket_file_wrong_encoding": _("Line {line} is not written in {encoding}; choose the encoding of the file."),
        "ticket_file_not_csv": _(
            "The row that begins in line {line} cannot be read as CSV; look for a quotation mark too many or too few."
        ),
        "ticket_file_changed": _(
            "The file was changed or removed after the import was started; check it and start anew."
        ),
        "ticket_import_not_done": _("Import the file first."),
        "ticket_file_gone": _("The file is not on the site any more; attach it again."),
        "ticket_column_not_chosen": _("Choose the column of the file for {field}."),
        "ticket_column_unknown": _("The file has no column {column}; choose one of its columns."),
        "ticket_column_twice": _("The file has the column {column} twice; give each column a name of its own."),
        "ticket_row_width": _("The row has {found} columns and the headings {expected}; look at its delimiters."),
        "ticket_id_missing": _("The ticket has no id."),
        "ticket_id_twice": _(
            "The same id stands in line {line}; remove one, or say that the file has several rows per ticket."
        ),
        "ticket_date_unreadable": _("The date is not written like {date_format}, or there is no such day."),
        "ticket_closed_before_opened": _("The ticket was closed before it was opened."),
        "ticket_value_too_long": _("The value is longer than {most} characters."),
    }
