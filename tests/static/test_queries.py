"""Queries that mean the same on Frappe 15 and 16, on MariaDB and PostgreSQL."""

import ast
import re

import pytest

from tests.static.app import Source, calls, constant, documents, files, keyword, name_of, report, snippet
from tests.static.scan import calls_in_text

LISTS = ("frappe.get_all", "frappe.get_list", "frappe.db.get_all", "frappe.db.get_list", "frappe.client.get_list")
READS = (
    *LISTS,
    "frappe.db.get_value",
    "frappe.db.get_values",
    "frappe.db.get_single_value",
    "frappe.db.get_value_from_table",
    "frappe.get_value",
    "frappe.get_cached_value",
)
# A function, an alias or a raw condition in a text that names fields.
SQL_FUNCTION = re.compile(r"\w\s*\(|\bas\b|\bdistinct\b|`", re.IGNORECASE)
# How the fields that hold days and moments are called.
DAYS = ("_on", "_until", "_start", "_end")
AGGREGATE = re.compile(r"\b(count|sum|avg|min|max|group_concat|string_agg)\s*\(", re.IGNORECASE)


def sql_in_fields(source: Source) -> list[str]:
    """Texts in `fields=` (and in the field arguments of single reads) are names of fields, nothing else."""
    offences = []
    for call in calls(source, *READS):
        named = [keyword(call, key) for key in ("fields", "fieldname", "pluck", "order_by", "group_by")]
        positional = call.args[2:] if name_of(call.func) not in LISTS else call.args[1:]
        for part in [*filter(None, named), *positional]:
            offences += [
                source.at(node.lineno, f"SQL in a list of fields: {node.value!r}")
                for node in ast.walk(part)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_FUNCTION.search(node.value)
            ]
    return offences


def aggregate_outside_query_builder(source: Source) -> list[str]:
    """Grouping in a list call, an aggregate as a dictionary (Frappe 16 only) and hand-written SQL."""
    offences = []
    for call in calls(source, *LISTS):
        if keyword(call, "group_by") is not None:
            offences.append(source.at(call.lineno, "group_by in a list call; use frappe.qb"))
        fields = keyword(call, "fields")
        if fields is not None and any(isinstance(node, ast.Dict) for node in ast.walk(fields)):
            offences.append(source.at(call.lineno, "a dictionary in fields; use frappe.qb"))
    for call in calls(source, "frappe.db.sql", "frappe.db.multisql", "frappe.db.sql_list"):
        offences += [
            source.at(node.lineno, "aggregate in hand-written SQL; use frappe.qb")
            for node in ast.walk(call)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and AGGREGATE.search(node.value)
        ]
    return offences


def list_without_order(source: Source) -> list[str]:
    return [
        source.at(call.lineno, f"{name_of(call.func)} without order_by")
        for call in calls(source, *LISTS)
        if not (constant(keyword(call, "order_by")) or isinstance(keyword(call, "order_by"), ast.JoinedStr | ast.Name))
    ]


def days_compared_with_text(source: Source) -> list[str]:
    """Whether a day is set: some releases of the host compare it with an empty text, which PostgreSQL refuses."""
    return [
        source.at(value.lineno, f"{key.value} is asked whether it is set; ask a field that is no day, or use frappe.qb")
        for filters in source.nodes(ast.Dict)
        for key, value in zip(filters.keys, filters.values, strict=True)
        if isinstance(key, ast.Constant)
        and str(key.value).endswith(DAYS)
        and isinstance(value, ast.List)
        and isinstance(value.elts[0], ast.Constant)
        and value.elts[0].value == "is"
    ]


def client_list_without_order(source: Source) -> list[str]:
    return [
        source.at(line, "frappe.db.get_list without order_by")
        for line, arguments in calls_in_text(source.text, r"frappe\.db\.get_list")
        if "order_by" not in arguments
    ]


def doctype_without_order(source: Source) -> list[str]:
    described = source.document
    columns = {field["fieldname"] for field in described["fields"]} | {"creation", "name", "idx"}
    # `modified` was the default of Frappe 15 and is not that of 16; a list that jumps at every save is no order.
    if described.get("sort_field") in columns and described.get("sort_order") in ("ASC", "DESC"):
        return []
    return [source.at(1, "sort_field or sort_order is missing or names no field")]


def each(check, sources) -> list[str]:
    return [offence for source in sources for offence in check(source)]


def test_fields_hold_no_sql():
    offences = each(sql_in_fields, files(".py"))
    assert not offences, report(offences)


def test_aggregates_go_through_the_query_builder():
    offences = each(aggregate_outside_query_builder, files(".py"))
    assert not offences, report(offences)


def test_every_list_is_ordered():
    offences = each(list_without_order, files(".py"))
    assert not offences, report(offences)


def test_no_day_is_compared_with_text():
    offences = each(days_compared_with_text, files(".py"))
    assert not offences, report(offences)


def test_every_list_asked_for_by_a_client_is_ordered():
    offences = each(client_list_without_order, files(".js"))
    assert not offences, report(offences)


def test_every_doctype_is_sorted():
    offences = each(doctype_without_order, documents("DocType"))
    assert not offences, report(offences)


@pytest.mark.parametrize(
    "bad",
    [
        'frappe.get_all("A", fields=["count(name) as n"])',
        'frappe.get_all("A", pluck="max(idx)")',
        'frappe.get_list("A", fields=["name as id"], order_by="name")',
        'frappe.db.get_value("A", {"b": 1}, "max(idx)")',
        'frappe.get_all("A", fields=["`tabA`.name"])',
    ],
)
def test_sql_in_fields_is_found(bad):
    assert sql_in_fields(snippet(bad))


@pytest.mark.parametrize(
    "bad",
    [
        'frappe.get_all("A", fields=["b"], group_by="b")',
        'frappe.get_all("A", fields=[{"COUNT": "name"}])',
        'frappe.db.sql("select count(*) from tabA")',
    ],
)
def test_aggregate_outside_the_query_builder_is_found(bad):
    assert aggregate_outside_query_builder(snippet(bad))


def test_list_without_order_is_found():
    assert list_without_order(snippet('frappe.get_all("A", pluck="name")'))
    assert list_without_order(snippet('frappe.get_list("A", order_by=None)'))
    assert client_list_without_order(snippet('frappe.db.get_list("A", { fields: ["name"] })'))


def test_day_compared_with_text_is_found():
    assert days_compared_with_text(snippet('frappe.get_all("A", {"told_on": ["is", "set"]}, order_by="name asc")'))
    assert not days_compared_with_text(snippet('frappe.get_all("A", {"told_by": ["is", "set"]}, order_by="name asc")'))


def test_ordered_list_is_fine():
    assert not list_without_order(snippet('frappe.get_all("A", order_by="name asc")'))
    assert not client_list_without_order(snippet('frappe.db.get_list("A", { order_by: "name asc" })'))


@pytest.mark.parametrize("bad", ['{"fields": []}', '{"fields": [], "sort_field": "b", "sort_order": "ASC"}'])
def test_doctype_without_order_is_found(bad):
    assert doctype_without_order(snippet(bad))
