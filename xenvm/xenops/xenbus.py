"""The states that the two ends of a device publish to each other."""

from enum import IntEnum


class XenbusState(IntEnum):
    """The `state` node of a frontend or backend."""

    UNKNOWN = 0
    INITIALISING = 1
    INIT_WAIT = 2
    INITIALISED = 3
    CONNECTED = 4
    CLOSING = 5
    CLOSED = 6

    @property
    def text(self) -> str:
        """As the node holds it."""
        return str(int(self))

    @property
    def word(self) -> str:
        """As people read it: `initwait`, `connected` ..."""
        return self.name.lower().replace("_", "")


_BY_TEXT = {state.text: state for state in XenbusState}


def parse_state(text: str | None) -> XenbusState:
    """The state that a node's text means; missing or unparsable is UNKNOWN."""
    return _BY_TEXT.get(text or "", XenbusState.UNKNOWN)
