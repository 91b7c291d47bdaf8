"""The demonstration organisation: the IT department of a port operator, made through the app's own functions."""

# The host's default values remember under this key which system is the demonstration's.
MARK = "sms_iso20000_demonstration"
