"""States, moves and the words that OpenXT publishes."""

from xenvm.vmstate import MOVES, STOPPED_STATES, UP_STATES, VmState


def test_words_are_those_of_the_state_node() -> None:
    assert {state.value for state in VmState} == {
        "creating-devices",
        "created",
        "running",
        "paused",
        "shutdowning",
        "shutdown",
        "rebooting",
        "rebooted",
        "suspending",
        "suspended",
        "restoring",
    }


def test_every_state_has_its_moves_and_all_of_them_lead_somewhere() -> None:
    assert set(MOVES) == set(VmState)
    assert all(MOVES.values())


def test_every_state_can_end_in_shutdown() -> None:
    assert [state for state in VmState if VmState.SHUTDOWN not in MOVES[state]] == []


def test_a_domain_is_only_made_out_of_a_stopped_state() -> None:
    sources = {state for state in VmState if VmState.CREATING_DEVICES in MOVES[state]}
    assert sources == STOPPED_STATES | {VmState.RESTORING}


def test_the_guest_only_runs_after_it_was_created() -> None:
    assert VmState.RUNNING not in MOVES[VmState.CREATING_DEVICES]
    assert {VmState.RUNNING, VmState.PAUSED} == UP_STATES
