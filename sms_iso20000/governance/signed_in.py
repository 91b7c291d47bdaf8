"""Acting for somebody: a background job does part of its work in the name of another user than its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def signed_in(user: str) -> Iterator[None]:
    """Everything within the block is done by `user`."""
    before = frappe.session.user
    frappe.set_user(user)
    try:
        yield
    finally:
        frappe.set_user(before)
