"""The scope of a service management system as one sentence, fit for a certificate (ISO/IEC 20000-1:2011, 4.5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A name in English and, where there is one, in Chinese."""

    en: str
    zh: str = ""

    @property
    def in_chinese(self) -> str:
        return self.zh.strip() or self.en.strip()

    @property
    def in_english(self) -> str:
        return self.en.strip()


@dataclass(frozen=True)
class PlanScope:
    """What the sentence says. A customer stands once for each of its sites; an empty site says nothing."""

    unit: Named
    services: tuple[Named, ...] = ()
    sites: tuple[Named, ...] = ()
    customers: tuple[tuple[Named, Named], ...] = ()
    technology: tuple[Named, ...] = ()
    excluded: tuple[Named, ...] = ()


def statement_in_english(scope: PlanScope) -> str:
    """The sentence in English; empty until unit and services are named. What else is missing is left out."""
    unit, services = scope.unit.in_english, _english(scope.services)
    if not (unit and services):
        return ""
    parts = [f"The service management system of {unit} that delivers {_counted('the service', services)}"]
    if sites := _english(scope.sites):
        parts.append(f" from {_counted('the site', sites)}")
    if customers := [_english_customer(*row) for row in _grouped(scope, "in_english").items()]:
        parts.append(f" to {_counted('the customer', customers)}")
    if technology := _english(scope.technology):
        parts.append(f", using {_and(technology)}")
    if excluded := _english(scope.excluded):
        parts.append(f", excluding {_and(excluded)}")
    return f"{''.join(parts).rstrip('.')}."


def statement_in_chinese(scope: PlanScope) -> str:
    """The same sentence in Chinese; whatever has no Chinese name goes by its English one."""
    unit, services = scope.unit.in_chinese, _chinese(scope.services)
    if not (unit and services):
        return ""
    parts = [unit]
    if sites := _chinese(scope.sites):
        parts += ["从", _he(sites)]
    if customers := [_chinese_customer(*row) for row in _grouped(scope, "in_chinese").items()]:
        parts += ["向", _he(customers)]
    parts += ["提供", _he(services), "的服务管理体系"]
    if technology := _chinese(scope.technology):
        parts += ["，采用", _he(technology)]
    if excluded := _chinese(scope.excluded):
        parts += ["，不包括", _he(excluded)]
    return f"{_set(parts).rstrip('.。')}。"


def _english(names: Iterable[Named]) -> list[str]:
    return _each_once(name.in_english for name in names)


def _chinese(names: Iterable[Named]) -> list[str]:
    return _each_once(name.in_chinese for name in names)


def _each_once(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def _grouped(scope: PlanScope, language: str) -> dict[str, list[str]]:
    """The sites of each customer, by its name."""
    sites: dict[str, list[str]] = {}
    for customer, site in scope.customers:
        if name := getattr(customer, language):
            sites.setdefault(name, []).append(getattr(site, language))
    return {name: _each_once(found) for name, found in sites.items()}


def _english_customer(name: str, sites: Sequence[str]) -> str:
    return f"{name} ({_and(sites)})" if sites else name


def _chinese_customer(name: str, sites: Sequence[str]) -> str:
    return _set([name, "（位于", _he(sites), "）"]) if sites else name


def _counted(what: str, names: Sequence[str]) -> str:
    return f"{what}{'s' if len(names) > 1 else ''} {_and(names)}"


def _and(names: Sequence[str]) -> str:
    """Names in a row; apart by semicolons where one of them has a comma of its own."""
    apart = "; " if any("," in name for name in names) and len(names) > 1 else ", "
    if len(names) < 2:
        return "".join(names)
    last = "; and " if apart == "; " else " and "
    return apart.join(names[:-1]) + last + names[-1]


def _he(names: Sequence[str]) -> str:
    apart = "；" if any("、" in name for name in names) and len(names) > 1 else "、"
    if len(names) < 2:
        return "".join(names)
    return _set([apart.join(names[:-1]), "；以及" if apart == "；" else "和", names[-1]])


def _set(parts: Iterable[str]) -> str:
    """Parts in a row, with a space where Chinese letters meet others."""
    text = ""
    for part in parts:
        if text and part and _is_chinese(text[-1]) != _is_chinese(part[0]) and _is_word(text[-1]) and _is_word(part[0]):
            text += " "
        text += part
    return text


def _is_chinese(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def _is_word(letter: str) -> bool:
    return letter.isalnum()
