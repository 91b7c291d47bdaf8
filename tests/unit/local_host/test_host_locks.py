"""Runs that share the services: the last one out stops them, and a run alone waits for no one."""

from local_host.locks import exclusive, shared


def test_only_the_last_one_out_is_called(tmp_path):
    calls = []
    lock = tmp_path / "services.lock"
    with shared(lock, lambda: calls.append("first")):
        with shared(lock, lambda: calls.append("second")):
            pass
        assert calls == []
    assert calls == ["first"]


def test_the_last_one_out_is_called_after_a_failure_too(tmp_path):
    calls = []
    try:
        with shared(tmp_path / "services.lock", lambda: calls.append("stopped")):
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert calls == ["stopped"]


def test_a_free_lock_is_held_at_once(tmp_path):
    waited = []
    with exclusive(tmp_path / "setup.lock", lambda: waited.append(True)):
        pass
    assert waited == []
