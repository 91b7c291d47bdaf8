"""One definition per workflow, and the sync that installs them without undoing an admin's edits."""
