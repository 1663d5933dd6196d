"""Every property row against the facts: type, access, default, key, text, guard, announcement."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from rpcgen.runtime.errors import Failed
from rpcgen.runtime.interface import Inputs
from tests.support.property_rows import BINDINGS, UNRESTRICTED, VM, Fact, read_facts, target_of
from xenmgr.errors import XenmgrError

FACTS = read_facts()
DISK, NIC = "com.citrix.xenclient.vmdisk", "com.citrix.xenclient.vmnic"
CONFIG, UI = "com.citrix.xenclient.xenmgr.config", "com.citrix.xenclient.xenmgr.config.ui"
HOST = "com.citrix.xenclient.xenmgr.host"

UNGUARDED = ("wired-network", "wireless-network")

# A value that each property with rules of its own accepts, where type alone does not say one.
ACCEPTED: dict[str, Any] = {
    "backend-uuid": "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1",
    "bios": "ovmf",
    "boot": "dc",
    "capture-pcm": "01-02",
    "crypto-key-dirs": "/config/a,/config/b",
    "devtype": "cdrom",
    "gpu": "0000:00:02.0",
    "hdtype": "ahci",
    "iso-path": "/storage/other",
    "mac": "00:16:3e:00:00:01",
    "managed-disktype": "system",
    "measure-fail-action": "reboot",
    "mode": "r",
    "network": "/wired/1/bridged",
    "os": "windows8",
    "phys-type": "phy",
    "platform-crypto-key-dirs": "/config/a,/config/b",
    "playback-pcm": "01-02",
    "s3-mode": "restart",
    "s4-mode": "ignore",
    "slot": 7,
    "snapshot": "temporary",
    "timer-mode": "one_missed_tick_pending",
    "type": "ndvm",
    "virt-path": "xvdb",
    "virt-type": "pvh",
}
# Kept in another form than their text.
STORED = {"pointer-trail-timeout": "0.007"}

# How each interface reads when nothing is stored and no fact gives a default.
UNSTORED: dict[tuple[str, str], Any] = {
    (VM, "memory-min"): 0,
    (VM, "memory-static-max"): 0,
    (VM, "seamless-traffic"): False,
    (VM, "uuid"): "00000000-0000-0000-0000-000000000001",
    (DISK, "virt-path"): "",
    (NIC, "mac-actual"): "4e:1c:b4:98:ed:0a",
    (CONFIG, "configurable-save-changes-across-reboots"): True,
    (CONFIG, "secondary-gpu-pt"): True,
    (HOST, "avail-mem"): 8000,
    (HOST, "cpu-count"): 4,
    (HOST, "free-mem"): 8000,
    (HOST, "free-storage"): 51_200,
    (HOST, "total-mem"): 16_384,
    (HOST, "total-storage"): 102_400,
}
PYTHON_TYPES: dict[str, type] = {"b": bool, "i": int, "x": int, "s": str, "a{ss}": dict}


def plain_writable(fact: Fact) -> bool:
    return fact.access == "readwrite" and fact.key is not None


def sample(fact: Fact) -> Any:
    """A value that the property accepts and that is not what it reads before."""
    if fact.name in ACCEPTED:
        return ACCEPTED[fact.name]
    if fact.signature == "b":
        return not fact.default
    return 7 if fact.signature == "i" else "some text"


def text_of(fact: Fact, value: Any) -> str:
    if fact.name in STORED:
        return STORED[fact.name]
    return str(value).lower() if fact.signature == "b" else str(value)


# Empty on a host without these cards; the simulated one has them.
NETWORK_HARDWARE = ("eth0-mac", "eth0-model", "wireless-mac", "wireless-model")


def has_default(fact: Fact) -> bool:
    return fact.default is not None and fact.name not in NETWORK_HARDWARE


def interface_facts(*interfaces: str) -> list[Fact]:
    return [fact for fact in FACTS if fact.interface in interfaces]


def test_the_tables_have_every_property_and_no_other() -> None:
    assert len(FACTS) == 386
    rows = Counter((interface, row.name) for interface in BINDINGS for row in BINDINGS[interface])
    assert rows == Counter((fact.interface, fact.name) for fact in FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_a_row_has_the_type_and_access_of_the_contract(fact: Fact) -> None:
    assert fact.binding.signature == fact.signature
    assert fact.binding.get is not None
    assert (fact.binding.set is not None) == (fact.access == "readwrite")


@pytest.mark.parametrize("fact", [each for each in FACTS if has_default(each)], ids=str)
def test_an_unset_property_reads_as_its_default(fact: Fact) -> None:
    value = fact.binding.get(target_of(fact.interface))
    assert value == fact.default
    assert type(value) is type(fact.default)
    assert fact.binding.default == fact.default


@pytest.mark.parametrize("fact", [each for each in FACTS if not has_default(each)], ids=str)
def test_a_property_without_a_fixed_default_reads_what_the_host_is(fact: Fact) -> None:
    value = fact.binding.get(target_of(fact.interface))
    interface = VM if fact.interface == UNRESTRICTED else fact.interface
    if (interface, fact.name) in UNSTORED:
        assert value == UNSTORED[interface, fact.name]
    else:
        assert value not in ("", {})
    assert isinstance(fact.binding.default, PYTHON_TYPES[fact.signature])


@pytest.mark.parametrize("fact", [each for each in FACTS if plain_writable(each)], ids=str)
def test_what_is_set_is_stored_at_the_key_and_read_back(fact: Fact) -> None:
    target, value = target_of(fact.interface), sample(fact)
    assert fact.binding.get(target) != value
    fact.binding.set(target, value)
    assert target.get(fact.key) == text_of(fact, value)
    if fact.name == "stubdom":
        target.put("config/virt-type", "hvm")
    assert fact.binding.get(target) == value


@pytest.mark.parametrize("fact", [each for each in FACTS if plain_writable(each)], ids=str)
def test_a_set_is_announced_once_and_the_same_value_again_not(fact: Fact) -> None:
    target, value = target_of(fact.interface), sample(fact)
    told = target.vm.told if fact.interface in (DISK, NIC) else target.told
    fact.binding.set(target, value)
    writes = [each for each in told if each[0] == "put"]
    assert len(writes) == (0 if fact.name == "download-progress" else 1)
    if (fact.interface, fact.name) != (VM, "policy-modify-vm-settings"):
        fact.binding.set(target, value)
    assert [each for each in told if each[0] == "put"] == writes


CONFIG_CHANGED_AFTER = {
    CONFIG: {
        "argo-hosts-file",
        "autostart",
        "connect-remote-desktop-allowed",
        "iso-path",
        "measure-fail-action",
        "ota-upgrades-allowed",
        "platform-crypto-key-dirs",
        "pvm-autostart-delay",
        "svm-autostart-delay",
        "vm-creation-allowed",
        "vm-deletion-allowed",
        "xc-diag-timeout",
    },
    UI: {
        "idle-time-threshold",
        "language",
        "modify-advanced-vm-settings",
        "modify-services",
        "modify-settings",
        "modify-usb-settings",
        "pointer-trail-timeout",
        "show-mboot-warning",
        "show-msg-on-no-disk",
        "show-msg-on-vm-start",
        "show-msg-on-vm-start-tools-warning",
        "show-tools-warning",
        "view-type",
        "wallpaper",
    },
}


@pytest.mark.parametrize(
    "fact", [each for each in interface_facts(CONFIG, UI) if each.access != "read"], ids=str
)
def test_config_changed_follows_each_set_of_the_listed_properties(fact: Fact) -> None:
    host = target_of(fact.interface)
    value = fact.binding.get(host)
    fact.binding.set(host, value)
    announced = ("config_changed",) in host.told
    assert announced == (fact.name in CONFIG_CHANGED_AFTER[fact.interface])


@pytest.mark.parametrize(
    "fact", [each for each in interface_facts(VM, UNRESTRICTED) if each.access != "read"], ids=str
)
def test_the_editing_policy_guards_the_vm_interface_only(fact: Fact) -> None:
    vm = target_of(VM)
    vm.keys |= {
        "policies/modify-vm-settings": "false",
        "config/disk/0/device": "hdc",
        "config/nic/0/network": "/internal",
        "config/nic/1/wireless-driver": "true",
    }
    before = dict(vm.keys)
    # Setting what it reads is always accepted, except for a number that stands for nothing.
    value = {"memory": 512, "vcpus": 1}.get(fact.name, fact.binding.get(vm))
    if fact.interface == VM and fact.name not in UNGUARDED:
        with pytest.raises(XenmgrError) as caught:
            fact.binding.set(vm, value)
        assert caught.value.text.startswith("202:")
        assert vm.keys == before
        assert not vm.told
    else:
        fact.binding.set(vm, value)


@pytest.mark.parametrize("fact", interface_facts(DISK, NIC, CONFIG, UI, HOST), ids=str)
def test_a_property_that_is_announced_depends_on_what_is_announced(fact: Fact) -> None:
    row = fact.binding
    assert row.emits in ("true", "const", "false")
    assert (row.emits == "const") == (row.inputs is Inputs.CONST)
    if row.inputs is Inputs.OTHERS:
        assert row.emits == "false"


LIVE_OR_OTHERS = {
    "autostart-pending": Inputs.OTHERS,
    "dependencies": Inputs.OTHERS,
    "memory-target": Inputs.LIVE,
    "private-space": Inputs.LIVE,
    # The host has one graphics card.
    "seamless-mouse-left": Inputs.CONST,
    "seamless-mouse-right": Inputs.CONST,
    "state": Inputs.LIVE,
}
CORE = ("acpi-state", "domid", "stub_domid")


@pytest.mark.parametrize("fact", interface_facts(VM, UNRESTRICTED), ids=str)
def test_a_vm_property_says_what_it_depends_on(fact: Fact) -> None:
    row = fact.binding
    expected = Inputs.CORE if row.name in CORE else LIVE_OR_OTHERS.get(row.name, Inputs.OWN)
    assert row.inputs is (Inputs.CONST if row.name == "uuid" else expected)
    if fact.interface == UNRESTRICTED:
        assert row.emits == "false"
    elif row.inputs is Inputs.CONST:
        assert row.emits == "const"
    else:
        silent = row.name in LIVE_OR_OTHERS and row.name != "state"
        assert row.emits == ("false" if silent else "true")


# Interface, property, refused value, words of the answer.
REFUSED: list[tuple[str, str, Any, str]] = [
    (VM, "bios", "xyz", "'xyz'"),
    (VM, "boot", "xyz", "'xyz'"),
    (VM, "boot", "cc", "each at most once"),
    (VM, "cd", "nosuch.iso", "'nosuch.iso'"),
    (VM, "cores-per-socket", -1, "0 to 128"),
    (VM, "crypto-key-dirs", "keys", "absolute paths"),
    (VM, "crypto-user", "../root", "without a slash"),
    (VM, "gpu", "0000:09:00.0", "'0000\\x3a09\\x3a00.0'"),
    (VM, "hdtype", "scsi", "ide or ahci"),
    (VM, "memory", -5, "1 to 16777216 MiB"),
    (VM, "memory", 0, "1 to 16777216 MiB"),
    (VM, "memory", 99_999_999, "1 to 16777216 MiB"),
    (VM, "memory-min", 99_999_999, "1 to 16777216 MiB"),
    (VM, "memory-static-max", 99_999_999, "1 to 16777216 MiB"),
    (VM, "qemu-dm-timeout", -1, "0 s or more"),
    (VM, "slot", 99, "-1, 0 or 1 to 9"),
    (VM, "slot", -2, "-1, 0 or 1 to 9"),
    (VM, "timer-mode", "fast", "no_delay_for_missed_ticks"),
    (VM, "type", "nonsense", "svm, pvm, ndvm"),
    (VM, "vcpus", 0, "1 to 128"),
    (VM, "vcpus", 200, "1 to 128"),
    (VM, "videoram", -1, "0 to"),
    (VM, "windowed_w", -1, "0 or more"),
    (VM, "wired-network", "/wired/0/bridged", "no wired NIC"),
    (VM, "wireless-network", "/wifi/0/shared", "no wireless NIC"),
    (UNRESTRICTED, "stubdom-memory", 0, "1 to 16777216 MiB"),
    (DISK, "virt-path", "banana", "a disk name"),
    (NIC, "backend-uuid", "garbage", "a uuid such as"),
    (NIC, "mac", "garbage", "six pairs of hex digits"),
    (NIC, "mac", "", "six pairs of hex digits"),
    (NIC, "mac", "00:16:3e:00:00", "'00\\x3a16\\x3a3e\\x3a00\\x3a00'"),
    (NIC, "network", "", "an object path"),
    (NIC, "network", "no network", "an object path"),
    (CONFIG, "dom0-mem-target-mib", 0, "1 to 16777216 MiB"),
    (CONFIG, "iso-path", "isos", "an absolute path"),
    (CONFIG, "measure-fail-action", "zz", "forced-shutdown"),
    (CONFIG, "platform-crypto-key-dirs", "keys", "absolute paths"),
    (CONFIG, "pvm-autostart-delay", -1, "0 s or more"),
    (CONFIG, "svm-autostart-delay", -1, "0 s or more"),
    (CONFIG, "xc-diag-timeout", -1, "0 s or more"),
    (UI, "pointer-trail-timeout", -1, "0 ms or more"),
    (UI, "switcher-resistance", -1, "0 or more"),
    (HOST, "capture-pcm", "loud", "a card and a device"),
    (HOST, "playback-pcm", "0-0", "a card and a device"),
]


@pytest.mark.parametrize(("interface", "name", "value", "words"), REFUSED)
def test_nonsense_is_refused_in_one_sentence_and_changes_nothing(
    interface: str, name: str, value: Any, words: str
) -> None:
    target = target_of(interface)
    fact = next(each for each in FACTS if (each.interface, each.name) == (interface, name))
    if name == "cd":
        target.keys["config/disk/0/device"] = "hdc"
    keys = target.vm.keys if interface in (DISK, NIC) else target.keys
    before = dict(keys)
    with pytest.raises(XenmgrError) as caught:
        fact.binding.set(target, value)
    code, _, sentence = caught.value.text.partition(":")
    assert code == "290"
    assert ":" not in sentence
    assert sentence.endswith(".")
    assert sentence.startswith(f"{name} cannot be ")
    assert words in sentence
    assert keys == before
    assert not target.told


BAD_WORD = "unexpected enumeration value"
BEHIND_IO = "223:IO error: " + BAD_WORD
# The original's own words for a value outside an enumeration.
ENUMERATIONS = [
    (VM, "os", "unknown os"),
    (VM, "virt-type", BAD_WORD),
    (VM, "s3-mode", BEHIND_IO),
    (VM, "s4-mode", BEHIND_IO),
    (DISK, "devtype", BEHIND_IO),
    (DISK, "managed-disktype", BEHIND_IO),
    (DISK, "mode", BEHIND_IO),
    (DISK, "phys-type", BEHIND_IO),
    (DISK, "snapshot", BEHIND_IO),
]


@pytest.mark.parametrize(("interface", "name", "text"), ENUMERATIONS)
def test_a_bad_word_fails_with_the_known_text_when_set_and_when_stored(
    interface: str, name: str, text: str
) -> None:
    target = target_of(interface)
    fact = next(each for each in FACTS if (each.interface, each.name) == (interface, name))
    with pytest.raises(Failed) as set_error:
        fact.binding.set(target, "weird")
    assert set_error.value.text == text
    assert target.get(fact.key) is None
    target.put(fact.key, "weird")
    with pytest.raises(Failed) as get_error:
        fact.binding.get(target)
    assert get_error.value.text == text


@pytest.mark.parametrize(
    "fact", [each for each in FACTS if each.key and each.signature in ("b", "i")], ids=str
)
def test_a_stored_text_that_cannot_be_read_fails_with_the_known_text(fact: Fact) -> None:
    target = target_of(fact.interface)
    target.put(fact.key, "weird")
    with pytest.raises(Failed) as caught:
        fact.binding.get(target)
    if fact.signature == "b":
        start = "unexpected boolean text representation: weird while reading "
        assert caught.value.text == start + target.db_path(fact.key)
    else:
        assert caught.value.text == "Prelude.read: no parse"
