"""A real bench is left as it is; the local host's commands find their clients and their compiled Python."""

from pathlib import Path

from local_host.bench import Bench


def test_commands_are_those_that_bench_runs():
    words = [str(word) for word in Bench(Path("/bench")).frappe("--site", "x", "migrate")]
    assert words == ["/bench/env/bin/python", "-m", "frappe.utils.bench_helper", "frappe", "--site", "x", "migrate"]


def test_a_real_bench_keeps_the_environment(monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = Bench(Path("/bench")).environment(SMS_TEST_SITE="x")
    assert environment["PATH"] == "/usr/bin"
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert environment["SMS_TEST_SITE"] == "x"


def test_the_local_host_comes_first_on_the_path(monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = Bench(Path("/bench"), Path("/host/commands"), Path("/host/bytecode")).environment()
    assert environment["PATH"] == "/host/commands:/usr/bin"
    assert environment["PYTHONPYCACHEPREFIX"] == "/host/bytecode"
    assert "PYTHONDONTWRITEBYTECODE" not in environment
