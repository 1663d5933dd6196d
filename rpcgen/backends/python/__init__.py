"""Python: server bases, async clients, enums. `backend.files` is the entrance."""
