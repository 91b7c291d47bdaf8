"""Why something is refused: communication."""


def sentences() -> dict[str, str]:
    return {}
