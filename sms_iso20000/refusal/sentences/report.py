"""Why something is refused: reports to top management."""


def sentences() -> dict[str, str]:
    return {}
