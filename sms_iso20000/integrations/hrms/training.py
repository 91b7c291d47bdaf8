"""HRMS' Training Event and Training Result as the ones who know who attended a training."""

# Record type, its table of employees, and which rows mean that somebody was there; all of them where nothing says so.
# What it says counts once it is submitted and `closed`: every new row says Present from the start.
TRAININGS = {
    "Training Event": {
        "table": "Training Event Employee",
        "employee_field": "employee",
        "attendance_field": "attendance",
        "present": "Present",
        "closed": {"event_status": "Completed"},
    },
    # Results are of those who were there.
    "Training Result": {
        "table": "Training Result Employee",
        "employee_field": "employee",
        "attendance_field": "",
        "present": "",
        "closed": {},
    },
}
