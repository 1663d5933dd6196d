"""The memo of headers: bounded, and rid of everything that names a vanished object."""

from rpcgen.runtime.memo import ENTRY_BYTES, Entry, HeaderMemo, ObjectRef, Stub


def ref(path: str) -> ObjectRef:
    return ObjectRef(path, (), object(), lambda target: ())


STUB = Stub("i", "m", "", "", lambda body: (), lambda result: b"", lambda ref, args: None, {})


def entry(of: ObjectRef) -> Entry:
    return Entry(of, STUB, ":1.1", b"", 0)


def memo_of(*keys_and_paths: tuple[bytes, str], bytes_max: int = 1 << 20) -> HeaderMemo:
    memo = HeaderMemo(bytes_max)
    for key, path in keys_and_paths:
        memo.add(key, entry(memo.find(path) or ref(path)))
    return memo


def test_entries_and_objects_are_found() -> None:
    memo = memo_of((b"1", "/a"), (b"2", "/a"), (b"3", "/a/b"), (b"4", "/"))
    assert memo.entries[b"1"].ref is memo.entries[b"2"].ref is memo.find("/a")
    assert memo.find("/a/b") is memo.entries[b"3"].ref
    assert memo.find("/") is memo.entries[b"4"].ref
    assert memo.find("/b") is None
    assert memo.find("/a/b/c") is None


def test_forgetting_a_path_forgets_all_below_it_and_nothing_beside_it() -> None:
    memo = memo_of((b"1", "/vm/a"), (b"2", "/vm/a/disk/0"), (b"3", "/vm/ab"), (b"4", "/"))
    memo.forget("/vm/a")
    assert set(memo.entries) == {b"3", b"4"}
    assert memo.find("/vm/a/disk/0") is None
    memo.forget("/vm/none")
    memo.forget("/")
    assert not memo.entries


def test_the_oldest_leave_when_the_bytes_run_out() -> None:
    bytes_max = 3 * (ENTRY_BYTES + 10)
    memo = memo_of(*((b"%d" % n, f"/a/{n}") for n in range(8)), bytes_max=bytes_max)
    assert list(memo.entries) == [b"5", b"6", b"7"]
    assert memo.find("/a/4") is None
    assert memo.find("/a/5") is not None


def test_an_object_stays_while_one_entry_names_it() -> None:
    bytes_max = 2 * (ENTRY_BYTES + 10)
    memo = memo_of((b"1", "/a"), (b"2", "/a"), (b"3", "/b"), bytes_max=bytes_max)
    assert memo.find("/a") is memo.entries[b"2"].ref
    memo.add(b"4", entry(ref("/c")))
    assert memo.find("/a") is None


def test_adding_a_key_again_changes_nothing() -> None:
    memo = memo_of((b"1", "/a"))
    first = memo.entries[b"1"]
    memo.add(b"1", entry(ref("/a")))
    assert memo.entries[b"1"] is first


def test_forgotten_paths_leave_no_nodes_behind() -> None:
    memo = memo_of(*((b"%d" % n, f"/vm/{n}/disk/0") for n in range(50)))
    for n in range(50):
        memo.forget(f"/vm/{n}")
    assert memo._root.children == {}
    assert memo._bytes == 0


def test_servers_are_made_once_and_on_demand() -> None:
    made = []

    def make(target: object) -> tuple[str]:
        made.append(target)
        return ("server",)

    one = ObjectRef("/a", (), "target", make)
    assert made == []
    assert one.servers() is one.servers()
    assert made == ["target"]
