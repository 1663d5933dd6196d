"""A xenstore with the semantics of xenstored 4.17, its core free of sockets, clocks and loops.

`store.Store` is the store; `local.LocalHandle` is how code in the same process uses it.
"""
