"""Manifests of the apps' assets become the two that Frappe reads."""

from pathlib import Path

from local_host.assets import is_bundle, merge_manifests


def test_the_parts_are_merged_by_kind():
    parts = [
        {"ltr": {"desk.bundle.js": "/assets/frappe/dist/js/desk.bundle.A.js"}, "rtl": {"rtl_desk.bundle.css": "/a"}},
        {"ltr": {"ours.bundle.css": "/assets/ours/dist/css/ours.bundle.B.css"}},
        {},
    ]
    assert set(merge_manifests(parts, "ltr")) == {"desk.bundle.js", "ours.bundle.css"}
    assert merge_manifests(parts, "rtl") == {"rtl_desk.bundle.css": "/a"}


def test_a_bundle_is_known_by_its_name():
    assert is_bundle(Path("desk.bundle.js"))
    assert not is_bundle(Path("desk.js"))
