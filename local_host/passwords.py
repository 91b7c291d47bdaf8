"""Passwords of this host: made once, at random, readable by their owner only."""

import secrets
import threading
from pathlib import Path

from local_host.stamps import read_json, write_json

# Without letters and digits that look alike, for those a person types; nothing that a shell or SQL would quote.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 14

_one_at_a_time = threading.Lock()


def new_password() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class Passwords:
    def __init__(self, file: Path):
        self.file = file

    def get(self, name: str) -> str:
        """The password of that name, made at the first asking."""
        with _one_at_a_time:
            known = read_json(self.file)
            if name not in known:
                known[name] = new_password()
                write_json(self.file, known, mode=0o600)
            return known[name]
