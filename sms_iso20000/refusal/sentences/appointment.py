"""Why something is refused: appointments."""


def sentences() -> dict[str, str]:
    return {}
