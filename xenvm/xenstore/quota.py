"""What an unprivileged domain may use at most. Source: the defaults of xenstored 4.17."""

from dataclasses import dataclass
from typing import Final

# A node record in C's database: 24 bytes of header and 8 for each permission entry.
RECORD_HEADER_BYTES: Final = 24
RECORD_PERM_BYTES: Final = 8


@dataclass(slots=True)
class Quotas:
    """The limits in force, for all domains or for one; 0 turns a limit off."""

    nodes: int = 1000  # -E
    watches: int = 128  # -W; one more fits, as in C
    node_bytes: int = 2048  # -S; a record must stay below
    transactions: int = 10  # -t; one more fits, as in C
    perms: int = 5  # -A
    path_length: int = 2048  # -M; may only be lowered
    transaction_nodes: int = 1024  # -Q transaction-nodes
    memory_hard_bytes: int = 2560 * 1024  # -Q memory
    memory_soft_bytes: int = 2048 * 1024  # -q memory
    outstanding: int = 20  # -Q outstanding; replies that a client may leave unread


# The names of newer Xen's GET_QUOTA and SET_QUOTA.
WIRE_NAMES: Final = {
    "nodes": "nodes",
    "watches": "watches",
    "transactions": "transactions",
    "outstanding": "outstanding",
    "transaction-nodes": "transaction_nodes",
    "memory": "memory_hard_bytes",
    "soft-memory": "memory_soft_bytes",
    "node-size": "node_bytes",
    "path-max": "path_length",
    "node-permissions": "perms",
}


def passes(limit: int, used: int) -> bool:
    """Whether so much is more than the limit allows."""
    return limit != 0 and used > limit
