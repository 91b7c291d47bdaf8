"""Records of ERPNext, as its own forms make them."""

import frappe
from frappe.desk.form import assign_to
from frappe.model.document import Document
from frappe.permissions import add_permission
from frappe.utils import add_days, add_months, today

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def let_managers_read(*doctypes: str) -> None:
    """As an administrator does who wants arrangements with them; taken back with the test."""
    for doctype in doctypes:
        add_permission(doctype, "ITSM Manager")
        frappe.clear_cache(doctype=doctype)


def make_supplier(**values) -> Document:
    group = frappe.get_all("Supplier Group", {"is_group": 0}, pluck="name", order_by="name asc", limit=1)[0]
    return _make("Supplier", **{"supplier_name": _named("Carrier"), "supplier_group": group, **values})


def make_customer(**values) -> Document:
    return _make("Customer", customer_name=_named("Harbour"), **values)


def make_contract(party: Document, **values) -> Document:
    """Signed and submitted, for a year."""
    agreed = {
        "contract_terms": "They work by our incident process.",
        "start_date": add_days(today(), -30),
        "end_date": add_months(today(), 12),
        "is_signed": 1,
        "signee": "Head of the carrier",
    }
    contract = _make("Contract", party_type=party.doctype, party_name=party.name, **{**agreed, **values})
    contract.submit()
    return contract


def make_service_level_agreement(customer: Document | None = None) -> Document:
    """For issues, around the clock: answered in one hour, solved in four."""
    frappe.db.set_single_value("Support Settings", "track_service_level_agreement", 1)
    holidays = _make(
        "Holiday List", holiday_list_name=_named("None"), from_date=add_months(today(), -12), to_date=today()
    )
    priority = frappe.get_all("Issue Priority", pluck="name", order_by="name asc", limit=1)[0]
    return _make(
        "Service Level Agreement",
        document_type="Issue",
        service_level=_named("Silver"),
        enabled=1,
        default_service_level_agreement=0 if customer else 1,
        entity_type="Customer" if customer else None,
        entity=customer.name if customer else None,
        default_priority=priority,
        holiday_list=holidays.name,
        apply_sla_for_resolution=1,
        priorities=[{"priority": priority, "default_priority": 1, "response_time": 3600, "resolution_time": 14400}],
        sla_fulfilled_on=[{"status": "Resolved"}, {"status": "Closed"}],
        pause_sla_on=[{"status": "Replied"}],
        support_and_resolution=[{"workday": day, "start_time": "00:00:00", "end_time": "23:59:59"} for day in WEEKDAYS],
    )


def solved_issue(day, late: bool = False, **values) -> Document:
    """Solved by ERPNext's own clock, in time or `late`, and then moved to `day`."""
    issue = _make("Issue", subject="No line", raised_by="captain@example.com", **values)
    if late:
        began = add_days(issue.creation, -20)
        issue.db_set({"creation": began, "service_level_agreement_creation": began})
        issue.reload()
    issue.status = "Resolved"
    issue.save()
    issue.db_set({"creation": f"{day} 08:00:00", "sla_resolution_date": f"{day} 10:00:00"})
    return issue


def give_to(ticket: Document, user: str) -> None:
    """As who distributes tickets does it in the host, whatever app the ticket is of."""
    assign_to.add({"doctype": ticket.doctype, "name": ticket.name, "assign_to": [user]})


def make_cost_center(name: str) -> Document:
    """One of the first company of the site, in whose currency its accounts are kept."""
    company = frappe.get_all("Company", pluck="name", order_by="creation asc", limit=1)[0]
    root = frappe.db.get_value(
        "Cost Center", {"company": company, "is_group": 1, "parent_cost_center": ["is", "not set"]}
    )
    return _make("Cost Center", cost_center_name=_named(name), company=company, parent_cost_center=root)


def account_of(company: str, **filters) -> str:
    filters = {"company": company, "is_group": 0, **filters}
    return frappe.get_all("Account", filters, pluck="name", order_by="name asc", limit=1)[0]


def make_budget(center: Document, year: str, amount: float) -> Document:
    """Submitted, for one expense account and a fiscal year."""
    rows = [{"account": account_of(center.company, root_type="Expense", account_type=""), "budget_amount": amount}]
    about = {"budget_against": center.doctype, "cost_center": center.name, "company": center.company}
    budget = _make("Budget", **about, fiscal_year=year, accounts=rows)
    budget.submit()
    return budget


def spend(center: Document, amount: float) -> Document:
    """A submitted journal entry of today: an expense of `center`, paid in cash."""
    paid = account_of(center.company, account_type="Cash")
    spent_for = account_of(center.company, root_type="Expense", account_type="")
    entry = _make(
        "Journal Entry",
        company=center.company,
        posting_date=today(),
        accounts=[
            {"account": spent_for, "debit_in_account_currency": amount, "cost_center": center.name},
            {"account": paid, "credit_in_account_currency": amount, "cost_center": center.name},
        ],
    )
    entry.submit()
    return entry


def close_year(company: str, year: str) -> Document:
    """Carries all that was earned and spent until today to an account of its own."""
    frappe.db.set_single_value("Accounts Settings", "use_legacy_controller_for_pcv", 1)
    voucher = _make(
        "Period Closing Voucher",
        company=company,
        fiscal_year=year,
        period_start_date=frappe.db.get_value("Fiscal Year", year, "year_start_date"),
        period_end_date=today(),
        closing_account_head=account_of(company, root_type="Equity"),
        remarks="End of the year",
    )
    voucher.submit()
    return voucher


def _make(doctype: str, **values) -> Document:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


def _named(what: str) -> str:
    return f"{what} {frappe.generate_hash(length=6)}"
