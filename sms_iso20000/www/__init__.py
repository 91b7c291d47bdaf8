"""Pages beside the Desk."""
