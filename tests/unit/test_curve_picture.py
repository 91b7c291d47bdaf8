"""Where the points of a curve over months lie."""

import pytest

from sms_iso20000.rules.curve_picture import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, across, lines, points


def test_the_least_is_low_and_the_greatest_high():
    found = points([2, None, 4, 3])
    assert [(point.index, point.value) for point in found] == [(0, 2), (2, 4), (3, 3)]
    assert [point.y for point in found] == [HEIGHT - BOTTOM, TOP, (HEIGHT - BOTTOM + TOP) / 2]
    assert (found[0].x, found[-1].x) == (LEFT, WIDTH - RIGHT)


def test_a_month_that_was_not_measured_breaks_the_line():
    pieces = lines(points([1, 2, None, 3, None, None, 4, 5]))
    assert [[point.index for point in piece] for piece in pieces] == [[0, 1], [3], [6, 7]]


@pytest.mark.parametrize("values", [[3], [3, 3, 3], [0, 0]])
def test_what_does_not_differ_lies_in_the_middle(values):
    assert {point.y for point in points(values)} == {(HEIGHT - BOTTOM + TOP) / 2}


@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_measured_is_no_point(values):
    assert points(values) == [] and lines([]) == []


def test_a_single_month_lies_in_the_middle():
    assert across(0, 1) == WIDTH / 2
