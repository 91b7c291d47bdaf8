"""Why something is refused: assets and licences."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "basis_not_named": _("Name the licence, contract or law: its number or title, its file, or its record."),
        "entitled_missing": _("Say how many are allowed, since their use is counted."),
        "quantity_not_whole": _("{field} must be a whole number, 0 or more."),
        "asset_not_active": _("This asset is no longer active; there is nothing to check."),
    }
