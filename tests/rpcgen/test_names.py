"""Names: splitting, styles, and an allocation that is injective and blind to order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rpcgen import names
from rpcgen.names import Wanted


@pytest.mark.parametrize(
    ("wire", "snake", "upper", "camel"),
    [
        ("start-on-boot", "start_on_boot", "START_ON_BOOT", "StartOnBoot"),
        ("GetURLFor", "get_url_for", "GET_URL_FOR", "GetURLFor"),
        ("IP4Config", "ip4_config", "IP4_CONFIG", "IP4Config"),
        ("Modem3gpp", "modem3gpp", "MODEM3GPP", "Modem3gpp"),
        ("UUIDs", "uuids", "UUIDS", "UUIDs"),
        ("SupportedUUIDsNow", "supported_uuids_now", "SUPPORTED_UUIDS_NOW", "SupportedUUIDsNow"),
        ("VM_STATE", "vm_state", "VM_STATE", "VmState"),
        ("a.b c", "a_b_c", "A_B_C", "ABC"),
        ("stub_domid", "stub_domid", "STUB_DOMID", "StubDomid"),
        ("already__kept_", "already__kept_", "ALREADY_KEPT", "AlreadyKept"),
        ("1st", "x_1st", "X_1ST", "x1st"),
        ("__init__", "init", "INIT", "Init"),
        ("_", "x", "X", "x"),
        ("\u00e9t\u00e9", "t", "T", "T"),
    ],
)
def test_styles(wire: str, snake: str, upper: str, camel: str) -> None:
    assert names.snake(wire, "x") == snake
    assert names.upper(wire, "x") == upper
    assert names.camel(wire, "x") == camel


def allocate(*wires: str, reserved: tuple[str, ...] = ()) -> dict[str, str]:
    wanted = [Wanted("method", wire, names.snake(wire, "method")) for wire in wires]
    return {item.wire: name for item, name in names.allocate(wanted, reserved).items()}


def test_a_kept_name_comes_before_a_made_one() -> None:
    assert allocate("Sleep", "sleep") == {"sleep": "sleep", "Sleep": "sleep_method"}


def test_the_suffix_that_is_taken_gives_way_to_a_hash() -> None:
    found = allocate("Sleep", "sleep", "sleep_method")
    assert found["sleep_method"] == "sleep_method"
    assert found["Sleep"].startswith("sleep_")
    assert len(found["Sleep"]) == len("sleep_") + names.HASH_CHARACTERS


def test_three_of_a_kind_are_told_apart_by_hashes() -> None:
    found = allocate("Sleep", "sleep", "SLEEP")
    assert len(set(found.values())) == 3
    assert found["sleep"] == "sleep"


def test_reserved_names_get_an_underscore() -> None:
    assert allocate("class", "class_", reserved=("class",)) == {
        "class_": "class_",
        "class": "class__method",
    }


def test_kinds_have_an_order() -> None:
    method = Wanted("method", "GetDevices", "get_devices")
    getter = Wanted("property", "Devices", "get_devices", role="get_")
    found = names.allocate([getter, method])
    assert found == {method: "get_devices", getter: "get_devices_property"}


WIRES = st.text("aAbB_-1. ", min_size=1, max_size=5)
WANTED = st.builds(
    lambda kind, wire, role: Wanted(kind, wire, role + names.snake(wire, "x"), role),
    st.sampled_from(("method", "property", "signal")),
    WIRES,
    st.sampled_from(("", "get_")),
)
RESERVED = frozenset({"a", "b", "class"})


@settings(deadline=None)
@given(st.sets(WANTED, max_size=12), st.randoms(use_true_random=False))
def test_allocation_is_injective_and_independent_of_order(wanted: set[Wanted], random) -> None:
    found = names.allocate(wanted, RESERVED)
    assert set(found) == wanted
    assert len(set(found.values())) == len(wanted)
    assert not set(found.values()) & RESERVED
    shuffled = list(wanted)
    random.shuffle(shuffled)
    assert names.allocate(shuffled, RESERVED) == found


@settings(deadline=None)
@given(st.sets(WANTED, min_size=1, max_size=8), WANTED)
def test_a_newcomer_renames_only_those_that_wanted_its_name(
    wanted: set[Wanted], newcomer: Wanted
) -> None:
    before = names.allocate(wanted - {newcomer}, RESERVED)
    after = names.allocate(wanted | {newcomer}, RESERVED)
    wish = names.unreserved(newcomer.wish, RESERVED)
    for item, name in before.items():
        rivals = (names.unreserved(item.wish, RESERVED), name)
        assert after[item] == name or any(rival in (wish, after[newcomer]) for rival in rivals)


@settings(deadline=None)
@given(st.sets(WIRES, min_size=1, max_size=8), st.sampled_from(["snake", "upper", "camel"]))
def test_styles_give_identifiers(wires: set[str], style: str) -> None:
    for wire in wires:
        assert getattr(names, style)(wire, "x").isidentifier()


@pytest.mark.parametrize(
    ("interfaces", "expected"),
    [
        (
            ["com.citrix.xenclient.xenmgr.vm", "com.citrix.xenclient.xenmgr.vm.auth"],
            ["Vm", "VmAuth"],
        ),
        (
            [
                "com.citrix.xenclient.xenmgr",
                "com.citrix.xenclient.xenmgr.config",
                "com.citrix.xenclient.xenmgr.config.ui",
            ],
            ["Xenmgr", "XenmgrConfig", "ConfigUi"],
        ),
        (["com.citrix.xenclient.vmdisk"], ["Vmdisk"]),
        (["org.a.Manager", "org.b.Manager"], ["AManager", "BManager"]),
        (["a.Manager", "a.a.Manager", "a.a.a.Manager"], ["AManager", "AAManager", "AAAManager"]),
    ],
)
def test_class_names(interfaces: list[str], expected: list[str]) -> None:
    assert names.class_names(interfaces) == dict(zip(interfaces, expected, strict=True))


@settings(deadline=None)
@given(
    st.sets(
        st.lists(st.text("aA_1", min_size=1, max_size=3), min_size=2, max_size=4).map(".".join),
        max_size=8,
    )
)
def test_class_names_are_injective(interfaces: set[str]) -> None:
    found = names.class_names(interfaces)
    assert len(set(found.values())) == len(interfaces)
    assert all(name.isidentifier() for name in found.values())
