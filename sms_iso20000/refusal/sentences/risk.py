"""Why something is refused: risks."""


def sentences() -> dict[str, str]:
    return {}
