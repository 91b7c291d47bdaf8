"""Why something is refused: processes."""


def sentences() -> dict[str, str]:
    return {}
