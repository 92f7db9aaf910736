"""Django's PostgreSQL backend, starting the embedded server when there is no other."""
