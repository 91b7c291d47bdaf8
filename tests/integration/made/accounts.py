"""Accounts of a company as ERPNext 15 keeps them: record types with the fields that are read, where it is missing."""

from dataclasses import dataclass

import frappe

COMPANY = "Test Accounts"
FIELDS = {
    "Company": [("default_currency", "Data")],
    "Cost Center": [("company", "Data"), ("lft", "Int"), ("rgt", "Int")],
    "Account": [("root_type", "Data")],
    "GL Entry": [
        ("account", "Data"),
        ("cost_center", "Data"),
        ("posting_date", "Date"),
        ("debit", "Currency"),
        ("credit", "Currency"),
        ("is_cancelled", "Int"),
        ("voucher_type", "Data"),
    ],
    "Fiscal Year": [("year_start_date", "Date"), ("year_end_date", "Date")],
    "Budget Account": [("budget_amount", "Currency")],
    "Budget": [
        ("budget_against", "Data"),
        ("cost_center", "Data"),
        ("company", "Data"),
        ("fiscal_year", "Data"),
    ],
}
_made: list[str] = []


def keep_accounts() -> None:
    """Make the record types that are missing; this commits."""
    for doctype, fields in FIELDS.items():
        if frappe.db.exists("DocType", doctype):
            continue
        frappe.get_doc(
            {
                "doctype": "DocType",
                "name": doctype,
                "module": "Core",
                "custom": 1,
                "istable": int(doctype == "Budget Account"),
                "is_submittable": int(doctype == "Budget"),
                "autoname": "prompt",
                "fields": [{"fieldname": name, "fieldtype": kind, "label": name.title()} for name, kind in fields],
                "permissions": [] if doctype == "Budget Account" else _permissions(doctype),
            }
        ).insert()
        _made.append(doctype)
    frappe.db.commit()


def forget_accounts() -> None:
    """Remove the record types that were made here, tables included."""
    frappe.set_user("Administrator")
    while _made:
        doctype = _made.pop()
        frappe.delete_doc("DocType", doctype, force=True)
        frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `tab{doctype}`")
    frappe.db.commit()


def _permissions(doctype: str) -> list[dict]:
    return [
        {"role": role, "read": 1, "submit": int(doctype == "Budget")} for role in ("System Manager", "ITSM Manager")
    ]


@dataclass
class Accounting:
    """Writes the rows that are read, past every rule of ERPNext."""

    def center(self, name: str, lft: int, rgt: int, currency: str = "EUR") -> str:
        company = f"{COMPANY} {currency}"
        if not frappe.db.exists("Company", company):
            self._write("Company", company, default_currency=currency)
        return self._write("Cost Center", name, company=company, lft=lft, rgt=rgt)

    def entry(self, center: str, day, debit: float, credit: float, account: str = "Rent", **values) -> None:
        if not frappe.db.exists("Account", account):
            self._write("Account", account, root_type="Income" if account == "Sales" else "Expense")
        amounts = {"debit": debit, "credit": credit, "is_cancelled": 0}
        self._write("GL Entry", cost_center=center, posting_date=day, account=account, **{**amounts, **values})

    def budget(self, center: str, start, end, amounts: list[float], docstatus: int = 1) -> str:
        year = self._write("Fiscal Year", year_start_date=start, year_end_date=end)
        about = {"budget_against": "Cost Center", "cost_center": center, "fiscal_year": year, "docstatus": docstatus}
        name = self._write("Budget", **about)
        for amount in amounts:
            self._write(
                "Budget Account", budget_amount=amount, parent=name, parenttype="Budget", parentfield="accounts"
            )
        return name

    def _write(self, doctype: str, name: str = "", **values) -> str:
        row = frappe.get_doc({"doctype": doctype, "name": name or frappe.generate_hash(length=10), **values})
        row.db_insert()
        return row.name
