"""Why something is refused: evidence recorded by hand."""


def sentences() -> dict[str, str]:
    return {}
