"""A Frappe site on this machine from package registries alone, for `./demo` and `./test`.

Nothing here belongs to the app: no file of `sms_iso20000` imports it, and a real bench does without it.
"""

FRAPPE_NAME = "Frappe 15.0.0-dev of 2023-08-05, from PyPI"
