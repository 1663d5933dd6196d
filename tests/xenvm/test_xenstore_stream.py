import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.xenstore import Peer, outcome
from xenvm.errors import XenstoreError
from xenvm.xenstore import stream
from xenvm.xenstore.store import Store
from xenvm.xenstore.stream import ClientState, DaemonState


def filled() -> Store:
    store = Store()
    peer = Peer(store)
    peer.write("/a/z", "1")
    peer.write("/a/b", "\x00x")
    peer.chmod("/a/b", "n5,r0,w6")
    for domid in (5, 6):
        peer.introduce(domid)
    store.set_target(peer.session, 6, 5)
    peer.chmod("@releaseDomain", "n0,r6")
    return store


def test_loaded_store_is_the_dumped_one() -> None:
    store = Store()
    stream.load(stream.dump(filled(), DaemonState()), store)
    peer = Peer(store)
    assert peer.ls("/") == ["tool", "a"]
    assert peer.ls("/a") == ["z", "b"]
    assert (peer.read("/a/b"), peer.perms("/a/b")) == ("\x00x", "n5,r0,w6")
    assert store.domains.get(6).target is store.domains.get(5)
    assert store.domains.introduced(5).port == 1
    assert store.domains.get(5).nodes == 1
    guest = Peer(store, 6)
    guest.watch("@releaseDomain")
    guest.heard()
    peer.introduce(7)
    peer.release(7)
    assert guest.heard() == ["@releaseDomain t"]


def test_clients_come_back_with_what_was_under_way() -> None:
    clients = [
        ClientState(
            7, 0, False, b"half a requ", b"half a repl", [("/a", b"t", -1), ("rel", b"", -1)]
        ),
        ClientState(8, 0, True, b"", b"", []),
        ClientState(9, 5, False, b"i" * 70_000, b"o" * 300_000, [("@releaseDomain", b"\xff", -1)]),
    ]
    data = stream.dump(filled(), DaemonState(3, clients))
    assert stream.load(data, Store()) == DaemonState(3, clients)


def test_layout_is_that_of_xen() -> None:
    data = stream.dump(Store(), DaemonState(3))
    assert data[:16] == b"xenstore\x00\x00\x00\x01\x00\x00\x00\x00"
    assert data[16:32] == struct.pack("<IIii", 1, 8, 3, -1)
    assert data[-8:] == bytes(8), "the end record"
    assert len(data) % 8 == 0
    root = struct.pack("<IIHHHH", 0, 0, 2, 0, 0, 1) + b"n\0\0\0" + b"/\0"
    assert struct.pack("<II", 5, len(root)) + root + bytes(-len(root) % 8) in data


def test_rights_that_died_with_a_domain_stay_dead() -> None:
    """XSA-322, across a live update."""
    store = filled()
    peer = Peer(store)
    peer.write("/p", "secret")
    peer.chmod("/p", "n0,r5,r6")
    peer.release(5)
    peer.introduce(5)
    loaded = Store()
    stream.load(stream.dump(store, DaemonState()), loaded)
    assert outcome(Peer(loaded, 5).read, "/p") == "EACCES"
    assert Peer(loaded, 6).read("/p") == "secret"


def test_records_of_others_and_of_open_transactions_are_skipped() -> None:
    data = stream.dump(filled(), DaemonState())
    transaction = struct.pack("<IIII", 4, 8, 1, 1)
    node = struct.pack("<IIIIHHHH", 5, 16, 1, 1, 0, 0, 0, 0)
    unknown = struct.pack("<II", 99, 4) + bytes(8)
    store = Store()
    stream.load(data[:-8] + transaction + node[: 8 + 20] + bytes(4) + unknown + data[-8:], store)
    assert Peer(store).ls("/") == ["tool", "a"]


@pytest.mark.parametrize("data", [b"", b"xenstore", b"#!/bin/sh" + bytes(20)])
def test_what_is_no_stream_is_refused(data: bytes) -> None:
    with pytest.raises(XenstoreError) as caught:
        stream.load(data, Store())
    assert caught.value.errno_word == "EINVAL"


def test_cut_stream_is_refused_wherever_it_is_cut() -> None:
    data = stream.dump(filled(), DaemonState(3, [ClientState(7, 5, False, b"", b"", [])]))
    for end in range(16, len(data) - 8):
        with pytest.raises(XenstoreError):
            stream.load(data[:end], Store())


def test_watch_depth_and_settings_come_back_in_version_two() -> None:
    store = Store()
    store.set_quota("watches", 7)
    clients = [ClientState(7, 0, False, b"", b"", [("/a", b"t", 2), ("/b", b"", -1)])]
    data = stream.dump(store, DaemonState(3, clients))
    assert data[:16] == b"xenstore\x00\x00\x00\x02\x00\x00\x00\x00"
    body = struct.pack("<IHHHH", 1, 3, 2, 2, 0) + b"/a\0t\0"
    assert struct.pack("<II", 8, len(body)) + body in data
    loaded = Store()
    assert stream.load(data, loaded) == DaemonState(3, clients)
    assert loaded.quotas.watches == 7


@given(st.data())
def test_damaged_stream_is_loaded_or_refused(data: st.DataObject) -> None:
    store = filled()
    store.set_quota("watches", 7)
    clients = [ClientState(7, 0, False, b"in", b"out", [("/a", b"t", 2)])]
    stored = bytearray(stream.dump(store, DaemonState(3, clients)))
    for _ in range(data.draw(st.integers(1, 8))):
        stored[data.draw(st.integers(0, len(stored) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(XenstoreError):
        stream.load(bytes(stored), Store())
