"""Which bench and site the tests use, what each suite's pytest is told, and what counts as a failure."""

import pytest

from local_host.errors import HostError
from local_host.testing import absolute_paths, pytest_words, real_bench, verdict


@pytest.fixture
def bench(tmp_path):
    (tmp_path / "env" / "bin").mkdir(parents=True)
    (tmp_path / "env" / "bin" / "python").touch()
    (tmp_path / "sites" / "some.site").mkdir(parents=True)
    (tmp_path / "sites" / "some.site" / "site_config.json").touch()
    return tmp_path


def test_without_the_two_variables_the_local_host_is_used():
    assert real_bench({}) is None


def test_a_real_bench_and_site_are_taken(bench):
    found, site = real_bench({"FRAPPE_BENCH": str(bench), "FRAPPE_SITE": "some.site"})
    assert (found.root, site) == (bench, "some.site")


@pytest.mark.parametrize("environment", [{"FRAPPE_BENCH": "/bench"}, {"FRAPPE_SITE": "some.site"}])
def test_one_of_the_two_variables_alone_is_refused(environment):
    with pytest.raises(HostError, match="go together"):
        real_bench(environment)


def test_a_site_that_does_not_exist_is_refused_by_its_path(bench):
    with pytest.raises(HostError, match=r"other\.site"):
        real_bench({"FRAPPE_BENCH": str(bench), "FRAPPE_SITE": "other.site"})


def test_paths_become_absolute_and_other_words_stay(tmp_path):
    (tmp_path / "test_one.py").touch()
    words = absolute_paths(["test_one.py::test_it", "-k", "policy"], tmp_path)
    assert words == [f"{tmp_path}/test_one.py::test_it", "-k", "policy"]


def test_a_suite_is_run_whole_unless_a_part_of_it_is_named(tmp_path):
    suite = tmp_path / "tests" / "unit"
    assert str(suite) in pytest_words(suite, ["-k", "policy"])
    part = f"{suite}/test_one.py::test_it"
    words = pytest_words(suite, [part])
    assert part in words
    assert str(suite) not in words


def test_files_are_spread_over_workers_where_there_are_several(tmp_path):
    suite = tmp_path / "tests" / "integration"
    assert pytest_words(suite, [], 2)[2:6] == ["-n", "2", "--dist", "loadfile"]
    assert "-n" not in pytest_words(suite, [])


def test_a_suite_without_tests_is_a_failure():
    assert verdict("unit", 0) is None
    assert verdict("unit", 1) == "unit: failed"
    assert verdict("unit", 5) == "unit: no test was collected"
