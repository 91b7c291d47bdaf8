"""Names and configuration of the host's sites."""

import pytest

from local_host.sites import SitePlan, common_config, database_name, site_config


@pytest.mark.parametrize(
    ("site", "database"), [("demo.localhost", "demo_localhost"), ("test-postgres.localhost", "test_postgres_localhost")]
)
def test_a_database_is_named_after_its_site(site, database):
    assert database_name(site) == database


def test_no_mail_leaves_and_nobody_develops_on_the_site():
    config = common_config("redis://127.0.0.1:1/0")
    assert config["mute_emails"] == 1
    assert config["developer_mode"] == 0
    assert config["db_host"] == "127.0.0.1"


def test_what_frappe_wrote_is_kept_and_what_the_host_decides_is_set_anew():
    plan = SitePlan("test.localhost", 1, {"allow_tests": True}, password="admin")
    known = {"encryption_key": "key", "db_port": 1}
    config = site_config(known, plan, "mariadb", 2, "secret", "redis://127.0.0.1:3/1")
    assert config["encryption_key"] == "key"
    assert (config["db_type"], config["db_name"], config["db_port"]) == ("mariadb", "test_localhost", 2)
    assert config["redis_queue"] == "redis://127.0.0.1:3/1"
    assert config["allow_tests"] is True
