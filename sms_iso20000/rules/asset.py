"""Whether assets and licences are held and used as law and contracts allow (ISO/IEC 20000-1:2011, 4.1.4 d)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sms_iso20000.rules.schedule import months_later
from sms_iso20000.rules.unmet import Unmet

# What one owns needs nobody's leave.
OWN_PROPERTY = "Own Property"
DAYS_BEFORE_EXPIRY = 30


class Standing(str, Enum):
    """The gravest first."""

    EXPIRED = "Expired"
    OVER_USED = "Over-Used"
    NO_BASIS = "No Basis"
    CHECK_OVERDUE = "Check Overdue"
    EXPIRES_SOON = "Expires Soon"
    IN_ORDER = "In Order"


@dataclass(frozen=True)
class Asset:
    """What stands in the register. `entitled` and `in_use` are numbers of the same unit and count only if
    `is_counted`; `has_proof` says that a document, a file or a record of the basis is named."""

    basis: str
    has_proof: bool
    is_counted: bool = False
    entitled: int = 0
    in_use: int = 0
    expires_on: date | None = None
    checked_on: date | None = None


def unmet_for_register(asset: Asset) -> list[Unmet]:
    """All reasons why an asset cannot be kept so. Too much use or an expiry is no such reason: it is a fact."""
    unmet = []
    if asset.basis != OWN_PROPERTY and not asset.has_proof:
        unmet.append(Unmet("basis_not_named"))
    if asset.is_counted and asset.entitled < 1:
        unmet.append(Unmet("entitled_missing"))
    return unmet


def standing(asset: Asset, today: date, check_interval: int) -> tuple[Standing, ...]:
    """Everything that holds of `asset` on `today`, the gravest first; `check_interval` in months."""
    holds = {
        Standing.EXPIRED: asset.expires_on is not None and asset.expires_on < today,
        Standing.OVER_USED: asset.is_counted and asset.in_use > asset.entitled,
        Standing.NO_BASIS: asset.basis != OWN_PROPERTY and not asset.has_proof,
        Standing.CHECK_OVERDUE: asset.checked_on is None or months_later(asset.checked_on, check_interval) < today,
        Standing.EXPIRES_SOON: asset.expires_on is not None
        and today <= asset.expires_on <= today + timedelta(days=DAYS_BEFORE_EXPIRY),
    }
    return tuple(found for found in Standing if holds.get(found)) or (Standing.IN_ORDER,)


def as_quantity(value: object) -> int | None:
    """A number of pieces as it was given, 0 where nothing was; None where it is no whole number from 0 on."""
    text = str(value if value is not None else "").strip().removesuffix(".0")
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() else None
