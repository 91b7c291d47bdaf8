"""The button "Report Nonconformity" on the ticket page of Helpdesk, which has pages of its own beside the Desk."""

FORM_SCRIPT = {
    "doctype": "HD Form Script",
    "name": "Report Nonconformity (ITSM)",
    "dt": "HD Ticket",
    "apply_to": "Form",
}

# `{path}` is where the Desk makes a new nonconformity, `{label}` what the button says.
SCRIPT = """function setupForm({{ doc }}) {{
    return {{
        actions: [
            {{
                label: {label},
                onClick: () => {{
                    const found = new URLSearchParams({{
                        source_kind: "Ticket",
                        reference_doctype: "HD Ticket",
                        reference_name: doc.name,
                        title: (doc.subject || "").slice(0, 140),
                    }});
                    window.open(`{path}?${{found}}`);
                }},
            }},
        ],
    }};
}}
"""
