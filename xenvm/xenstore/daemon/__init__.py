"""The daemon around the store: sockets, the loop that serves them, and its log."""
