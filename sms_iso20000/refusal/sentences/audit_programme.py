"""Why something is refused: audit programmes and their slots."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "cycle_without_dates": _("Enter the first day of the cycle."),
        "cycle_not_whole_months": _("A cycle begins on the first day of a month and ends on the last day of one."),
        "cycle_ends_before_start": _("The cycle must not end before it begins."),
        "cycle_too_long": _("A cycle is at most {months} months long; plan what comes later in the next programme."),
        "programme_overlaps": _("Programme {name} covers part of the same time; choose another cycle, or close it."),
        "programme_not_top_management": _(
            "{user} is not listed as top management of this system; top management approves the programme."
        ),
        "programme_approver_wrote_it": _("You wrote a part of this programme; somebody else has to approve it."),
        "programme_without_criteria": _("Write the audit criteria: what is audited against."),
        "programme_without_scope": _("Write the audit scope: processes, parties, sites and clauses covered."),
        "programme_without_methods": _("Write the audit methods: how audits are carried out."),
        "programme_without_frequency": _("Write the audit frequency: how often, and what makes it more often."),
        "programme_without_slots": _("The programme has no slots; generate them first."),
        "programme_has_hole": _(
            "Nothing that can still be done is planned for {subject}, clause group {group}, from {first} to {last}."
        ),
        "programme_not_begun": _("The cycle begins on {day}; the programme runs from that day on."),
        "cycle_leaves_out_slots": _(
            "Slots that people moved, or that are assigned, lie outside that cycle: {count}; move them first."
        ),
        "slot_not_open": _("The slot is {status}; only planned slots can be changed."),
        "slot_moved_nowhere": _("Choose the month to move the slot to."),
        "slot_outside_cycle": _("The slot has to stay within the cycle of its programme."),
        "slot_moved_to_past": _("A slot cannot be moved into the past; choose this month or a later one."),
        "slot_not_moved": _("The slot is planned for that month already."),
        "slot_not_yours_to_drop": _("Only an ITSM Manager drops a slot."),
        "slot_not_assigned": _("The slot is {status}; only a slot that an audit has taken can be taken out of it."),
        "slot_audited_already": _("The fieldwork of its audit has begun; the slot stays with it until it is closed."),
        "slots_of_one_programme": _("Choose planned slots of one programme that is approved or running."),
    }
