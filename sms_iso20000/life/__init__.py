"""The shared life of everything that is issued: revisions, their audience and its acknowledgements."""
