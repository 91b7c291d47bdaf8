"""Wiring only: what the host calls, and where it lives."""

app_name = "sms_iso20000"
app_title = "Service Management"
app_publisher = "sms_iso20000 maintainers"
app_description = "ISO/IEC 20000-1 service management system on the Frappe, ERPNext and Helpdesk you already run"
app_email = "maintainers@example.com"
app_license = "MIT"

after_sync = "sms_iso20000.setup.install.sync"
after_migrate = "sms_iso20000.setup.install.sync"
after_app_install = "sms_iso20000.setup.install.after_app_install"
after_app_uninstall = "sms_iso20000.setup.custom_fields.remove_fields_without_target"
before_uninstall = "sms_iso20000.setup.uninstall.before_uninstall"

# For prints: what the host offers them of the language is as it was when its templates were set up.
jinja = {"methods": ["sms_iso20000.governance.language.language_read"]}

# Only what no admin edits: fixtures are imported again, by force, at every migrate.
fixtures = [
    {"dt": "Role", "filters": [["name", "like", "ITSM %"]]},
    {
        "dt": "Workflow State",
        "filters": [
            [
                "name",
                "in",
                [
                    *("Draft", "In Review", "In Force", "Superseded", "Withdrawn"),
                    *("Identified", "Assessed", "Treated", "Accepted", "Closed"),
                    *("Agreed", "Active", "Under Improvement", "Ended"),
                    "Running",
                    *("Proposed", "In Transition", "Live", "Retired"),
                    *("Evaluated", "In Progress", "Measured"),
                    *("Planned", "Preparing", "Fieldwork", "Reporting", "Follow-up", "Called Off"),
                    *("Reported", "Analysis", "Action Plan", "In Action", "Verification", "Rejected"),
                    *("Inputs Compiled", "Held", "Signed"),
                ],
            ]
        ],
    },
    {
        "dt": "Workflow Action Master",
        "filters": [
            [
                "name",
                "in",
                [
                    *("Submit for Review", "Return to Draft", "Put In Force", "Withdraw"),
                    *("Record Assessment", "Finish Treatment", "Accept Risk", "Close Risk", "Reopen Risk"),
                    *("Record Agreement", "Activate", "Start Improvement", "Finish Improvement", "End Arrangement"),
                    *("Start Programme", "Close Programme"),
                    *("Begin Transition", "Go Live", "Return to Proposal", "Retire Service", "Reopen Service"),
                    *("Prepare Audit", "Start Fieldwork", "Finish Fieldwork", "Resume Fieldwork", "Issue Report"),
                    *("Close Audit", "Call Off Audit"),
                    *("Accept Nonconformity", "Reject Nonconformity", "Record Cause", "Return to Analysis"),
                    *("Evaluate Proposal", "Reject Proposal", "Approve Improvement", "Begin Improvement"),
                    *("Give Up Improvement", "Finish Measuring", "Continue Improvement", "Close Improvement"),
                    *("Start Actions", "Submit for Verification", "Confirm Effectiveness", "Find Ineffective"),
                    *("Hold Review", "Return to Preparation", "Sign Minutes"),
                ],
            ]
        ],
    },
]

permission_query_conditions = {
    "ITSM System": "sms_iso20000.permissions.hooks.systems",
    "ITSM Policy": "sms_iso20000.permissions.hooks.policies",
    "ITSM Plan": "sms_iso20000.permissions.hooks.plans",
    "ITSM Acknowledgement": "sms_iso20000.permissions.hooks.acknowledgements",
    "ITSM Decision": "sms_iso20000.permissions.hooks.decisions",
    "ITSM Evidence Source": "sms_iso20000.permissions.hooks.evidence_sources",
    "ITSM Service Level Snapshot": "sms_iso20000.permissions.hooks.snapshots",
    "ITSM Conformity Run": "sms_iso20000.permissions.hooks.runs",
    "ITSM Conformity Result": "sms_iso20000.permissions.hooks.results",
    "ITSM Process": "sms_iso20000.permissions.hooks.processes",
    "ITSM Objective": "sms_iso20000.permissions.hooks.objectives",
    "ITSM Appointment": "sms_iso20000.permissions.hooks.appointments",
    "ITSM Management Report": "sms_iso20000.permissions.hooks.management_reports",
    "ITSM Communication Procedure": "sms_iso20000.permissions.hooks.communication_procedures",
    "ITSM Communication": "sms_iso20000.permissions.hooks.communications",
    "ITSM Communication Receipt": "sms_iso20000.permissions.hooks.communication_receipts",
    "ITSM Risk": "sms_iso20000.permissions.hooks.risks",
    "ITSM Service Asset": "sms_iso20000.permissions.hooks.service_assets",
    "ITSM Evidence": "sms_iso20000.permissions.hooks.evidence_by_hand",
    "ITSM Orphan": "sms_iso20000.permissions.hooks.orphans",
    "ITSM Document": "sms_iso20000.permissions.hooks.documents",
    "ITSM Retention Rule": "sms_iso20000.permissions.hooks.retention_rules",
    "ITSM Disposal": "sms_iso20000.permissions.hooks.disposals",
    "ITSM Disposal Item": "sms_iso20000.permissions.hooks.disposal_items",
    "ITSM Arrangement": "sms_iso20000.permissions.hooks.arrangements",
    "ITSM Arrangement Review": "sms_iso20000.permissions.hooks.arrangement_reviews",
    "ITSM Ticket Import": "sms_iso20000.permissions.hooks.ticket_imports",
    "ITSM Imported Ticket": "sms_iso20000.permissions.hooks.imported_tickets",
    "ITSM Action": "sms_iso20000.permissions.hooks.actions",
    "ITSM Budget Line": "sms_iso20000.permissions.hooks.budget_lines",
    "ITSM Resource Plan": "sms_iso20000.permissions.hooks.resource_plans",
    "ITSM Service": "sms_iso20000.permissions.hooks.services",
    "ITSM Obligation": "sms_iso20000.permissions.hooks.obligations",
    "ITSM Competence": "sms_iso20000.permissions.hooks.competences",
    "ITSM Competence Requirement": "sms_iso20000.permissions.hooks.competence_requirements",
    "ITSM Competence Record": "sms_iso20000.permissions.hooks.competence_records",
    "ITSM Training": "sms_iso20000.permissions.hooks.trainings",
    "ITSM Training Participant": "sms_iso20000.permissions.hooks.training_participants",
    "ITSM Audit Programme": "sms_iso20000.permissions.hooks.audit_programmes",
    "ITSM Audit Slot": "sms_iso20000.permissions.hooks.audit_slots",
    "ITSM Sample": "sms_iso20000.permissions.hooks.samples",
    "ITSM Audit": "sms_iso20000.permissions.hooks.audits",
    "ITSM Audit Waiver": "sms_iso20000.permissions.hooks.audit_waivers",
    "ITSM Nonconformity": "sms_iso20000.permissions.hooks.nonconformities",
    "ITSM Improvement": "sms_iso20000.permissions.hooks.improvements",
    "ITSM Management Review": "sms_iso20000.permissions.hooks.management_reviews",
    "ITSM Management Review Addendum": "sms_iso20000.permissions.hooks.management_review_addenda",
}

has_permission = dict.fromkeys(permission_query_conditions, "sms_iso20000.permissions.hooks.has_permission")

# The host's own conditions ask at most for the type of what these belong to.
permission_query_conditions["File"] = "sms_iso20000.permissions.about_people.files"
permission_query_conditions["Comment"] = "sms_iso20000.permissions.about_people.comments"
permission_query_conditions["ToDo"] = "sms_iso20000.permissions.about_people.to_dos"

# What the host would tell everybody of records of a person.
override_whitelisted_methods = {
    "frappe.client.get_count": "sms_iso20000.api.counting.get_count",
    "frappe.desk.listview.get_group_by_count": "sms_iso20000.api.counting.get_group_by_count",
}

# What the scripts of several forms share.
_TOLD = ("ITSM Policy", "ITSM Document", "ITSM Plan", "ITSM Communication Procedure", "ITSM Communication")
_OTHERS = (
    "ITSM Retention Rule",
    "ITSM Evidence",
    "ITSM Objective",
    "ITSM Appointment",
    "ITSM Management Report",
    "ITSM Risk",
    "ITSM Service Asset",
    "ITSM Disposal",
    "ITSM Arrangement",
    "ITSM Arrangement Review",
    "ITSM Ticket Import",
    "ITSM Action",
    "ITSM Budget Line",
    "ITSM Resource Plan",
    "ITSM Service",
    "ITSM Obligation",
    "ITSM Competence",
    "ITSM Competence Requirement",
    "ITSM Competence Record",
    "ITSM Training",
    "ITSM Audit Programme",
    "ITSM Audit Slot",
    "ITSM Sample",
    "ITSM Audit Waiver",
    "ITSM Nonconformity",
    "ITSM Improvement",
    "ITSM Management Review Addendum",
)
doctype_js = {
    **{doctype: ["public/js/form.js"] for doctype in (*_OTHERS, "ITSM Process")},
    **{doctype: ["public/js/form.js", "public/js/audience.js"] for doctype in _TOLD},
}
for _doctype in ("ITSM Policy", "ITSM Document", "ITSM Plan"):
    doctype_js[_doctype].append("public/js/revision.js")
doctype_js["ITSM Document"].append("public/js/document_copies.js")
doctype_js["ITSM Document"].append("public/js/document_alignment.js")
doctype_js["ITSM Plan"] += ["public/js/plan_standing.js", "public/js/plan_drift.js"]
for _doctype in ("ITSM Arrangement", "ITSM Service", "ITSM Improvement", "ITSM Nonconformity"):
    doctype_js[_doctype].append("public/js/steps.js")
doctype_js["ITSM System"] = ["public/js/print_catalogue.js"]
doctype_js["ITSM Audit"] = [
    "public/js/form.js",
    "public/js/audience.js",
    "public/js/audit_independence.js",
    "public/js/audit_checklist.js",
]
doctype_js["ITSM Management Review"] = [
    "public/js/form.js",
    "public/js/audience.js",
    "public/js/steps.js",
]
doctype_js["ITSM Arrangement"] += [
    "public/js/party_changes.js",
    "public/js/arrangement_scorecard.js",
    "public/js/arrangement_review.js",
]

# Who may be the other party of an arrangement, on the form of whichever app has it.
_PARTIES = {
    "Supplier": "supplier",
    "Customer": "customer",
    "Department": "department",
    "HD Team": "hd_team",
    "User Group": "user_group",
}
doctype_js |= {doctype: ["public/js/party.js", f"public/js/parties/{name}.js"] for doctype, name in _PARTIES.items()}
override_doctype_dashboards = {
    doctype: f"sms_iso20000.governance.party_connections.{name}" for doctype, name in _PARTIES.items()
}

# Whom services are for, and what is agreed on their level, on the form of whichever app has it.
_SERVED = {
    "Customer": "customer",
    "HD Customer": "hd_customer",
    "Service Level Agreement": "service_level_agreement",
    "HD Service Level Agreement": "hd_service_level_agreement",
    "Contract": "contract",
    "ITSM Document": "itsm_document",
}
for _doctype, _name in _SERVED.items():
    doctype_js.setdefault(_doctype, []).extend(["public/js/services_of.js", f"public/js/served/{_name}.js"])

# Where somebody finds that something is not as it should be.
_REPORTED = (
    "Issue",
    "HD Ticket",
    "Supplier",
    "Project",
    "ITSM Arrangement Review",
    "ITSM Management Review",
    "ITSM Conformity Result",
)
for _doctype in _REPORTED:
    doctype_js.setdefault(_doctype, []).extend(
        ["public/js/report_nonconformity.js", f"public/js/reported/{_doctype.lower().replace(' ', '_')}.js"]
    )

# Where somebody has an idea of how something could be better.
_IMPROVED = (
    "Issue",
    "HD Ticket",
    "ITSM Arrangement Review",
    "ITSM Nonconformity",
    "ITSM Risk",
    "ITSM Service",
    "ITSM Objective",
    "ITSM Audit",
    "ITSM Management Review",
)
for _doctype in _IMPROVED:
    doctype_js.setdefault(_doctype, []).append("public/js/propose_improvement.js")

# What actions serve shows them.
_ACTED_FOR = {
    "ITSM Plan": "plan",
    "ITSM Budget Line": "budget_line",
    "ITSM Resource Plan": "resource_plan",
    "ITSM Objective": "objective",
    "ITSM Arrangement": "arrangement",
    "ITSM Service": "service",
}
for _doctype, _name in _ACTED_FOR.items():
    doctype_js.setdefault(_doctype, []).append("public/js/actions.js")
    override_doctype_dashboards[_doctype] = f"sms_iso20000.governance.action_connections.{_name}"
# The forms of these show their actions in a way of their own.
_SHOWING_ACTIONS = {
    "ITSM Nonconformity": "nonconformity",
    "ITSM Improvement": "improvement",
    "ITSM Management Review": "management_review",
}
for _doctype, _name in _SHOWING_ACTIONS.items():
    doctype_js[_doctype].append("public/js/planned_actions.js")
    override_doctype_dashboards[_doctype] = f"sms_iso20000.governance.action_connections.{_name}"

doctype_js.setdefault("ITSM System", []).append("public/js/report_schedule.js")

# Documents where they are used: on the forms of every app.
extend_bootinfo = "sms_iso20000.governance.points_of_use.add_to_boot"
app_include_js = "points_of_use.bundle.js"
website_route_rules = [{"from_route": "/itsm/<key>", "to_route": "itsm_document_link"}]

# What has to be kept is kept, whoever deletes by whatever route.
doc_events = {
    "*": {"on_trash": "sms_iso20000.governance.retention_guard.refuse_deletion_of_kept"},
    "File": {
        "before_validate": [
            "sms_iso20000.evidence.personal_files.refuse_public",
            "sms_iso20000.evidence.kept_files.refuse_change_of_kept",
        ],
        "before_rename": "sms_iso20000.evidence.kept_files.refuse_end_of_kept",
        "on_trash": "sms_iso20000.evidence.kept_files.refuse_end_of_kept",
    },
}

scheduler_events = {
    "daily_long": [
        "sms_iso20000.tasks.ask_newcomers",
        "sms_iso20000.tasks.tell_newcomers",
        "sms_iso20000.tasks.remind",
        "sms_iso20000.tasks.escalate_overdue_reviews",
        "sms_iso20000.tasks.find_broken_sources",
        "sms_iso20000.tasks.freeze_last_month",
        "sms_iso20000.tasks.keep_appointments_current",
        "sms_iso20000.tasks.begin_audit_cycles",
        "sms_iso20000.tasks.follow_objectives",
        "sms_iso20000.tasks.detect_orphans",
        "sms_iso20000.tasks.report_retention_conflicts",
        "sms_iso20000.tasks.follow_up_communications",
        "sms_iso20000.tasks.file_missing_pdfs",
        "sms_iso20000.tasks.verify_records",
        "sms_iso20000.tasks.resume_disposals",
        "sms_iso20000.tasks.resume_ticket_imports",
        "sms_iso20000.tasks.void_outdated_waivers",
        "sms_iso20000.tasks.run_conformity",
        "sms_iso20000.tasks.report_persistent_findings",
        "sms_iso20000.tasks.draft_preventive_actions",
        "sms_iso20000.tasks.press_for_nonconformities",
        "sms_iso20000.tasks.draft_due_reports",
    ],
}
