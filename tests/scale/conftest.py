"""The same site and people as the integration tests."""

from tests.integration.conftest import (  # noqa: F401  fixtures
    as_user,
    in_force,
    nothing_kept,
    rolled_back,
    site,
    system,
)
