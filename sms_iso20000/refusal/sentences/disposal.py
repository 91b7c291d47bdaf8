"""Why something is refused: disposing of records."""


def sentences() -> dict[str, str]:
    return {}
