"""The certification pack: what an auditor takes along, with the means to check it without us."""
