"""Why something is refused: assets and licences."""


def sentences() -> dict[str, str]:
    return {}
