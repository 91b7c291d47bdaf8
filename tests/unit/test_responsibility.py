"""Who can confirm responsibilities, and who can bear one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.responsibility import OWNERSHIPS, Cause, cause_of, unmet_confirmation

COMPLETE = {"role_title": "Analyst", "user": "a@x", "responsibility": "Finds causes.", "authority": "May ask anybody."}


def codes(*args) -> list[str]:
    return [reason.code for reason in unmet_confirmation(*args)]


def test_owner_and_manager_can():
    assert codes("o@x", False, "o@x", [COMPLETE]) == []
    assert codes("m@x", True, "o@x", [COMPLETE]) == []


def test_nobody_else_can():
    assert codes("p@x", False, "o@x", [COMPLETE]) == ["not_process_owner"]
    assert codes("", False, "", [COMPLETE]) == ["not_process_owner", "owner_missing"]


@pytest.mark.parametrize(
    ("field", "empty", "code"),
    [
        ("user", None, "role_without_person"),
        ("responsibility", " \n", "role_without_responsibility"),
        ("authority", "", "role_without_authority"),
    ],
)
def test_each_part_of_a_role_is_needed(field, empty, code):
    assert codes("o@x", False, "o@x", [COMPLETE, {**COMPLETE, field: empty}]) == [code]


def test_all_reasons_at_once():
    bare = {"role_title": "Analyst", "user": None, "responsibility": None, "authority": None}
    assert codes("p@x", False, None, [bare]) == [
        "not_process_owner",
        "owner_missing",
        "role_without_person",
        "role_without_responsibility",
        "role_without_authority",
    ]


@pytest.mark.parametrize(
    ("user", "cause"),
    [
        ("", Cause.NOBODY_NAMED),
        ("gone@x", Cause.USER_MISSING),
        ("off@x", Cause.USER_DISABLED),
        ("left@x", Cause.PERSON_HAS_LEFT),
        ("off.and.left@x", Cause.PERSON_HAS_LEFT),
        ("here@x", None),
    ],
)
def test_causes(user, cause):
    enabled = {"off@x": False, "left@x": True, "off.and.left@x": False, "here@x": True}
    assert cause_of(user, enabled, {"left@x", "off.and.left@x"}) == cause


@given(st.text(), st.dictionaries(st.text(), st.booleans()), st.sets(st.text()))
def test_only_an_enabled_user_who_has_not_left_can_bear_anything(user, enabled, leavers):
    fit = bool(user) and enabled.get(user, False) and user not in leavers
    assert (cause_of(user, enabled, leavers) is None) == fit


def test_no_ownership_is_listed_twice():
    assert len({ownership.place for ownership in OWNERSHIPS}) == len(OWNERSHIPS)
    assert len({ownership.label for ownership in OWNERSHIPS}) == len(OWNERSHIPS)
