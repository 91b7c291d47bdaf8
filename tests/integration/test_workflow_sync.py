"""Workflows are installed, updated while they are ours, and left alone once an admin edited them."""

import frappe
import pytest

from sms_iso20000.workflows.definition import fingerprint
from sms_iso20000.workflows.policy import POLICY
from sms_iso20000.workflows.sync import sync_workflows


@pytest.fixture
def workflow():
    return frappe.get_doc("Workflow", POLICY.name)


def test_is_installed_as_shipped(workflow):
    assert fingerprint(workflow.as_dict()) == fingerprint(POLICY.values())
    assert sync_workflows() == []


def test_an_admins_edit_survives(workflow, monkeypatch):
    workflow.transitions[0].allowed = "System Manager"
    workflow.save()
    assert sync_workflows() == []
    release(monkeypatch)
    assert sync_workflows() == []
    assert frappe.get_doc("Workflow", POLICY.name).transitions[0].allowed == "System Manager"


def test_a_later_release_updates_what_nobody_edited(monkeypatch):
    later = release(monkeypatch)
    assert sync_workflows() == [POLICY.name]
    assert fingerprint(frappe.get_doc("Workflow", POLICY.name).as_dict()) == fingerprint(later.values())
    assert sync_workflows() == []


def test_a_missing_workflow_comes_back(workflow):
    frappe.delete_doc("Workflow", workflow.name, force=True)
    assert sync_workflows() == [POLICY.name]


def release(monkeypatch):
    """A later release of ours that no longer lets the manager withdraw what is in review."""
    from dataclasses import replace

    later = replace(POLICY, transitions=POLICY.transitions[:-1])
    monkeypatch.setattr("sms_iso20000.workflows.sync.WORKFLOWS", (later,))
    return later
