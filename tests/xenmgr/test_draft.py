"""What a new VM is given is held to what its properties could be set to."""

from __future__ import annotations

import json

import pytest

from rpcgen.runtime.errors import DBusError
from tests.support.host import SimHost
from tests.support.story import host_story
from xenmgr import draft
from xenmgr.creation import create_vm
from xenmgr.json_tree import leaves
from xenmgr.properties import disk, nic, vm
from xenmgr.registry import INDEXED_KEYS

LONG = "9" * 5_000
REFUSED = [
    ("config/memory", "-5", "290:memory cannot be -5, allowed is 1 to 16777216 MiB."),
    ("config/memory", "lots", "290:memory cannot be 'lots', allowed is a whole number."),
    ("config/vcpus", "0", "290:vcpus cannot be 0, allowed is 1 to 128."),
    ("config/vcpus", "200", "290:vcpus cannot be 200, allowed is 1 to 128."),
    ("config/boot", "xyz", "290:boot cannot be 'xyz', "),
    ("config/pae", "maybe", "290:pae cannot be 'maybe', allowed is true or false."),
    ("measured", "maybe", "290:measured cannot be 'maybe', allowed is true or false."),
    ("type", "nonsense", "290:type cannot be 'nonsense', "),
    ("gpu", "ffff:ff:ff.f", "290:gpu cannot be 'ffff\\x3aff\\x3aff.f', "),
    ("crypto-user", "a/b", "290:crypto-user cannot be 'a/b', "),
    ("config/stubdom-memory", "0", "290:stubdom-memory cannot be 0, "),
    ("config/virt-type", "weird", "unexpected enumeration value"),
    ("s3-mode", "deep", "223:IO error: unexpected enumeration value"),
    ("os", "plan9", "unknown os"),
    ("config/disk/0/type", "floppy", "223:IO error: unexpected enumeration value"),
    ("config/disk/0/device", "hd1", "290:virt-path cannot be 'hd1', "),
    ("config/nic/0/mac", "12:34", "290:mac cannot be '12\\x3a34', "),
    ("config/nic/0/network", "no path", "290:network cannot be 'no path', "),
    ("config/nic/3/backend-uuid", "none", "290:backend-uuid cannot be 'none', "),
    (f"config/disk/{LONG}/path", "/x", "290:config/disk cannot be '999"),
    (f"config/nic/{LONG}", "", "290:config/nic cannot be '999"),
    ("config/nic/07/mac", "auto", "290:config/nic cannot be '07', allowed is 0 to 2147483647 in "),
    ("config/disk/٣/path", "/x", "290:config/disk cannot be '٣', "),
]


def nested(key: str, text: str) -> str:
    """JSON with one leaf, for a VM in no slot."""
    value: object = text
    for part in reversed(key.split("/")):
        value = {part: value}
    return json.dumps({"slot": "-1", **value})


@pytest.mark.parametrize(("key", "text", "answer"), REFUSED, ids=lambda each: each[:24])
@host_story
async def test_a_value_that_no_property_takes_makes_no_vm(
    sim: SimHost, key: str, text: str, answer: str
) -> None:
    with pytest.raises(DBusError) as caught:
        create_vm(sim.host, json=nested(key, text))
    assert caught.value.text.startswith(answer)
    assert len(sim.host.registry) == 0


ACCEPTED = [
    ("config/memory", "512"),
    ("config/memory-min", "-1"),
    ("config/pae", "yes"),
    ("config/boot", ""),
    ("config/nic/0/mac", "auto"),
    ("config/nic/0/mac", "02:00:00:00:00:01"),
    ("config/nic/0/network", "brbridged"),
    ("config/disk/x/type", "floppy"),
    ("name", "näme"),
    ("download-progress", "50"),
    ("seamless-traffic", "true"),
    ("native-experience", "true"),
    ("anything/of/ones/own", "text"),
]


@pytest.mark.parametrize(("key", "text"), ACCEPTED)
@host_story
async def test_other_values_are_stored_as_they_were_given(
    sim: SimHost, key: str, text: str
) -> None:
    assert create_vm(sim.host, json=nested(key, text)).get(key) == text


@host_story
async def test_looking_at_a_draft_changes_and_tells_nothing(sim: SimHost) -> None:
    other = create_vm(sim.host, json=nested("native-experience", "true"))
    sim.host.db.commit()
    sim.ear.signals.clear()
    given = {"name": "x", "native-experience": "true", "hidden": "true", "image_path": "y"}
    draft.require_acceptable(sim.host, other.uuid, dict(given), given)
    assert sim.ear.signals == []
    assert other.get("native-experience") == "true"
    assert sim.host.db.rollback() == set()


def samples() -> dict[str, str]:
    """For every row that keeps a value in a key of its own, a text that it takes."""
    chosen = {"b": "true", "i": "1", "s": ""}
    found = {}
    for prefix, rows in (
        ("", vm.UNRESTRICTED_ROWS),
        ("config/disk/0/", disk.ROWS),
        ("config/nic/0/", nic.ROWS),
    ):
        for row in rows:
            if row.keys and "*" not in row.keys[0] and row.signature in chosen:
                text = str(row.default) if row.signature == "s" else chosen[row.signature]
                found[prefix + row.keys[0]] = text
    return found


NOT_EMPTY = {"config/disk/0/device": "hda"}


@host_story
async def test_every_row_finds_what_it_asks_of_a_draft(sim: SimHost) -> None:
    texts = {**samples(), **NOT_EMPTY}
    assert set(texts) >= INDEXED_KEYS
    for key, text in texts.items():
        given = json.loads(nested(key, text))
        assert key in leaves(given)
        draft.require_acceptable(sim.host, "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1", given, given)
