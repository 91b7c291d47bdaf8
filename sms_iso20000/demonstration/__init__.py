"""The demonstration organisation: the IT department of a port operator, made through the app's own functions."""
