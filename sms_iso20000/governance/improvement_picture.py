"""Effort against benefit as a picture: each improvement a bubble that leads to it (4.5.5.2)."""

from collections.abc import Sequence

import frappe
from frappe.utils import get_url_to_form

from sms_iso20000.governance.improvements import IMPROVEMENT
from sms_iso20000.rules import bubbles as layout
from sms_iso20000.rules.improvement import State

COLOURS = {
    State.PROPOSED: "#8d99a6",
    State.EVALUATED: "#0891b2",
    State.APPROVED: "#2563eb",
    State.IN_PROGRESS: "#d97706",
    State.MEASURED: "#7c3aed",
    State.CLOSED: "#16a34a",
    State.REJECTED: "#dc2626",
}


def bubbles_html(rows: Sequence[dict]) -> str:
    """The picture of `rows` whose effort and benefit are known; empty where there is none."""
    known = [row for row in rows if row.effort and row.benefit_size]
    if not known:
        return ""
    places = [(row.effort, row.benefit_size, row.score) for row in known]
    shown = [
        {"bubble": bubble, "row": known[bubble.index], "link": get_url_to_form(IMPROVEMENT, known[bubble.index].name)}
        for bubble in layout.bubbles(places)
    ]
    states = [
        (state.value, colour) for state, colour in COLOURS.items() if any(row.workflow_state == state for row in known)
    ]
    facts = {"shown": shown, "states": states, "colours": COLOURS, "layout": layout}
    return frappe.render_template("sms_iso20000/templates/improvement_bubbles.html", facts)
