"""The simulated host's file system: what it answers, and that nothing leads out of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenvm.hostfs import DIRECTORIES_KEPT_MAX, PATH_BYTES_MAX, READ_BYTES_MAX, HostFs, SeedFile

SECRET = b"outside"


@pytest.fixture
def files(tmp_path: Path) -> Iterator[HostFs]:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_bytes(SECRET)
    fs = HostFs(tmp_path / "host", capacity_bytes=1000)
    yield fs
    fs.close()


def link(files: HostFs, path: str, target: str) -> None:
    place = files.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


def refusals(path: str, *verbs: Callable[[str], object]) -> set[str]:
    """The paths that the errors of the verbs name; nothing when all went well."""
    named = set()
    for verb in verbs:
        try:
            verb(path)
        except OSError as error:
            named.add(error.filename)
    return named


def test_what_is_written_is_read_by_its_host_path(files: HostFs) -> None:
    files.write_bytes("/etc/deep/er/file", b"abc")
    assert files.read_bytes("etc//deep/./er/file") == b"abc"
    assert (files.root / "etc/deep/er/file").read_bytes() == b"abc"
    files.write_text("/etc/name", "größe\n")
    assert files.read_text("/etc/name") == "größe\n"


@pytest.mark.parametrize(
    ("path", "exists", "is_file", "is_dir"),
    [
        ("/", True, False, True),
        ("", True, False, True),
        ("/a", True, False, True),
        ("/a/f", True, True, False),
        ("/a/g", False, False, False),
        ("/a/f/x", False, False, False),
        ("/x/y/z", False, False, False),
        ("/a/../a/f", True, True, False),
        ("/..", True, False, True),
        ("/a/..", True, False, True),
        ("/a/b/..", True, False, True),
        ("/a/f/..", False, False, False),
        ("/\0", False, False, False),
        ("/" + "n" * 300, False, False, False),
        ("/a" * PATH_BYTES_MAX, False, False, False),
        ("/\udfff\ud800", False, False, False),
    ],
)
def test_questions(files: HostFs, path: str, exists: bool, is_file: bool, is_dir: bool) -> None:
    files.write_bytes("/a/f", b"1")
    files.mkdir("/a/b")
    assert (files.exists(path), files.is_file(path), files.is_dir(path)) == (
        exists,
        is_file,
        is_dir,
    )


HOSTILE = [
    "../outside/secret",
    "/../outside/secret",
    "/a/../../outside/secret",
    "/a/" + "../" * 50 + "outside/secret",
    "/out/secret",
    "/out/../outside/secret",
    "/absolute",
    "/relative",
    "/chain",
    "/a/up/outside/secret",
    "/loop",
    "/loop/x",
    "/self/self/self/../../outside/secret",
    "/root/outside/secret",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_no_path_and_no_link_leads_out(files: HostFs, tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside"
    files.mkdir("/a")
    link(files, "out", str(outside))
    link(files, "absolute", str(outside / "secret"))
    link(files, "relative", "../outside/secret")
    link(files, "chain", "relative")
    link(files, "a/up", "../..")
    link(files, "loop", "loop")
    link(files, "self", ".")
    link(files, "root", "/")
    with pytest.raises(OSError):
        files.read_bytes(path)
    changes = refusals(path, lambda p: files.write_bytes(p, b"changed"), files.remove_tree)
    assert changes <= {path}
    assert (outside / "secret").read_bytes() == SECRET
    assert sorted(os.listdir(outside)) == ["secret"]
    assert sorted(os.listdir(tmp_path)) == ["host", "outside"]


NAMES = st.sampled_from(["..", ".", "a", "b", "up", "abs", "rel", "secret", "outside", ""])


@given(st.lists(NAMES, max_size=8))
def test_no_combination_of_links_and_dots_leads_out(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    base = tmp_path_factory.mktemp("combination")
    (base / "outside").mkdir()
    (base / "outside" / "secret").write_bytes(SECRET)
    files = HostFs(base / "host")
    try:
        files.mkdir("/a/b")
        link(files, "a/up", "../../..")
        link(files, "a/b/abs", str(base / "outside"))
        link(files, "rel", "a/../../outside")
        link(files, "up", "/a/up/../..")
        path = "/".join(parts)
        seen: list[bytes] = []
        assert refusals(path, lambda p: seen.append(files.read_bytes(p))) <= {path}
        assert SECRET not in seen
        made = path + "/made"
        assert refusals(made, lambda p: files.write_bytes(p, b"x")) <= {made}
        assert sorted(os.listdir(base)) == ["host", "outside"]
        assert sorted(os.listdir(base / "outside")) == ["secret"]
    finally:
        files.close()


def test_links_inside_work_as_on_the_host(files: HostFs) -> None:
    files.write_bytes("/usr/lib/file", b"abc")
    link(files, "lib", "/usr/lib")
    link(files, "usr/lib/alias", "file")
    assert files.read_bytes("/lib/alias") == b"abc"
    assert files.is_file("/lib/alias")
    assert files.is_dir("/lib")
    assert files.is_link("/lib")
    assert not files.is_link("/usr/lib")
    assert not files.is_link("/lib/file")
    files.write_bytes("/lib/alias", b"new")
    assert files.read_bytes("/usr/lib/file") == b"new"
    files.remove("/lib/alias")
    assert files.exists("/usr/lib/file")
    assert not files.exists("/usr/lib/alias")


def test_a_removed_tree_takes_links_but_not_what_they_point_to(files: HostFs) -> None:
    files.write_bytes("/keep/file", b"abc")
    files.write_bytes("/gone/sub/file", b"abc")
    link(files, "gone/sub/link", "/keep")
    files.remove_tree("/gone")
    files.remove_tree("/gone")
    files.remove_tree("/no/such/place")
    assert not files.exists("/gone")
    assert files.listdir("/keep") == ["file"]


def test_a_write_replaces_the_file_in_one_step(files: HostFs) -> None:
    files.write_bytes("/f", b"old")
    reader = (files.root / "f").open("rb")
    files.write_bytes("/f", b"new content")
    assert reader.read() == b"old"
    reader.close()
    assert files.listdir("/") == ["f"]


def test_a_refused_write_leaves_nothing_behind(files: HostFs) -> None:
    files.mkdir("/place")
    with pytest.raises(OSError):
        files.write_bytes("/place", b"abc")
    assert os.listdir(files.root) == ["place"]


def test_errors_name_the_host_path(files: HostFs) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        files.read_bytes("/storage/x.vhd")
    assert caught.value.filename == "/storage/x.vhd"
    assert str(files.root) not in str(caught.value)
    with pytest.raises(FileNotFoundError):
        files.listdir("/storage")


def test_what_is_not_there_is_no_error_where_that_is_usual(files: HostFs) -> None:
    files.write_bytes("/file", b"x")
    for path in ("/storage/x.vhd", "/file/below"):
        assert files.size_bytes(path) is None
        assert files.read_text(path) is None
        assert files.read_at(path, 0, 10) == b""
        files.remove(path)
        files.remove_tree(path)


def test_a_part_of_a_file_is_read(files: HostFs) -> None:
    files.make_sparse("/image", READ_BYTES_MAX + 1, b"footer")
    assert files.read_at("/image", 3, 3) == b"ter"
    assert files.read_at("/image", READ_BYTES_MAX, 10) == b"\0"
    assert files.read_at("/image", READ_BYTES_MAX + 5, 10) == b""


def test_only_regular_files_are_read(files: HostFs) -> None:
    files.mkdir("/dir")
    os.mkfifo(files.root / "fifo")
    with pytest.raises(IsADirectoryError):
        files.read_bytes("/dir")
    with pytest.raises(OSError) as caught:
        files.read_bytes("/fifo")
    assert caught.value.errno == errno.EINVAL
    with pytest.raises(IsADirectoryError):
        files.read_bytes("/")


def test_a_huge_image_is_never_read_whole(files: HostFs) -> None:
    files.make_sparse("/image", READ_BYTES_MAX + 1)
    with pytest.raises(OSError) as caught:
        files.read_bytes("/image")
    assert caught.value.errno == errno.EFBIG


def test_a_sparse_file_has_its_size_and_takes_no_space(files: HostFs) -> None:
    files.make_sparse("/storage/isos/tools.iso", 300 * 1024**2, b"CD001")
    assert files.size_bytes("/storage/isos/tools.iso") == 300 * 1024**2
    assert (files.root / "storage/isos/tools.iso").stat().st_blocks * 512 < 1024**2


def test_seeding_makes_what_is_missing_only(files: HostFs) -> None:
    files.write_bytes("/etc/kept", b"mine")
    files.seed([SeedFile("/etc/kept", b"theirs"), SeedFile("/a/b/hole", size_bytes=5)])
    assert files.read_bytes("/etc/kept") == b"mine"
    assert files.read_bytes("/a/b/hole") == b"\0" * 5


def test_space_is_the_capacity_without_the_apparent_sizes(files: HostFs) -> None:
    files.write_bytes("/f", b"x" * 100)
    assert files.space().free_bytes == 900
    files.make_sparse("/d/sparse", 300)
    files.write_bytes("/f", b"x" * 50)
    assert files.space().free_bytes == 650
    files.remove("/f")
    files.remove_tree("/d")
    assert files.space().free_bytes == 1000
    files.make_sparse("/huge", 5000)
    assert (files.space().total_bytes, files.space().free_bytes) == (1000, 0)
    big = HostFs(files.root.parent / "big", capacity_bytes=5 * 1024**2)
    big.make_sparse("/storage/x", 1024**2 + 1)
    assert big.space_mib("/storage") == (5, 3)
    big.close()


def test_a_signature_changes_with_each_write(files: HostFs) -> None:
    assert files.signature("/f") is None
    files.write_bytes("/f", b"one")
    before = files.signature("/f")
    assert files.signature("/f") == before
    files.write_bytes("/f", b"two")
    assert files.signature("/f") != before


def test_the_tree_is_what_it_is_now_whoever_changed_it(files: HostFs, tmp_path: Path) -> None:
    storage, outside = files.root / "storage", tmp_path / "outside"
    files.write_bytes("/storage/disks/f", b"1")
    assert files.size_bytes("/storage/disks/f") == 1
    # Another directory in its place, then a link to it, then one that would lead out.
    (storage / "disks").rename(storage / "old")
    assert not files.exists("/storage/disks/f")
    (storage / "disks").mkdir()
    (storage / "disks/f").write_bytes(b"22")
    assert files.size_bytes("/storage/disks/f") == 2
    (storage / "disks").rename(storage / "new")
    (storage / "disks").symlink_to("old")
    assert files.size_bytes("/storage/disks/f") == 1
    (storage / "disks").unlink()
    (storage / "new").rename(outside / "disks")
    (storage / "disks").symlink_to(outside / "disks")
    assert not files.exists("/storage/disks/f")
    (outside / "disks").rename(storage / "back")
    assert files.size_bytes("/storage/back/f") == 2
    storage.rename(tmp_path / "gone")
    assert not files.exists("/storage/back/f")


def test_a_tree_with_more_directories_than_are_kept_open(files: HostFs) -> None:
    paths = [f"/d/{number}/e/f" for number in range(2 * DIRECTORIES_KEPT_MAX)]
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(2):
        for path in paths:
            files.write_text(path, path)
            assert files.size_bytes(path) == len(path)
    assert len(os.listdir("/proc/self/fd")) <= before + DIRECTORIES_KEPT_MAX


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    files = HostFs(tmp_path)
    files.write_bytes("/a/b/f", b"x")
    for path in ("/a/b/f", "/a/../a/b/f", "/a/b", "/no", "/a/b/f/x", "/\0", "/.."):
        refusals(path, files.exists, files.read_bytes, files.listdir, files.remove_tree)
    files.close()
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_scratch_file_is_written_in_place_and_never_outside(tmp_path: Path) -> None:
    files = HostFs(tmp_path / "root")
    files.write_scratch("/tmp/note", "first, and longer")
    files.write_scratch("/tmp/note", "second")
    assert files.read_text("/tmp/note") == "second"
    outside = tmp_path / "outside"
    outside.write_text("kept")
    (tmp_path / "root/tmp/link").symlink_to(outside)
    files.write_scratch("/tmp/link", "inside")
    assert outside.read_text() == "kept"
    files.close()
