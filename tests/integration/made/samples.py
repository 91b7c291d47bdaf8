"""Samples that tests start from, drawn by an auditor from the processes of the system."""

import frappe
from frappe.model.document import Document
from frappe.utils import today

from tests.integration.stage import AUDITOR, acting_as


def sample_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Sample",
        "system": system.name,
        "title": "Some processes",
        "population_doctype": "ITSM Process",
        "filters": '[["is_active", "=", 1]]',
        "as_of": today(),
        "method": "Random",
        "size": 3,
        **values,
    }


def make_sample(system, drawn: bool = False, **values) -> Document:
    """A sample of the fourteen processes of `system`, or of what `values` say."""
    with acting_as(AUDITOR):
        sample = frappe.get_doc(sample_values(system, **values)).insert()
        if drawn:
            sample.draw()
    sample.reload()
    return sample
