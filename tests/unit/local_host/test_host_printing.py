"""The program for PDF files is a help, never a condition."""

import pytest

from local_host import printing


@pytest.fixture
def path(monkeypatch, tmp_path):
    """The only folder in which programs are found, with nothing in it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_program_that_is_there_is_taken(path):
    program = path / printing.PROGRAM
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert printing.obtain(path / "log")


def test_machine_without_apt_goes_without(path):
    assert not printing.obtain(path / "log")
