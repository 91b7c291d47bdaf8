"""Records of ours among the connections on a form, whatever type the record is of that they name."""

from typing import Any

Data = dict[str, Any]


def connect(data: Data, doctype: str, connected: str, type_field: str, name_field: str, label: str) -> Data:
    """The dashboard `data` of `doctype` with the records of `connected` that name a record of it, under `label`."""
    # A form without any other connection knows no field of its own.
    if not data.get("fieldname"):
        data["fieldname"] = name_field
    data.setdefault("non_standard_fieldnames", {})[connected] = name_field
    data.setdefault("dynamic_links", {})[name_field] = [doctype, type_field]
    data.setdefault("transactions", []).append({"label": label, "items": [connected]})
    return data
