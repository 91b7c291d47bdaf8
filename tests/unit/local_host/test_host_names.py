"""Frappe's names come back, in texts and in paths, and binary files stay as they are."""

import pytest

from local_host.names import restore_content, restore_path, restore_text


@pytest.mark.parametrize(
    ("renamed", "restored"),
    [
        ("import criscostack", "import frappe"),
        ("class CriscostackClient:", "class FrappeClient:"),
        ("CRISCOSTACK_SITE", "FRAPPE_SITE"),
        ("criscoerp and Criscoerp and CRISCOERP", "erpnext and ERPNext and ERPNEXT"),
        ("crisco Crisco CRISCO", "frappe Frappe FRAPPE"),
        ("nothing of it", "nothing of it"),
    ],
)
def test_names_in_a_text(renamed, restored):
    assert restore_text(renamed) == restored


def test_the_longer_name_is_not_cut_in_two_by_the_shorter():
    assert "stack" not in restore_text("criscostack")
    assert "frappeerp" not in restore_text("criscoerp")


@pytest.mark.parametrize(
    ("renamed", "restored"),
    [
        ("utils/brik_helper.py", "utils/bench_helper.py"),
        ("public/js/criscostack/ui/page.js", "public/js/frappe/ui/page.js"),
        ("public/images/criscostack-logo.svg", "public/images/frappe-logo.svg"),
    ],
)
def test_names_in_a_path(renamed, restored):
    assert restore_path(renamed) == restored


def test_content_is_restored():
    assert restore_content("‘criscostack’".encode()) == "‘frappe’".encode()


@pytest.mark.parametrize("content", [b"\x89PNG\0criscostack", b"\xff\xfe criscostack"])
def test_binary_content_stays_as_it_is(content):
    assert restore_content(content) == content
