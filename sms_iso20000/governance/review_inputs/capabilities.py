"""Input d: what people and technology are able to do, people in numbers only (4.5.4.3 d)."""

from collections import Counter
from datetime import date

from frappe import _
from frappe.utils import getdate

from sms_iso20000.governance.assets import register_of
from sms_iso20000.governance.competence import COMPETENCE, Board, board_of, trainings_of
from sms_iso20000.governance.resources import capabilities
from sms_iso20000.governance.review_facts import SHOWN, iso, period, record, share, stands_as_today, together
from sms_iso20000.rules.asset import Standing as AssetStanding
from sms_iso20000.rules.competence import GAPS, Standing
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.training import EVALUATED, HELD
from sms_iso20000.rules.verdict import Reason

EXPIRING = (AssetStanding.EXPIRED.value, AssetStanding.EXPIRES_SOON.value)


def compile_input(system: str, since: date, until: date) -> Section:
    """Resources that people and technology are, competences needed and held, trainings, assets and licences.

    A fixed number of queries. Nobody is named, since the minutes go to people who may not read about persons.
    """
    return together(
        "capabilities",
        (
            _resources(system, until),
            _competences(board_of(system, until)),
            _trainings(system, since, until),
            _assets(system, until),
            Section("", notes=stands_as_today(until)),
        ),
    )


def words() -> dict[str, str]:
    return {**_figure_words(), **_table_words(), **_gap_words()}


def _resources(system: str, until: date) -> Section:
    found = capabilities(system, until)
    if not any(row["lines"] for row in found):
        return Section("", gaps=[Reason("capabilities_no_plan", {"until": iso(until)})])
    codes = {"Human": "capabilities_people", "Technical": "capabilities_technology"}
    figures = [
        Figure(codes[row["kind"]], share(row["covered"], row["lines"]), "percent", higher_is_better=True)
        for row in found
        if row["lines"]
    ]
    cells = [
        (row["kind"], resource, record(*row["records"][0]))
        for row in found
        for resource in dict.fromkeys((*row["short"], *row["short_later"]))
    ]
    columns = (
        ("capabilities_kind", "choice"),
        ("capabilities_resource", "text"),
        ("capabilities_plan", "record"),
    )
    return Section("", figures, [Table("capabilities_short", columns, cells[:SHOWN], len(cells))] if cells else [])


def _competences(board: Board) -> Section:
    if not board.needs:
        return Section("", gaps=[Reason("capabilities_nothing_needed")])
    standings = Counter(cell.standing for cell in board.needs.values())
    lacking = sum(standings[standing] for standing in GAPS)
    figures = [
        Figure("capabilities_needs", len(board.needs)),
        Figure(
            "capabilities_covered",
            share(len(board.needs) - lacking, len(board.needs)),
            "percent",
            higher_is_better=True,
        ),
        Figure("capabilities_lacking", lacking, higher_is_better=False),
        Figure("capabilities_planned", standings[Standing.PLANNED]),
        Figure("capabilities_expired", standings[Standing.EXPIRED], higher_is_better=False),
        Figure("capabilities_expiring", standings[Standing.EXPIRES_SOON], higher_is_better=False),
    ]
    needed = Counter(competence for _user, competence in board.needs)
    gaps = Counter(competence for _user, competence in board.gaps)
    cells = [
        (record(COMPETENCE, name, board.competences[name].title), needed[name], number)
        for name, number in sorted(gaps.items(), key=lambda found: (-found[1], board.competences[found[0]].title))
    ]
    columns = (
        ("capabilities_competence", "record"),
        ("capabilities_people_needed", "number"),
        ("capabilities_people_lacking", "number"),
    )
    return Section("", figures, [Table("capabilities_gaps", columns, cells[:SHOWN], len(cells))] if cells else [])


def _trainings(system: str, since: date, until: date) -> Section:
    trainings = trainings_of(system)
    if not trainings:
        return Section("", gaps=[Reason("capabilities_no_training")])
    held = [row for row in trainings if row.status in (HELD, EVALUATED) and since <= getdate(row.ends_on) <= until]
    evaluated = [row for row in held if row.evaluated_on and getdate(row.evaluated_on) <= until]
    figures = [
        Figure("capabilities_trainings", len(held)),
        Figure("capabilities_evaluated", len(evaluated)),
    ]
    return Section("", figures, gaps=[] if held else [Reason("capabilities_none_held", period(since, until))])


def _assets(system: str, until: date) -> Section:
    assets = register_of(system, day=until)
    if not assets:
        return Section("", gaps=[Reason("capabilities_no_asset")])
    in_order = sum(row.standing == AssetStanding.IN_ORDER for row in assets)
    ending = [row for row in assets if set(row.reasons) & set(EXPIRING)]
    over_used = sum(AssetStanding.OVER_USED in row.reasons for row in assets)
    figures = [
        Figure("capabilities_assets", len(assets)),
        Figure("capabilities_assets_in_order", share(in_order, len(assets)), "percent", higher_is_better=True),
        Figure("capabilities_assets_ending", len(ending), higher_is_better=False),
        Figure("capabilities_over_used", over_used, higher_is_better=False),
    ]
    ending.sort(key=lambda row: getdate(row.expires_on))
    cells = [
        (record(row.reference_doctype, row.reference_name, row.title), row.standing, iso(row.expires_on))
        for row in ending[:SHOWN]
    ]
    columns = (
        ("capabilities_asset", "record"),
        ("capabilities_standing", "choice"),
        ("capabilities_expires_on", "date"),
    )
    return Section("", figures, [Table("capabilities_ending", columns, cells, len(ending))] if ending else [])


def _figure_words() -> dict[str, str]:
    return {
        "capabilities_people": _("Human resources of which as much is there as needed"),
        "capabilities_technology": _("Technical resources of which as much is there as needed"),
        "capabilities_needs": _("Competences needed, counted for each person"),
        "capabilities_covered": _("Of these held"),
        "capabilities_lacking": _("Of these not held or expired"),
        "capabilities_planned": _("Of these with a training planned"),
        "capabilities_expired": _("Of these expired"),
        "capabilities_expiring": _("Held, and expiring soon"),
        "capabilities_trainings": _("Trainings held"),
        "capabilities_evaluated": _("Trainings of which the effect was evaluated"),
        "capabilities_assets": _("Assets and licences"),
        "capabilities_assets_in_order": _("Assets and licences in order"),
        "capabilities_assets_ending": _("Assets and licences expired or expiring soon"),
        "capabilities_over_used": _("Licences used beyond what is entitled"),
    }


def _table_words() -> dict[str, str]:
    return {
        "capabilities_short": _("Resources that are short now or later"),
        "capabilities_gaps": _("Competences that are missing most"),
        "capabilities_ending": _("Assets and licences that end first"),
        "capabilities_kind": _("Kind"),
        "capabilities_resource": _("Resource"),
        "capabilities_plan": _("Resource Plan"),
        "capabilities_competence": _("Competence"),
        "capabilities_people_needed": _("People Who Need It"),
        "capabilities_people_lacking": _("Of These Without"),
        "capabilities_asset": _("Asset"),
        "capabilities_standing": _("Standing"),
        "capabilities_expires_on": _("Expires On"),
    }


def _gap_words() -> dict[str, str]:
    return {
        "capabilities_no_plan": _(
            "No levels of people and technology, because no resource plan was decided that is about {until}."
        ),
        "capabilities_nothing_needed": _("No competences, because none is required of anybody."),
        "capabilities_no_training": _("No trainings, because none is on record."),
        "capabilities_none_held": _("No training was held from {since} to {until}."),
        "capabilities_no_asset": _("No assets and licences, because none is on record."),
    }
