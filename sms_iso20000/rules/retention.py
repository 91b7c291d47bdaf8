"""How long records are kept, and who may say so (4.3.3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sms_iso20000.rules.schedule import month_of, months_later
from sms_iso20000.rules.unmet import Unmet

KEEP, DELETE, ANONYMISE = "Keep", "Delete", "Anonymise"
DRAFT, IN_FORCE, WITHDRAWN = "Draft", "In Force", "Withdrawn"
# A hundred years: what has to last longer is kept for good.
MOST_MONTHS = 1200
DECIDING_ROLE = "ITSM Manager"
# What a site cannot do without, and its trail of changes.
HOLDS_THE_SITE = frozenset(
    {
        *("DocType", "Module Def", "Custom Field", "Property Setter", "Custom DocPerm"),
        *("User", "Role", "Role Profile", "User Permission", "Language", "Currency", "Country"),
        *("Workflow", "Workflow State", "Workflow Action Master", "Report", "Page", "Print Format", "Notification"),
        *("Scheduled Job Type", "Server Script", "Client Script", "File", "Version", "Deleted Document"),
    }
)
# Records of a person: of ours only they are disposed of, by emptying all that says or tells whom they are about.
PERSONAL = {
    "ITSM Competence Record": (
        "user",
        "evidence",
        "evidence_file",
        "recorded_by",
        "verification_remarks",
        "withdrawal_reason",
    ),
    "ITSM Training Participant": ("user", "remarks"),
}
OPERATORS = frozenset({"=", "!=", "<", ">", "<=", ">=", "in", "not in", "like", "not like", "is", "between"})
OF_LISTS = frozenset({"in", "not in", "between"})
TEXTS = frozenset({"Data", "Small Text", "Text", "Long Text", "Text Editor", "Code", "HTML Editor", "Markdown Editor"})


@dataclass(frozen=True)
class Field:
    """A field as emptying it depends on it; `kind` is its field type."""

    name: str
    kind: str
    is_mandatory: bool = False
    is_unique: bool = False


@dataclass(frozen=True)
class Deciders:
    """Who is signed in, with their roles, and who is top management of the rule's system."""

    actor: str
    roles: frozenset[str]
    top_management: frozenset[str]

    @property
    def may_decide(self) -> bool:
        return DECIDING_ROLE in self.roles or self.actor in self.top_management


# -- periods ---------------------------------------------------------------------------------------------------------


def kept_until(start: date, months: int) -> date:
    """The first day on which a record kept from `start` for so many months may be disposed of."""
    return date.max if start.year + months // 12 >= date.max.year else months_later(start, months)


def latest_start(as_of: date, months: int) -> date | None:
    """The latest day from which a period of so many months is over by `as_of`; None where no day is early enough."""
    index = as_of.year * 12 + as_of.month - 1 - months
    if index < 12:
        return None
    last = month_of(date(index // 12, index % 12 + 1, 1))[1]
    return last if as_of == month_of(as_of)[1] else last.replace(day=min(as_of.day, last.day))


def is_kept(start: date | None, months: int, *, for_good: bool, today: date) -> bool:
    """Whether a record must stay on `today`: for good, until its period has begun, and until it is over."""
    return for_good or start is None or today < kept_until(start, months)


# -- what a rule says ------------------------------------------------------------------------------------------------


def unmet_period(months: object, method: str) -> list[Unmet]:
    """What is wrong with a period of so many `months`, as a person or a request gave it; kept for good needs none."""
    text = str(months if months is not None else "").strip()
    if text and not (text.isascii() and text.isdigit()):
        return [Unmet("period_not_whole_months", {"months": text})]
    number = int(text or 0)
    if number > MOST_MONTHS:
        return [Unmet("period_too_long", {"most": MOST_MONTHS})]
    return [Unmet("period_missing")] if not number and method != KEEP else []


def unmet_filters(rows: Collection[list]) -> list[Unmet]:
    """What is wrong with operators and values of filters; whether their fields exist is for the host to say."""
    return [unmet for field, operator, value in rows for unmet in _unmet_filter(str(field), operator, value)]


def unmet_disposal(method: str, document_type: str, is_ours: bool) -> list[Unmet]:
    """Why records of a type cannot be disposed of so: ours are evidence, which loses nothing but whom it is about, and
    some hold the site together."""
    if method == KEEP:
        return []
    if document_type in PERSONAL:
        return [] if method == ANONYMISE else [Unmet("personal_records_deleted", {"doctype": document_type})]
    if is_ours:
        return [Unmet("disposal_of_own_records", {"doctype": document_type})]
    return [Unmet("disposal_of_the_site", {"doctype": document_type})] if document_type in HOLDS_THE_SITE else []


def unmet_emptying(method: str, fields: Collection[str], start_field: str, known: dict[str, Field]) -> list[Unmet]:
    """What is wrong with the fields that anonymising empties; `known` are the fields of the record type."""
    if method != ANONYMISE:
        return [Unmet("fields_without_anonymising")] if fields else []
    if not fields:
        return [Unmet("nothing_to_anonymise")]
    twice = sorted({field for field in fields if list(fields).count(field) > 1})
    unmet = [Unmet("field_emptied_twice", {"field": field}) for field in twice]
    for field in dict.fromkeys(fields):
        unmet += _unmet_emptied(field, start_field, known.get(field))
    return unmet


def unmet_personal(method: str, fields: Collection[str], document_type: str) -> list[Unmet]:
    """Fields of a record of a person that would go on telling whom it was about."""
    if method != ANONYMISE:
        return []
    left = [field for field in PERSONAL.get(document_type, ()) if field not in fields]
    return [Unmet("personal_fields_left", {"fields": ", ".join(left)})] if left else []


def _unmet_filter(field: str, operator: object, value: object) -> list[Unmet]:
    if not isinstance(operator, str) or operator.lower() not in OPERATORS:
        return [Unmet("filter_operator_unknown", {"field": field, "operator": operator})]
    is_list = isinstance(value, list)
    values = value if is_list else [value]
    plain = all(isinstance(single, str | int | float | bool) for single in values)
    if not plain or is_list != (operator.lower() in OF_LISTS) or (operator.lower() == "between" and len(values) != 2):
        return [Unmet("filter_value_unfit", {"field": field, "operator": operator})]
    return []


def _unmet_emptied(field: str, start_field: str, known: Field | None) -> list[Unmet]:
    if not known:
        return [Unmet("field_not_to_be_emptied", {"field": field})]
    if field == start_field:
        return [Unmet("start_emptied", {"field": field})]
    if known.is_unique or (known.is_mandatory and known.kind not in TEXTS):
        return [Unmet("field_needed", {"field": field})]
    return []


# -- who decides -----------------------------------------------------------------------------------------------------


def unmet_for_deciding(author: str, who: Deciders) -> list[Unmet]:
    """All reasons why somebody cannot approve a rule, nor withdraw one in force: both take a second person."""
    unmet = [Unmet("rule_decider_is_author")] if who.actor == author else []
    return unmet + unmet_for_hold(who)


def unmet_for_withdrawing(status: str, author: str, has_hold: bool, who: Deciders) -> list[Unmet]:
    """All reasons against withdrawing; a draft its author may take back, too."""
    if status == DRAFT and who.actor == author:
        return []
    unmet = unmet_for_deciding(author, who)
    return [*unmet, Unmet("rule_under_hold")] if has_hold else unmet


def unmet_for_hold(who: Deciders) -> list[Unmet]:
    """Why somebody cannot place a legal hold, which waits for nobody."""
    return [] if who.may_decide else [Unmet("rule_decider_without_role", {"user": who.actor})]


def unmet_for_release(who: Deciders) -> list[Unmet]:
    """Why somebody cannot release a legal hold."""
    return [] if who.actor in who.top_management else [Unmet("release_not_top_management", {"user": who.actor})]


def clears_too_early(days: int, months: int, *, for_good: bool, today: date) -> bool:
    """Whether records cleared after so many `days` would have to be kept for `months` from today, or for good."""
    return for_good or (kept_until(today, months) - today).days > days
