"""Answers that several checks share."""
