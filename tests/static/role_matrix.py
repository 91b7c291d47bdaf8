"""docs/roles.md, written from the permissions of the DocTypes.

    python -m tests.static.role_matrix

What the server adds beyond roles is told by hand below; it stands here so that one command writes the whole page.
"""

import sys

from tests.static.app import ROOT, documents

PAGE = ROOT / "docs" / "roles.md"
ROLES = (
    "ITSM Top Management",
    "ITSM Manager",
    "ITSM Process Owner",
    "ITSM Auditor",
    "ITSM External Auditor",
    "ITSM User",
    "System Manager",
)
# As the host names them; what every reader has (print, email, report) goes without saying. "if_owner" narrows.
RIGHTS = ("read", "write", "create", "delete", "submit", "cancel", "amend", "import", "export", "share")

BEFORE = """\
# Roles

<!-- Written by `python -m tests.static.role_matrix` from the DocTypes; a static test compares the two. Do not edit. -->

| role | whom it is for |
|---|---|
| ITSM Top Management | those who answer for the service management system: they approve, withdraw and keep policies |
| ITSM Manager | the management representative: keeps the system, its policies and its evidence |
| ITSM Process Owner | writes policies and reads everything of the system |
| ITSM Auditor | internal auditors: read everything, change nothing, give verdicts |
| ITSM External Auditor | a certification body's auditors: read the systems that name them, until a last day |
| ITSM User | all staff: read what is in force and acknowledge it |
| System Manager | the host's administrators: the same reading as ITSM Manager, and the set-up of a system |

A role is given on the host's user form. A user permission on one ITSM System keeps a person to that system: every other
record belongs to a system and follows it, in lists, forms, reports, REST and search.

## What a role may do

Rows of tables inside a record follow that record. No role may delete anything, and nothing is granted to All or Guest.
"""

AFTER = """
## What the server adds

A role opens a door; these rules stand behind it and hold for form, list, import and REST alike, also for Administrator
where they are about what is written.

- **Approval names people, not roles.** Only users listed as top management *of that system* approve a revision,
  withdraw one that was approved, and record that one stays without change. The role alone is not enough.
- **Four eyes.** Nobody reviews, approves or issues a revision of which they wrote a part; whoever changed its content
  once counts, not only whoever saved it last.
- **Steps only.** Status, revision, dates, names and hashes of a revision are written by its life alone. From review on,
  title, text, commitments and audience are sealed; a change needs a return to draft or a new revision.
- **Readers see what is in force.** Whoever holds only ITSM User finds no draft, no superseded and no withdrawn policy,
  in no list and by no link.
- **Own acknowledgements.** ITSM User sees the acknowledgements asked of themselves, the other roles see everybody's.
  Only the person asked can acknowledge, whatever role another holds.
- **The chair signs.** Only somebody named as top management of the system takes the chair of a management review, and
  only the chair signs its minutes. Staff see the reviews that name them among those who attend.
- **External auditors have a last day.** Without another role of ours they read only systems whose list of external
  auditors names them, up to and including "Access Until"; the next day every record of that system is closed to them.
- **Evidence is written by the app alone.** Decisions, snapshots, conformity runs and results, acknowledgements: no role
  creates, changes, renames or deletes one, not even System Manager. Decisions are chained by hash, and
  `bench --site … iso20000 verify` finds a record that was changed behind the app's back.
- **Verdicts are decisions.** ITSM Auditor, ITSM Manager and ITSM Top Management give them, on systems they may read; a
  later verdict stands beside the earlier one and removes nothing.
- **Evidence sources cannot widen a view.** Whoever maps a record type, or freezes a month by hand, must be allowed to
  read that record type and each mapped field.
- **The catalogue is read-only** for everybody; it changes with a release of the app.
- **Nothing is for guests.** No function of the app answers without signing in.
"""


def page() -> str:
    """The whole text of docs/roles.md."""
    described = sorted((source.document for source in documents("DocType")), key=lambda each: each["name"])
    heads = [each for each in described if not each.get("istable")]
    lines = ["", "| record | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    lines += [
        f"| {each['name']} | " + " | ".join(rights(each.get("permissions", []), role) for role in ROLES) + " |"
        for each in heads
    ]
    return BEFORE + "\n".join(lines) + "\n" + reports() + AFTER


def rights(permissions: list[dict], role: str) -> str:
    """What a role may do with a record, as words; a dash where it may nothing."""
    granted = [name for name in RIGHTS if any(row["role"] == role and row.get(name) for row in permissions)]
    narrowed = any(row["role"] == role and row.get("if_owner") for row in permissions)
    raised = sorted({row.get("permlevel", 0) for row in permissions if row["role"] == role} - {0})
    words = ", ".join(granted) or "–"
    return words + (" (own)" if narrowed else "") + (f" (level {raised})" if raised else "")


def reports() -> str:
    """Reports and who may open them; they show only records that the reader may read."""
    found = sorted((source.document for source in documents("Report")), key=lambda each: each["name"])
    if not found:
        return ""
    lines = ["", "| report | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    for each in found:
        granted = {row["role"] for row in each.get("roles", [])}
        lines.append(f"| {each['name']} | " + " | ".join("open" if role in granted else "–" for role in ROLES) + " |")
    return "\n".join(lines) + "\n"


def main() -> int:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
