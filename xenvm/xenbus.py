"""The states by which the two ends of a device agree, as xenstore spells them."""

from enum import StrEnum


class XenbusState(StrEnum):
    """States of one end; the other end moves when it sees them."""

    INITIALISING = "1"
    INIT_WAIT = "2"
    INITIALISED = "3"
    CONNECTED = "4"
    CLOSING = "5"
    CLOSED = "6"
