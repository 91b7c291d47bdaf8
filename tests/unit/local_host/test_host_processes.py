"""Programs run to their end with a log, end with us, and never show a password."""

import os
import sys

import pytest

from local_host.errors import HostError
from local_host.processes import run, start_child, stop_child, without_passwords, works_in


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["new-site", "--admin-password", "secret", "x"], ["new-site", "--admin-password", "***", "x"]),
        (["--site", "x", "set-admin-password", "secret"], ["--site", "x", "set-admin-password", "***"]),
        (["pip", "install"], ["pip", "install"]),
    ],
)
def test_a_password_does_not_reach_the_log(command, shown):
    assert without_passwords(command) == shown


def test_a_failure_is_one_sentence_with_the_log(tmp_path):
    log = tmp_path / "logs" / "step.log"
    script = "import sys; print('the cause'); sys.exit(3)"
    with pytest.raises(HostError) as failure:
        run([sys.executable, "-c", script], log=log, failure="It did not work.")
    assert str(failure.value) == f"It did not work. Details: {log}"
    assert "the cause" in log.read_text()


def test_output_goes_to_a_file_where_one_is_given(tmp_path):
    out = tmp_path / "out"
    run([sys.executable, "-c", "print('result')"], log=tmp_path / "log", failure="", stdout=out)
    assert out.read_text() == "result\n"
    assert "result" not in (tmp_path / "log").read_text().replace("print('result')", "")


def test_a_child_is_stopped():
    child = start_child([sys.executable, "-c", "import time; time.sleep(60)"])
    assert child.poll() is None
    stop_child(child)
    assert child.poll() is not None


def test_a_service_is_known_by_the_folder_it_works_in(tmp_path):
    child = start_child([sys.executable, "-c", "import time; time.sleep(60)"], cwd=tmp_path)
    try:
        assert works_in(child.pid, tmp_path)
        assert not works_in(child.pid, tmp_path / "elsewhere")
        assert not works_in(os.getpid(), tmp_path)
    finally:
        stop_child(child)
    assert not works_in(child.pid, tmp_path)
