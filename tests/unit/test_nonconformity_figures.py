from datetime import date

from sms_iso20000.rules.nonconformity_figures import Found, ages, figures, grouped

TODAY = date(2026, 6, 1)
FOUND = [
    Found("1", "Closed", "Major", date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 2), (False, True)),
    Found("2", "In Action", "Minor", date(2026, 2, 1), date(2026, 5, 2)),
    Found("3", "Verification", "Minor", date(2026, 5, 1), date(2026, 5, 2)),
    Found("4", "Rejected", "Minor", date(2026, 5, 1), date(2026, 5, 2)),
    Found("5", "Reported", "Concern", date(2026, 5, 30), date(2026, 8, 1)),
]


def test_figures():
    found = figures(FOUND, TODAY)
    assert (found.total, found.major, found.minor, found.concern) == (4, 1, 2, 1)
    assert (found.still_open, found.overdue, found.longest_late, found.closed) == (3, 1, 30, 1)
    assert (found.mean_days, found.effectiveness) == (60.0, 50.0)


def test_no_figures_of_nothing():
    found = figures([], TODAY)
    assert (found.total, found.mean_days, found.effectiveness) == (0, None, None)


def test_ages_of_what_is_open():
    assert ages(FOUND, TODAY) == [1, 1, 0, 1]


def test_groups_in_the_order_of_their_keys():
    groups = grouped(FOUND, lambda case: ["b", "a"] if case.grade == "Minor" else [])
    assert list(groups) == ["a", "b"]
    assert [case.name for case in groups["a"]] == ["2", "3", "4"]
