"""Which site a process of the tests has."""

import os


def site_of_worker() -> str:
    """The site under test; workers that run side by side have one each."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    return os.environ["SMS_TEST_SITE"].split(",")[int(worker.removeprefix("gw"))]
