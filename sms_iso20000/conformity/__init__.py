"""Would we pass the audit, and why not? Checks read live records, the engine stores what they answer."""
