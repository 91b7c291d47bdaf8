"""ERPNext's accounts as what is known of the spending on a budget line."""

COMPANY, COST_CENTER, BUDGET = "Company", "Cost Center", "Budget"
ACCOUNT, ENTRY = "Account", "GL Entry"
BUDGET_ACCOUNT, FISCAL_YEAR = "Budget Account", "Fiscal Year"
# What a budget line may name.
RECORD_TYPES = (COST_CENTER, BUDGET)
# The root of the accounts that count as spending.
SPENDING = "Expense"
# Closing a year carries all that was spent to another account, and is no money back.
CLOSING = "Period Closing Voucher"
