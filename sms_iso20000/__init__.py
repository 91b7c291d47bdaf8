"""Service management system; the package itself knows no Frappe."""

from importlib import import_module

__version__ = "0.1.0"


def __getattr__(name: str):
    """ERPNext's Supplier Scorecard calls its variables as attributes of an app's root package alone."""
    if name.startswith("supplier_"):
        return getattr(import_module("sms_iso20000.governance.supplier_scorecard"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
