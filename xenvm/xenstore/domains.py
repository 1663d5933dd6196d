"""Who uses the store: domains, their incarnations and accounts, and the sessions they hold.

Knows nothing of nodes beyond their permissions.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from xenvm.errors import XenstoreError
from xenvm.ids import DOM0, DOMID_FIRST_RESERVED, Domid
from xenvm.xenstore import paths
from xenvm.xenstore.perms import ALL, NOBODY, Acl, Perm
from xenvm.xenstore.quota import Quotas

if TYPE_CHECKING:
    from xenvm.xenstore.transactions import Overlay
    from xenvm.xenstore.watches import Watch

# A transaction id is a u32 on the wire; 0 means none.
TRANSACTION_ID_MAX: Final = 0xFFFF_FFFF
# Permissions remembered for reuse: those of the domains that are being made right now.
ACLS_KEPT_MAX: Final = 512
# What newer Xen can do for a client: tell errors, limit watches in depth, take any domid in perms.
FEATURE_WATCH_DEPTH: Final = 4
FEATURES: Final = 2 | FEATURE_WATCH_DEPTH | 8


class Receiver(Protocol):
    """The far end of a session: told of events, and when the store ends what it holds."""

    def event(self, watch: "Watch", path: str) -> None:
        """A watch fired; called inside the change, so it must only take note."""

    def reset(self) -> None:
        """The domain was introduced again: watches and transactions are gone."""

    def closed(self) -> None:
        """The domain is gone, and with it this session."""


class Domain:
    """One incarnation of a domid, from when the store first hears of it until its death."""

    __slots__ = (
        "domid",
        "features",
        "gfn",
        "incarnation",
        "introduced",
        "memory_bytes",
        "nodes",
        "outstanding",
        "port",
        "quotas",
        "sessions",
        "shut_down",
        "target",
        "transactions",
        "watches",
    )

    def __init__(self, domid: int, incarnation: int, quotas: Quotas) -> None:
        """quotas: those of all domains, until this one is given its own."""
        self.domid = domid
        self.incarnation = incarnation
        self.quotas = quotas
        self.features = FEATURES
        self.introduced = False
        self.shut_down = False
        self.gfn = 0
        self.port = 0
        self.target: Domain | None = None
        self.sessions: dict[int, Session] = {}
        self.nodes = 0
        self.memory_bytes = 0
        self.watches = 0
        self.transactions = 0
        self.outstanding = 0


class Session:
    """One connection to the store: who it is, its watches and its transactions."""

    __slots__ = (
        "domain",
        "domid",
        "home",
        "last_transaction",
        "overlays",
        "privileged",
        "receiver",
        "serial",
        "watches",
    )

    def __init__(self, serial: int, domain: Domain, receiver: Receiver, privileged: bool) -> None:
        self.serial = serial
        self.domain: Domain | None = domain
        self.domid = domain.domid
        self.home = paths.home(domain.domid)
        self.privileged = privileged
        self.receiver = receiver
        self.watches: dict[tuple[str, bytes], Watch] = {}
        self.overlays: dict[int, Overlay] = {}
        self.last_transaction = 0

    @property
    def quotas(self) -> Quotas:
        """The limits that hold for its domain. Raises XenstoreError EIO when that is gone."""
        if self.domain is None:
            raise XenstoreError("EIO", self.home)
        return self.domain.quotas

    def rights(self, acl: Acl) -> int:
        """What this session may do to a node with these permissions: bits of perms.ALL.

        Raises XenstoreError EIO when the session's domain is gone.
        """
        if self.privileged:
            return ALL
        domain = self.domain
        if domain is None:
            raise XenstoreError("EIO", self.home)
        target = domain.target
        if acl.owner == domain.domid or (target is not None and acl.owner == target.domid):
            return ALL
        for incarnation, bits in acl.grants:
            if incarnation == domain.incarnation or (
                target is not None and incarnation == target.incarnation
            ):
                return bits
        return acl.default

    def new_transaction_id(self) -> int:
        """The next id that no open transaction of this session has."""
        number = self.last_transaction
        while True:
            number = number % TRANSACTION_ID_MAX + 1
            if number not in self.overlays:
                self.last_transaction = number
                return number


class Domains:
    """The domains the store knows; dom0 always, others from first mention to death."""

    __slots__ = ("_acls", "_exists", "_incarnations", "_known", "_quotas", "_sessions", "dom0")

    def __init__(self, exists: Callable[[Domid], bool], quotas: Quotas) -> None:
        """exists: whether the hypervisor has such a domain now."""
        # One object for equal permissions: most of a domain's nodes share a handful.
        self._acls: dict[tuple[Sequence[tuple[int, str]], tuple[int, ...]], Acl] = {}
        self._exists = exists
        self._quotas = quotas
        self._incarnations = NOBODY + 1
        self._sessions = 0
        self.dom0 = Domain(DOM0, self._incarnations, quotas)
        self.dom0.introduced = True
        self._known: dict[int, Domain] = {DOM0: self.dom0}

    def get(self, domid: int) -> Domain | None:
        """The domain, if the store has heard of it."""
        return self._known.get(domid)

    def all(self) -> list[Domain]:
        """Every domain the store has heard of, oldest first."""
        return list(self._known.values())

    def nodes_of(self, domain: Domain, nodes_of_all: int) -> int:
        """How many nodes the domain owns; dom0, which has no account, all but the others'."""
        if domain is not self.dom0:
            return domain.nodes
        return nodes_of_all - sum(other.nodes for other in self._known.values())

    def find(self, domid: int) -> Domain | None:
        """The domain, taken note of now when the hypervisor has it; None when it has not."""
        domain = self._known.get(domid)
        if domain is None and 0 < domid < DOMID_FIRST_RESERVED and self._exists(Domid(domid)):
            self._incarnations += 1
            domain = Domain(domid, self._incarnations, self._quotas)
            self._known[domid] = domain
        return domain

    def introduced(self, domid: int) -> Domain | None:
        """The domain, if it was introduced and not released."""
        domain = self._known.get(domid)
        return domain if domain is not None and domain.introduced else None

    def forget(self, domain: Domain) -> None:
        """End this incarnation: nothing that named it matches anybody any more."""
        del self._known[domain.domid]
        for other in self._known.values():
            if other.target is domain:
                other.target = None

    def session(self, domid: int, receiver: Receiver, privileged: bool) -> Session:
        """A new session of the domain. Raises XenstoreError ENOENT for an unknown domain."""
        domain = self.find(domid)
        if domain is None:
            raise XenstoreError("ENOENT", paths.home(domid))
        self._sessions += 1
        session = Session(self._sessions, domain, receiver, privileged)
        domain.sessions[session.serial] = session
        return session

    def charge(self, domid: int, nodes: int, memory_bytes: int) -> None:
        """Book nodes and bytes on their owner's account."""
        domain = self._known.get(domid)
        if domain is not None:
            domain.nodes += nodes
            domain.memory_bytes += memory_bytes

    def acl(self, perms: tuple[tuple[int, str], ...]) -> Acl:
        """The permissions as they bind now, every entry to today's incarnation of its domid.

        Raises XenstoreError ENOENT when the owner is no existing domain.
        """
        owner = perms[0][0]
        if self.find(owner) is None:
            raise XenstoreError("ENOENT", paths.home(owner))
        incarnations = tuple(self._incarnation_of(domid) for domid, _ in perms[1:])
        acl = self._acls.get((perms, incarnations))
        if acl is None:
            if len(self._acls) >= ACLS_KEPT_MAX:
                self._acls.clear()
            acl = Acl(tuple(Perm(*entry) for entry in perms), incarnations)
            self._acls[acl.perms, incarnations] = acl
        return acl

    def _incarnation_of(self, domid: int) -> int:
        domain = self.find(domid)
        return NOBODY if domain is None else domain.incarnation
