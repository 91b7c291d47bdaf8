"""Why something is refused: keeping records."""


def sentences() -> dict[str, str]:
    return {}
