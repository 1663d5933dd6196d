"""Clients of a xenstore daemon: `blocking.Client` for tools, `aio.Client` for asyncio programs."""
