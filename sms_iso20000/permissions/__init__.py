"""Who sees which records beyond what roles say. One criterion serves both the list and the document hook."""
