"""Whether PostgreSQL may stay in the checkout when it must not run as root."""

from local_host.services.postgres import open_to_all


def test_a_folder_is_open_to_all_only_if_those_above_it_are(tmp_path):
    closed = tmp_path / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    closed.chmod(0o700)
    assert not open_to_all(inner)
