"""Why something is refused: objectives."""


def sentences() -> dict[str, str]:
    return {}
