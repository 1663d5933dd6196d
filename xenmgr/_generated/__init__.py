"""Output of rpcgen; never edited."""
