"""Who answers for what, what top management is told and tells, and what it commits itself to (4.1)."""
