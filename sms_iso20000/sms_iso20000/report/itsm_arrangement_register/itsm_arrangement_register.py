from collections import Counter

import frappe
from frappe import _

from sms_iso20000.governance.arrangement_register import readable_register_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.arrangement import PROOFS
from sms_iso20000.rules.arrangement_proofs import Colour, Flag

COLOURS = {Colour.GREEN: "#29cd42", Colour.AMBER: "#ffa00a", Colour.RED: "#e24c4c"}
AS_STORED = (
    *("name", "process", "process_title", "part", "party_type", "party", "party_name"),
    *("accountable_owner", "last_reviewed_on", "next_review_on"),
)


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Every process or part that others operate, with the four proofs that we still govern it (4.2).

    Filters: `system` (needed), `kind` of the party, `state`, `flagged` (only those).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Arrangement", filters.system)
    rows = [row for row in readable_register_of(filters.system) if _is_wanted(row, filters)]
    shown = [_shown(row) for row in rows]
    return columns(), shown, _legend() if rows else None, _chart(rows) if rows else None, _summary(rows)


def columns() -> list[dict]:
    text, day = {"fieldtype": "Data", "align": "left"}, {"fieldtype": "Date", "width": 110}
    proofs = [
        {"fieldname": f"proof_{letter}", "label": label, "width": 150, **text}
        for letter, label in _proof_labels().items()
    ]
    return [
        {
            "fieldname": "name",
            "label": _("Arrangement"),
            "fieldtype": "Link",
            "options": "ITSM Arrangement",
            "width": 140,
        },
        {"fieldname": "title", "label": _("Title"), "width": 200, **text},
        {"fieldname": "process_title", "label": _("Process"), "width": 200, **text},
        {"fieldname": "party_name", "label": _("Party"), "width": 160, **text},
        *proofs,
        {"fieldname": "flags_shown", "label": _("Flags"), "width": 220, **text},
        {"fieldname": "wanting", "label": _("What Is Wanting"), "width": 420, **text},
        {"fieldname": "part", "label": _("Part"), "width": 120, **text},
        {"fieldname": "kind", "label": _("Kind of Party"), "width": 120, **text},
        {"fieldname": "state", "label": _("State"), "width": 130, **text},
        {
            "fieldname": "accountable_owner",
            "label": _("Accountable Owner"),
            "fieldtype": "Link",
            "options": "User",
            "width": 180,
        },
        {"fieldname": "last_reviewed_on", "label": _("Reviewed Up To"), **day},
        {"fieldname": "next_review_on", "label": _("Review Due"), **day},
    ]


def _is_wanted(row: dict, filters: dict) -> bool:
    return (
        (not filters.kind or row.party_kind == filters.kind)
        and (not filters.state or row.workflow_state == filters.state)
        and (not filters.flagged or bool(row.flags))
    )


def _shown(row: dict) -> dict:
    """The row in words, so that an export says what the screen does; colours and codes stay beside them."""
    words, flags = _colour_words(), _flag_words()
    why = {letter: " ".join(map(sentence, light.reasons)) for letter, light in row.lights.items()}
    return {
        **{field: row[field] for field in AS_STORED},
        "title": row.title if row.name else _("Nothing arranged"),
        "kind": _(row.party_kind or ""),
        "state": _(row.workflow_state or ""),
        **{f"proof_{letter}": words[light.colour] for letter, light in row.lights.items()},
        "lights": {
            f"proof_{letter}": {"colour": light.colour.value, "why": why[letter]}
            for letter, light in row.lights.items()
        },
        "flags": [flag.value for flag in row.flags],
        "flags_shown": ", ".join(flags[flag][0] for flag in row.flags),
        "wanting": " ".join(f"{letter}) {text}" for letter, text in why.items() if text),
    }


def _proof_labels() -> dict[str, str]:
    return {
        "a": _("a) Accountability and Authority"),
        "b": _("b) Definition and Interfaces"),
        "c": _("c) Performance and Compliance"),
        "d": _("d) Improvement Priority"),
    }


def _colour_words() -> dict[Colour, str]:
    return {Colour.GREEN: _("Green"), Colour.AMBER: _("Amber"), Colour.RED: _("Red")}


def _flag_words() -> dict[Flag, tuple[str, str]]:
    """What each flag is called, and what it means."""
    return {
        Flag.NO_AGREEMENT: (
            _("No Agreement"),
            _("others operate it, and nothing is agreed, or the agreement has ended or is gone"),
        ),
        Flag.OWNER_GONE: (_("Owner Gone"), _("nobody who can still act answers for it inside the organisation")),
        Flag.NO_REVIEW: (_("No Current Review"), _("it was never reviewed, or its review is overdue")),
        Flag.NO_IMPROVEMENT_DECISION: (
            _("No Improvement Decision"),
            _("no review within the interval decided an improvement, or said why there is none"),
        ),
        Flag.NOTHING_IN_HOUSE: (
            _("Nothing In House"),
            _("others operate every active process wholly, which the 2018 edition rules out"),
        ),
    }


def _legend() -> str:
    lights = _(
        "Green: complete, and the evidence is current. Amber: described, but the evidence is missing or older than the"
        " review interval. Red: missing, or no longer true."
    )
    flags = [f"<b>{label}</b>: {meaning}." for label, meaning in _flag_words().values()]
    return "<br>".join([lights, " ".join(flags)])


def _chart(rows: list[dict]) -> dict:
    """How many arrangements have which colour, proof by proof."""
    counted = {letter: Counter(row.lights[letter].colour for row in rows) for letter in PROOFS}
    words = _colour_words()
    return {
        "data": {
            "labels": list(_proof_labels().values()),
            "datasets": [
                {"name": words[colour], "values": [counted[letter][colour] for letter in PROOFS]} for colour in COLOURS
            ],
        },
        "type": "bar",
        "colors": list(COLOURS.values()),
        "barOptions": {"stacked": 1},
    }


def _summary(rows: list[dict]) -> list[dict]:
    counted = Counter(flag for row in rows for flag in row.flags)
    words = _flag_words()
    figures = [(_("Arrangements"), sum(bool(row.name) for row in rows), "Blue")]
    figures += [
        (words[flag][0], counted[flag], "Red")
        for flag in (Flag.NO_AGREEMENT, Flag.OWNER_GONE, Flag.NO_REVIEW, Flag.NO_IMPROVEMENT_DECISION)
    ]
    return [
        {"label": label, "value": value, "datatype": "Int", "indicator": colour if value else "Green"}
        for label, value, colour in figures
    ]
