"""Django's PostgreSQL back end with a pool that finds out cheaply whether a connection is still there."""
