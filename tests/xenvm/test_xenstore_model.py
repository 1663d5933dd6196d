"""The store against a naive model: a dict from path to value and permissions, all by scanning."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.support.xenstore import Peer, outcome
from xenvm.xenstore import perms as perms_of
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store

PATHS = ["/a", "/a/b", "/a/b/c", "/a/d", "/e", "/e/f", "/local/domain/5/x", "/local/domain/5"]
PERMS = ["n0", "r0", "b0", "n5", "r5", "n0,r5", "n0,w5", "b0,n5", "n6,r5"]
WATCHED = ["/", "/a", "/a/b", "/e/f", "/local"]

paths = st.sampled_from(PATHS)
domids = st.sampled_from([0, 0, 5])


def ancestors(path: str) -> list[str]:
    """The path and all above it, nearest first."""
    names = path.split("/")[1:]
    return ["/" + "/".join(names[:count]) for count in range(len(names), 0, -1)] + ["/"]


class Model:
    def __init__(self) -> None:
        self.nodes: dict[str, tuple[str, str]] = {"/": ("", "n0")}
        for path in ("/tool", "/tool/xenstored"):
            self.nodes[path] = ("", "n0")

    def bits(self, domid: int, path: str) -> str:
        entries = perms_of.parse(self.nodes[path][1])
        if domid == 0 or entries[0].domid == domid:
            return "rwo"
        for entry in entries[1:]:
            if entry.domid == domid:
                return {"b": "rw"}.get(entry.letter, entry.letter)
        return {"b": "rw"}.get(entries[0].letter, entries[0].letter)

    def refusal(self, domid: int, path: str, need: str) -> str | None:
        """The errno word that the access must meet; None when it is allowed."""
        if path in self.nodes:
            return None if set(need) <= set(self.bits(domid, path)) else "EACCES"
        nearest = next(above for above in ancestors(path) if above in self.nodes)
        return "ENOENT" if set(need) & set(self.bits(domid, nearest)) else "EACCES"

    def children(self, path: str) -> list[str]:
        prefix = path if path == "/" else path + "/"
        return [
            node[len(prefix) :]
            for node in self.nodes
            if node != "/" and node.startswith(prefix) and "/" not in node[len(prefix) :]
        ]

    def create(self, domid: int, path: str, value: str) -> None:
        missing = [above for above in ancestors(path) if above not in self.nodes]
        parent = next(above for above in ancestors(path) if above in self.nodes)
        text = self.nodes[parent][1]
        if domid:
            owner, *rest = text.split(",")
            text = ",".join([f"{owner[0]}{domid}", *rest])
        for node in reversed(missing):
            self.nodes[node] = (value if node == path else "", text)

    def remove(self, path: str) -> list[str]:
        gone = [node for node in self.nodes if node == path or node.startswith(path + "/")]
        for node in gone:
            del self.nodes[node]
        return gone


class StoreAgainstModel(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = Store(quotas=Quotas(nodes=10_000))
        self.peers = {0: Peer(self.store), 5: Peer(self.store, 5)}
        self.watcher = Peer(self.store)
        for path in WATCHED:
            self.watcher.watch(path, path)
        self.watcher.heard()
        self.model = Model()

    def told(self, path: str) -> None:
        expected = [f"{path} {above}" for above in WATCHED if above in ancestors(path)]
        assert self.watcher.heard() == expected

    @rule(domid=domids, path=paths, value=st.sampled_from(["", "1", "22"]))
    def write(self, domid: int, path: str, value: str) -> None:
        word = self.model.refusal(domid, path, "w")
        answer = outcome(self.peers[domid].write, path, value)
        if word is None:
            self.model.nodes[path] = (value, self.model.nodes[path][1])
        elif word == "ENOENT":
            self.model.create(domid, path, value)
        assert answer == (word if word == "EACCES" else None)
        if answer is None:
            self.told(path)

    @rule(domid=domids, path=paths)
    def mkdir(self, domid: int, path: str) -> None:
        word = self.model.refusal(domid, path, "w")
        answer = outcome(self.peers[domid].mkdir, path)
        if word == "ENOENT":
            self.model.create(domid, path, "")
            self.told(path)
        assert answer == (word if word == "EACCES" else None)

    @rule(domid=domids, path=paths)
    def rm(self, domid: int, path: str) -> None:
        word = self.model.refusal(domid, path, "w")
        parent_there = ancestors(path)[1] in self.model.nodes
        answer = outcome(self.peers[domid].rm, path)
        if word == "ENOENT" and parent_there:
            word = None
        elif word is None:
            gone = self.model.remove(path)
            heard = self.watcher.heard()
            exact = {f"{node} {node}" for node in gone if node != path and node in WATCHED}
            covering = [f"{path} {above}" for above in WATCHED if above in ancestors(path)]
            assert set(heard[: len(exact)]) == exact
            assert heard[len(exact) :] == covering
        assert answer == word

    @rule(domid=domids, path=paths, text=st.sampled_from(PERMS))
    def set_perms(self, domid: int, path: str, text: str) -> None:
        word = self.model.refusal(domid, path, "wo")
        if word is None and domid and self.model.nodes[path][1].split(",")[0][1:] != text[1]:
            word = "EPERM"
        assert outcome(self.peers[domid].chmod, path, text) == word
        if word is None:
            self.model.nodes[path] = (self.model.nodes[path][0], text)
            self.told(path)

    @rule(domid=domids, path=paths)
    def look(self, domid: int, path: str) -> None:
        word = self.model.refusal(domid, path, "r")
        value, text = self.model.nodes.get(path, ("", ""))
        peer = self.peers[domid]
        assert outcome(peer.read, path) == (word or value)
        assert outcome(peer.perms, path) == (word or text)
        assert outcome(peer.ls, path) == (word or self.model.children(path))

    @rule(path=paths, other=paths, value=st.sampled_from(["x", "yy"]))
    def transaction_of_two_writes(self, path: str, other: str, value: str) -> None:
        peer = self.peers[0]
        number = peer.start()
        for target in (path, other):
            peer.write(target, value, number)
            assert peer.read(target, number) == value
        peer.commit(number)
        for target in (path, other):
            if target in self.model.nodes:
                self.model.nodes[target] = (value, self.model.nodes[target][1])
            else:
                self.model.create(0, target, value)
        self.watcher.heard()

    @invariant()
    def accounts_add_up(self) -> None:
        owners = [perms_of.parse(text)[0].domid for _, text in self.model.nodes.values()]
        assert self.store.tree.count == len(owners)
        for domid in (5, 6):
            domain = self.store.domains.get(domid)
            assert (domain.nodes if domain else 0) == owners.count(domid)


TestStoreAgainstModel = StoreAgainstModel.TestCase
