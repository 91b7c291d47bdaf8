"""What a management review is told of earlier reviews and their actions (4.5.4.3 g)."""

import frappe
from frappe.utils import add_days, today

from tests.integration.made.compiled import compiled, day, figures, put_back, rows, titles
from tests.integration.made.management_reviews import make_management_review, outputs, sign
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as


def earlier(system, days: int, statement: str = "Hire an engineer.", **values):
    """A review that was signed so many days ago, with its action."""
    review = make_management_review(system, "Held", **values)
    sign(review, outputs=outputs(statement=statement))
    review.reload()
    put_back(review, days, "cutoff_on", "held_on", "signed_on")
    action = frappe.get_doc("ITSM Action", review.outputs[0].action)
    put_back(action, days, "due_on")
    return review, action


def finish(action, user: str = OWNER) -> None:
    with acting_as(user):
        action.complete("She starts in May.")


def test_the_first_review(system):
    section = compiled(system, "earlier_reviews")
    assert figures(section) == {"earlier_reviews": 0}
    assert section.has_data and section.gaps == () and [note.code for note in section.notes] == ["first_review"]


def test_a_review_that_is_not_signed_is_no_earlier_one(system):
    make_management_review(system, "Held")
    assert figures(compiled(system, "earlier_reviews")) == {"earlier_reviews": 0}


def test_figures_of_the_last_review(system):
    review, action = earlier(system, 20)
    section = compiled(system, "earlier_reviews")
    assert figures(section) == {
        "earlier_reviews": 1,
        "outputs_resources": 1,
        "outputs_effectiveness": 1,
        "outputs_services": 0,
        "review_actions": 1,
        "review_actions_done": 0,
        "review_actions_verified": 0,
        "review_actions_open": 1,
        "review_actions_late": 0,
        "review_actions_cancelled": 0,
        "review_actions_vanished": 0,
    }
    assert rows(section, "last_review") == [
        [
            [review.doctype, review.name, review.title],
            str(day(20)),
            "Suitable",
            "Effectively",
            "Stay as They Are",
        ]
    ]
    assert rows(section, "review_actions_carried_over") == [
        [
            [action.doctype, action.name, "Hire an engineer."],
            [review.doctype, review.name, review.title],
            "Open",
            "Owner",
            str(add_days(today(), 10)),
        ]
    ]
    assert section.notes == ()


def test_open_actions_of_every_earlier_review_are_carried_over(system):
    earlier(system, 300, "Of the first")
    earlier(system, 200, "Of the second")
    _review, done = earlier(system, 100, "Of the third")
    earlier(system, 10, "Of the last")
    finish(done)
    section = compiled(system, "earlier_reviews")
    assert titles(section, "review_actions_carried_over") == ["Of the first", "Of the second", "Of the last"]
    found = figures(section)
    assert (found["earlier_reviews"], found["review_actions"], found["review_actions_open"]) == (4, 4, 3)
    assert (found["review_actions_late"], found["review_actions_done"]) == (2, 1)
    # What was done only later was open, and a review that was not there yet led to nothing.
    before = compiled(system, "earlier_reviews", 50)
    assert titles(before, "review_actions_carried_over") == ["Of the first", "Of the second", "Of the third"]
    assert figures(before)["earlier_reviews"] == 3


def test_verified_and_cancelled_actions(system, as_user):
    _review, verified = earlier(system, 30)
    review, cancelled = earlier(system, 20, "Buy a scanner.")
    finish(verified)
    with as_user(TOP):
        verified.check(1, "She is there.")
    with as_user(MANAGER):
        cancelled.cancel_action("The old one was repaired.")
    section = compiled(system, "earlier_reviews")
    found = figures(section)
    assert (found["review_actions_verified"], found["review_actions_cancelled"]) == (1, 1)
    assert found["review_actions_open"] == 0 and rows(section, "review_actions_carried_over") == []
    assert rows(section, "review_actions_given_up") == [
        [
            [cancelled.doctype, cancelled.name, "Buy a scanner."],
            [review.doctype, review.name, review.title],
            "Owner",
            "The old one was repaired.",
        ]
    ]
    before = compiled(system, "earlier_reviews", 10)
    assert rows(before, "review_actions_given_up") == []
    assert len(rows(before, "review_actions_carried_over")) == 2


def test_an_action_that_vanished(system):
    _review, action = earlier(system, 20)
    frappe.db.delete("ITSM Action", {"name": action.name})
    found = figures(compiled(system, "earlier_reviews"))
    assert (found["review_actions"], found["review_actions_vanished"]) == (0, 1)


def test_actions_of_a_review_signed_after_the_cut_off(system):
    """Its own cut-off date was before, so that it is an earlier review all the same."""
    review = make_management_review(system, "Signed")
    frappe.db.set_value(review.doctype, review.name, "cutoff_on", day(20))
    assert titles(compiled(system, "earlier_reviews", 10), "review_actions_carried_over") == ["Hire an engineer."]
