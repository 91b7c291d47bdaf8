"""Pure rules: plain values in, plain values out. Nothing here knows Frappe."""
