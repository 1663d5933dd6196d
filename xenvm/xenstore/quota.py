"""What an unprivileged domain may use at most. Source: the defaults of xenstored 4.17."""

from dataclasses import dataclass
from typing import Final

# A node record in C's database: 24 bytes of header and 8 for each permission entry.
RECORD_HEADER_BYTES: Final = 24
RECORD_PERM_BYTES: Final = 8


@dataclass(slots=True)
class Quotas:
    """The limits in force; CONTROL quota changes them. 0 turns off what says so."""

    nodes: int = 1000  # -E
    watches: int = 128  # -W; one more fits, as in C
    node_bytes: int = 2048  # -S; a record must stay below
    transactions: int = 10  # -t; one more fits, as in C
    perms: int = 5  # -A
    path_length: int = 2048  # -M; may only be lowered
    transaction_nodes: int = 1024  # -Q transaction-nodes; 0 = off
    memory_hard_bytes: int = 2560 * 1024  # -Q memory; 0 = off
    memory_soft_bytes: int = 2048 * 1024  # -q memory; 0 = off
    outstanding: int = 20  # -Q outstanding; 0 = off
