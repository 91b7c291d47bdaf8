"""Ratings counted."""

from sms_iso20000.rules.rating import Ratings


def test_ratings_of_several_sources_weigh_by_their_number():
    both = Ratings(3, 12.0, 0) + Ratings(1, 1.0, 1)
    assert (both.number, both.average, both.share_low) == (4, 3.25, 25.0)


def test_nothing_rated_is_no_average():
    assert (Ratings().average, Ratings().share_low) == (None, None)
