"""States of the two ends of a device."""

import pytest

from xenvm.xenops.xenbus import XenbusState, parse_state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("1", XenbusState.INITIALISING),
        ("4", XenbusState.CONNECTED),
        ("6", XenbusState.CLOSED),
        (None, XenbusState.UNKNOWN),
        ("", XenbusState.UNKNOWN),
        ("7", XenbusState.UNKNOWN),
        ("four", XenbusState.UNKNOWN),
    ],
)
def test_text_is_read_as_a_state(text: str | None, state: XenbusState) -> None:
    assert parse_state(text) is state


def test_states_are_printed_in_lower_case_and_one_word() -> None:
    assert " ".join(state.word for state in XenbusState) == (
        "unknown initialising initwait initialised connected closing closed"
    )


def test_node_holds_the_number() -> None:
    assert XenbusState.CLOSING.text == "5"
