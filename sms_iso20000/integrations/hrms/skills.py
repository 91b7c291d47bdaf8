"""HRMS' Employee Skill Map as the one who knows what employees are able to do."""

SKILL = {"doctype": "Skill"}
SKILL_MAP = {
    "doctype": "Employee Skill Map",
    "employee_field": "employee",
    "table": "Employee Skill",
    "skill_field": "skill",
    "proficiency_field": "proficiency",
    # The whole of a rating, which the host keeps as a share of it.
    "stars": 5,
}
