"""Passwords are made once, at random, and readable by their owner only."""

from local_host.passwords import ALPHABET, LENGTH, Passwords, new_password


def test_a_password_is_random_and_needs_no_quoting():
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(password) == LENGTH and set(password) <= set(ALPHABET) for password in made)


def test_a_password_stays_the_same_and_private(tmp_path):
    file = tmp_path / "passwords.json"
    password = Passwords(file).get("demo")
    other = Passwords(file).get("database root")
    assert password != other
    assert Passwords(file).get("demo") == password
    assert file.stat().st_mode & 0o777 == 0o600
