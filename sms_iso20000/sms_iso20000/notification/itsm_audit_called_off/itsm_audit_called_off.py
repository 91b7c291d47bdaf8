def get_context(context: dict) -> None:
    """Called by the host for every standard notification; the template needs nothing beside the document."""
