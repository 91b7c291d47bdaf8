"""Cards, charts, workspaces and notifications as Frappe 16 reads them.

A filter has four elements, [DocType, field, operator, value]; a condition counts only where its type is said.
"""

import json

import pytest

from tests.static.app import Source, documents, report, snippet

FILTERS = ("filters_json", "dynamic_filters_json")


def short_filters(source: Source) -> list[str]:
    offences = []
    for key in FILTERS:
        rows = json.loads(source.document.get(key) or "[]")
        # A report card keeps an object of report filters, a document type card a list of rows.
        if isinstance(rows, dict):
            if source.document.get("type") != "Report" and rows:
                offences.append(source.at(1, f"{key} holds an object instead of rows"))
            continue
        offences += [
            source.at(1, f"{key} holds {row!r}, not four elements")
            for row in rows
            if not isinstance(row, list) or len(row) != 4
        ]
    return offences


@pytest.mark.parametrize("doctype", ["Number Card", "Dashboard Chart"])
def test_filters_have_four_elements(doctype):
    offences = [offence for source in documents(doctype) for offence in short_filters(source)]
    assert not offences, report(offences)


@pytest.mark.parametrize("rows", ['[["A", "b", "=", 1, false]]', '[["b", "=", 1]]', '{"b": 1}'])
def test_short_filter_is_found(rows):
    assert short_filters(snippet(json.dumps({"type": "Document Type", "filters_json": rows})))


def test_four_elements_are_fine():
    assert not short_filters(snippet(json.dumps({"filters_json": '[["A", "b", "=", 1]]'})))


def long_filters_of_workspace(source: Source) -> list[str]:
    filters = [
        row.get(key) or "[]"
        for table, key in (("shortcuts", "stats_filter"), ("quick_lists", "quick_list_filter"))
        for row in source.document.get(table, [])
    ]
    return [
        source.at(1, f"{row!r} has not four elements") for rows in filters for row in json.loads(rows) if len(row) != 4
    ]


def unread_condition(source: Source) -> list[str]:
    is_said = source.document.get("condition_type") == "Python"
    return [] if is_said else [source.at(1, "Frappe 16 would not look at its condition")]


def test_filters_of_workspaces_have_four_elements():
    offences = [offence for source in documents("Workspace") for offence in long_filters_of_workspace(source)]
    assert not offences, report(offences)


def test_conditions_of_notifications_are_read():
    offences = [offence for source in documents("Notification") for offence in unread_condition(source)]
    assert not offences, report(offences)


def test_long_filter_and_unread_condition_are_found():
    row = '[["A", "b", "=", 1, false]]'
    assert long_filters_of_workspace(snippet(json.dumps({"shortcuts": [{"stats_filter": row}]})))
    assert unread_condition(snippet(json.dumps({"condition": "doc.name"})))
