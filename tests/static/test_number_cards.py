"""Number cards and charts: Frappe 16 reads filters of four elements, [DocType, field, operator, value]."""

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
