"""Database servers and Redis, private to this host: own data, own port, loopback only."""
