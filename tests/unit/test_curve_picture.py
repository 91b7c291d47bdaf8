"""Where the points of a curve over months lie."""

import pytest

from sms_iso20000.rules.curve_picture import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, across, lines, points


def test_heights_compare_as_the_values_do():
    found = points([0, None, 4, 2])
    assert [(point.index, point.value) for point in found] == [(0, 0), (2, 4), (3, 2)]
    assert [point.y for point in found] == [HEIGHT - BOTTOM, TOP, (HEIGHT - BOTTOM + TOP) / 2]
    assert (found[0].x, found[-1].x) == (LEFT, WIDTH - RIGHT)


def test_a_month_that_was_not_measured_breaks_the_line():
    pieces = lines(points([1, 2, None, 3, None, None, 4, 5]))
    assert [[point.index for point in piece] for piece in pieces] == [[0, 1], [3], [6, 7]]


@pytest.mark.parametrize(("values", "height"), [([3], TOP), ([3, 3], TOP), ([0, 0], HEIGHT - BOTTOM)])
def test_what_does_not_differ_lies_in_a_line(values, height):
    assert {point.y for point in points(values)} == {height}


def test_below_nothing_is_the_bottom():
    assert [point.y for point in points([-2, 0, 2])] == [HEIGHT - BOTTOM, (HEIGHT - BOTTOM + TOP) / 2, TOP]


@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_measured_is_no_point(values):
    assert points(values) == [] and lines([]) == []


def test_a_single_month_lies_in_the_middle():
    assert across(0, 1) == WIDTH / 2
