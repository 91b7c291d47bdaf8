"""Installing and removing what is not a DocType."""
