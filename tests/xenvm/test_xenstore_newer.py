"""What newer Xen added, and what 4.17 says to it."""

import pytest

from tests.support.xenstored import split_frames
from xenvm.ids import Domid
from xenvm.xenstore import wire
from xenvm.xenstore.compat import Compat
from xenvm.xenstore.connection import Connection
from xenvm.xenstore.newer import commands_of
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op

NAMES = (
    "nodes watches transactions outstanding transaction-nodes memory soft-memory node-size"
    " path-max node-permissions\0"
)


class Scene:
    """A store with dom0 and guest 5, which owns /g, both connected."""

    def __init__(self, compat: Compat = Compat.XEN_4_22) -> None:
        self.store = Store(compat=compat, exists=lambda domid: domid < 9)
        self.commands = commands_of(compat)
        self.dom0 = self.connect(0)
        self.guest = self.connect(5)
        self.ask(self.dom0, Op.MKDIR, "/g|")
        self.ask(self.dom0, Op.SET_PERMS, "/g|n5|")

    def connect(self, domid: int) -> Connection:
        return Connection(self.store, Domid(domid), commands=self.commands)

    def ask(self, client: Connection, op: Op, text: str) -> str:
        """The payload of the reply, without its last NUL; what else comes waits for heard()."""
        client.receive(wire.frame(op, 3, 0, text.replace("|", "\0").encode()))
        frames, _ = split_frames(client.output())
        (reply,) = [frame for frame in frames if frame[1] == 3]
        events = b"".join(
            wire.frame(frame[0], 0, 0, frame[3].encode()) for frame in frames if frame[1] != 3
        )
        client.sent(len(client.output()))
        self.events = [frame[3].replace("\0", "|") for frame in split_frames(events)[0]]
        return reply[3].removesuffix("\0").replace("\0", "|")

    def heard(self, client: Connection) -> list[str]:
        frames, _ = split_frames(client.output())
        client.sent(len(client.output()))
        return [frame[3].replace("\0", "|") for frame in frames]


@pytest.mark.parametrize("op", [Op.GET_FEATURE, Op.SET_FEATURE, Op.GET_QUOTA, Op.SET_QUOTA])
def test_in_417_the_new_types_are_enosys_and_a_third_string_of_watch_einval(op: Op) -> None:
    scene = Scene(Compat.XEN_4_17)
    assert scene.ask(scene.dom0, op, "5|nodes|7|") == "ENOSYS"
    assert scene.ask(scene.dom0, Op.WATCH, "/g|t|1|") == "EINVAL"


ROWS = [
    ("dom0", Op.GET_FEATURE, "", "14"),
    ("guest", Op.GET_FEATURE, "", "14"),
    ("guest", Op.GET_FEATURE, "6|", "EACCES"),
    ("dom0", Op.GET_FEATURE, "6|", "14"),
    ("dom0", Op.GET_FEATURE, "10|", "ENOENT"),
    ("dom0", Op.GET_FEATURE, "x|", "EINVAL"),
    ("dom0", Op.GET_FEATURE, "6|7|", "EINVAL"),
    ("dom0", Op.SET_FEATURE, "6|10|", "OK"),
    ("dom0", Op.SET_FEATURE, "6|1|", "EINVAL"),
    ("dom0", Op.SET_FEATURE, "6|", "EINVAL"),
    ("dom0", Op.SET_FEATURE, "0|0|", "EBUSY"),
    ("dom0", Op.SET_FEATURE, "10|0|", "ENOENT"),
    ("guest", Op.SET_FEATURE, "6|0|", "EACCES"),
    ("dom0", Op.GET_QUOTA, "", NAMES.removesuffix("\0")),
    ("dom0", Op.GET_QUOTA, "nodes|", "1000"),
    ("dom0", Op.GET_QUOTA, "5|node-size|", "2048"),
    ("dom0", Op.GET_QUOTA, "5|bogus|", "EINVAL"),
    ("dom0", Op.GET_QUOTA, "5|nodes|1|", "EINVAL"),
    ("dom0", Op.GET_QUOTA, "10|nodes|", "ENOENT"),
    ("guest", Op.GET_QUOTA, "nodes|", "EACCES"),
    ("dom0", Op.SET_QUOTA, "5|nodes|7|", "OK"),
    ("dom0", Op.SET_QUOTA, "nodes|7|", "OK"),
    ("dom0", Op.SET_QUOTA, "nodes|", "EINVAL"),
    ("dom0", Op.SET_QUOTA, "nodes|-1|", "EINVAL"),
    ("dom0", Op.SET_QUOTA, "bogus|1|", "EINVAL"),
    ("guest", Op.SET_QUOTA, "nodes|7|", "EACCES"),
    ("dom0", Op.WATCH, "/g|t|1|", "OK"),
    ("dom0", Op.WATCH, "/g|t|-1|", "EINVAL"),
    ("dom0", Op.WATCH, "/g|t|1|2|", "EINVAL"),
    ("dom0", Op.WATCH, "/g|", "EINVAL"),
]


@pytest.mark.parametrize(("who", "op", "text", "answer"), ROWS)
def test_request_is_answered(who: str, op: Op, text: str, answer: str) -> None:
    scene = Scene()
    assert scene.ask(getattr(scene, who), op, text) == answer


def test_features_are_the_domain_s_own_and_fixed_by_its_introduction() -> None:
    scene = Scene()
    assert scene.ask(scene.dom0, Op.SET_FEATURE, "5|10|") == "OK"
    assert scene.ask(scene.guest, Op.GET_FEATURE, "") == "10"
    assert scene.ask(scene.guest, Op.WATCH, "/g|t|1|") == "EINVAL", "it has no watch depth"
    scene.ask(scene.dom0, Op.INTRODUCE, "5|1|1|")
    assert scene.ask(scene.dom0, Op.SET_FEATURE, "5|14|") == "EBUSY"


def test_quota_of_one_domain_binds_only_it_and_zero_takes_it_away() -> None:
    scene = Scene()
    scene.ask(scene.dom0, Op.SET_QUOTA, "5|nodes|2|")
    assert scene.ask(scene.guest, Op.MKDIR, "/g/1|") == "OK"
    assert scene.ask(scene.guest, Op.MKDIR, "/g/2|") == "ENOSPC"
    scene.ask(scene.dom0, Op.SET_QUOTA, "5|nodes|0|")
    assert scene.ask(scene.guest, Op.MKDIR, "/g/2|") == "OK"
    assert scene.ask(scene.dom0, Op.GET_QUOTA, "nodes|") == "1000"


def test_quota_of_all_is_that_of_domains_to_come() -> None:
    scene = Scene()
    scene.ask(scene.dom0, Op.SET_QUOTA, "watches|7|")
    assert scene.ask(scene.dom0, Op.GET_QUOTA, "5|watches|") == "128"
    assert scene.ask(scene.dom0, Op.GET_QUOTA, "6|watches|") == "7"


def test_path_limit_of_one_domain_is_its_own() -> None:
    scene = Scene()
    scene.ask(scene.dom0, Op.SET_QUOTA, "5|path-max|4|")
    assert scene.ask(scene.guest, Op.MKDIR, "/g/12|") == "EINVAL"
    assert scene.ask(scene.guest, Op.MKDIR, "/g/1|") == "OK"
    assert scene.ask(scene.dom0, Op.MKDIR, "/g/12|") == "OK"


@pytest.mark.parametrize(
    ("root", "depth", "heard"),
    [
        ("/w", 0, ["/w"]),
        ("/w", 1, ["/w", "/w/a"]),
        ("/w", 2, ["/w", "/w/a", "/w/a/b"]),
        ("/", 0, []),
        ("/", 1, ["/w"]),
    ],
)
def test_watch_hears_as_deep_as_it_asked(root: str, depth: int, heard: list[str]) -> None:
    scene = Scene()
    scene.ask(scene.dom0, Op.WATCH, f"{root}|t|{depth}|")
    writer = scene.connect(0)
    for path in ("/w", "/w/a", "/w/a/b"):
        scene.ask(writer, Op.WRITE, f"{path}|v")
    assert scene.heard(scene.dom0) == [f"{path}|t|" for path in heard]


def test_special_watch_of_depth_one_says_which_domain_and_one_domain_can_be_watched() -> None:
    scene = Scene()
    watcher = scene.connect(0)
    for words in ("@releaseDomain|any|", "@releaseDomain|which|1|", "@releaseDomain|none|0|"):
        scene.ask(watcher, Op.WATCH, words)
    for words in ("@releaseDomain/5|five|", "@releaseDomain/6|six|"):
        scene.ask(watcher, Op.WATCH, words)
    scene.ask(scene.dom0, Op.INTRODUCE, "5|1|1|")
    scene.store.domain_shut_down(Domid(5))
    told = ["@releaseDomain|any|", "@releaseDomain/5|which|", "@releaseDomain/5|five|"]
    assert scene.heard(watcher) == told
    scene.ask(scene.dom0, Op.RELEASE, "5|")
    assert scene.heard(watcher) == told


def test_in_417_a_watch_on_one_domain_is_taken_and_never_fires() -> None:
    scene = Scene(Compat.XEN_4_17)
    watcher = scene.connect(0)
    assert scene.ask(watcher, Op.WATCH, "@releaseDomain/5|five|") == "OK"
    scene.ask(scene.dom0, Op.INTRODUCE, "5|1|1|")
    scene.ask(scene.dom0, Op.RELEASE, "5|")
    assert scene.heard(watcher) == []
