from datetime import date

from sms_iso20000.rules.review_input import Section


def compile_input(system: str, since: date, until: date) -> Section:
    return Section("capabilities")


def words() -> dict[str, str]:
    return {}
