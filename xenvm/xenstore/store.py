"""The store: what a session may ask of it, with the checks, errors and events of xenstored 4.17.

Every verb takes the session that asks and, inside a transaction, its overlay. Privileged: dom0.
Knows nothing of the wire, of sockets or of time.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from xenvm.errors import XenstoreError
from xenvm.ids import DOM0, Domid
from xenvm.xenstore import checks, orphans, paths
from xenvm.xenstore.compat import Compat
from xenvm.xenstore.domains import Domain, Domains, Receiver, Session
from xenvm.xenstore.events import Events
from xenvm.xenstore.paths import Parts, Splitter
from xenvm.xenstore.perms import OWNER, READ, WRITE, Perm, Perms
from xenvm.xenstore.quota import Quotas, passes
from xenvm.xenstore.transactions import Overlay
from xenvm.xenstore.tree import Record, Tree, View
from xenvm.xenstore.watches import ANY_DEPTH, Watch, WatchTable
from xenvm.xenstore.wire import PAYLOAD_MAX

_PRIVILEGED_ONLY: Final = Perm(DOM0, "n")


def _every_domain(domid: Domid) -> bool:
    return True


def _nobody(domid: Domid) -> None:
    """The hook of nobody who wants to know."""


class Store:
    """Nodes, watches, transactions and domains of one host."""

    __slots__ = (
        "_keep_orphans",
        "_privileged_domid",
        "_splitter",
        "domains",
        "events",
        "on_gone",
        "on_introduced",
        "quotas",
        "quotas_set",
        "settings_serial",
        "tree",
        "watches",
    )

    def __init__(
        self,
        *,
        exists: Callable[[Domid], bool] = _every_domain,
        quotas: Quotas | None = None,
        compat: Compat = Compat.XEN_4_17,
        privileged_domid: Domid = DOM0,
        keep_orphans: bool = False,
    ) -> None:
        """exists: whether the hypervisor has this domain now; it may then own and be granted.

        privileged_domid: may do what dom0 may. keep_orphans: a dead domain's nodes go to dom0.
        """
        self._privileged_domid = privileged_domid
        self._keep_orphans = keep_orphans
        self.quotas = quotas or Quotas()
        # Limits set while running; the serial rises with these, or who hears of special paths.
        self.quotas_set: set[str] = set()
        self.settings_serial = 0
        self.domains = Domains(exists, self.quotas)
        acl = self.domains.acl((_PRIVILEGED_ONLY,))
        self.tree = Tree(acl, self.domains.charge)
        self.tree.create(self.tree.root, ("tool", "xenstored"), 0, acl, b"")
        self.watches = WatchTable()
        names_domains = compat is Compat.XEN_4_22
        self.events = Events(self.tree, self.watches, acl, names_domains=names_domains)
        self._splitter = Splitter()
        self._splitter.limit(self.quotas.path_length)
        # Whoever gives domains a way to connect is told of them here.
        self.on_introduced: Callable[[Domid], None] = _nobody
        self.on_gone: Callable[[Domid], None] = _nobody

    def set_quota(self, name: str, value: int, *, of_present_domains: bool = True) -> None:
        """Change one limit, named as in Quotas; of_present_domains: of all, or of new ones only."""
        if not of_present_domains:
            for domain in self.domains.all():
                if domain.quotas is self.quotas:
                    domain.quotas = replace(self.quotas)
        setattr(self.quotas, name, value)
        self._splitter.limit(self.quotas.path_length)
        self.quotas_set.add(name)
        self.settings_serial += 1

    def set_domain_quota(self, domain: Domain, name: str, value: int) -> None:
        """Change one limit of one domain, which has its own limits from now on."""
        if domain.quotas is self.quotas:
            domain.quotas = replace(self.quotas)
        setattr(domain.quotas, name, value)
        self.settings_serial += 1

    # Sessions

    def connect(self, domid: Domid, receiver: Receiver) -> Session:
        """A new session of the domain, whose events go to the receiver.

        Raises XenstoreError ENOENT when there is no such domain.
        """
        privileged = domid in (DOM0, self._privileged_domid)
        return self.domains.session(domid, receiver, privileged=privileged)

    def disconnect(self, session: Session) -> None:
        """End the session, its watches and its transactions; harmless when it has ended."""
        domain = session.domain
        if domain is not None:
            self.reset(session)
            del domain.sessions[session.serial]
            session.domain = None

    def reset(self, session: Session) -> None:
        """Drop the session's watches and transactions."""
        for watch in list(session.watches.values()):
            self._drop_watch(session, watch)
        for number in list(session.overlays):
            self._close_overlay(session, number)

    # Nodes

    def read(self, session: Session, path: str, overlay: Overlay | None = None) -> bytes:
        """The node's value. Raises XenstoreError EINVAL, ENOENT, EACCES, as all verbs here."""
        if overlay is None and session.privileged:  # by far the most frequent question
            node = self.tree.get(self._parts(session, path))
            if node is not None:
                return node.value
        return self._node(session, path, overlay or self.tree, READ).value

    def peek(self, payload: bytes) -> bytes | None:
        """What the privileged read with this payload; None when read() must say what comes."""
        parts = self._splitter.payloads.get(payload)
        if parts is None:
            parts = self._splitter.remember(payload)
        node = None if parts is None else self.tree.get(parts)
        return None if node is None or len(node.value) > PAYLOAD_MAX else node.value

    def exists(self, session: Session, path: str, overlay: Overlay | None = None) -> bool:
        """Whether the node is there for this session to read."""
        try:
            self._node(session, path, overlay or self.tree, READ)
        except XenstoreError as error:
            if error.errno_word in ("ENOENT", "EACCES"):
                return False
            raise
        return True

    def directory(
        self, session: Session, path: str, overlay: Overlay | None = None
    ) -> Collection[str]:
        """The children's names in order of creation; to be used before anything changes."""
        return self._node(session, path, overlay or self.tree, READ).names()

    def listing(
        self, session: Session, path: str, overlay: Overlay | None = None
    ) -> tuple[int, bytes]:
        """A number that changes with the node or its children, and their names, each with NUL."""
        node = self._node(session, path, overlay or self.tree, READ)
        if overlay is not None:
            return overlay.listing(overlay.copies[self._parts(session, path)])
        return self.tree.listing(node)

    def get_perms(self, session: Session, path: str, overlay: Overlay | None = None) -> Perms:
        """The node's permissions, its owner's entry first."""
        return self._node(session, path, overlay or self.tree, READ).acl.perms

    def write(
        self, session: Session, path: str, value: bytes, overlay: Overlay | None = None
    ) -> None:
        """Set the node's value; it and its parents come into being when missing."""
        parts = self._parts(session, path)
        view: View = overlay or self.tree
        node = view.get(parts)
        if node is None:
            self._create(session, path, parts, view, value)
        else:
            if not session.privileged:
                checks.rights(session, path, parts, view, node, WRITE)
                checks.size(session.quotas, path, view, value, node.acl, node.names())
            view.set_value(node, value)
        if overlay is None:
            self.events.changed(parts)
        else:
            overlay.tell(parts)

    def mkdir(self, session: Session, path: str, overlay: Overlay | None = None) -> None:
        """Make the node and its parents; an existing one is left alone and tells nobody."""
        parts = self._parts(session, path)
        view: View = overlay or self.tree
        node = view.get(parts)
        if node is not None:
            checks.rights(session, path, parts, view, node, WRITE)
            return
        self._create(session, path, parts, view, b"")
        if overlay is None:
            self.events.changed(parts)
        else:
            overlay.tell(parts)

    def make(
        self,
        session: Session,
        path: str,
        perms: tuple[tuple[int, str], ...],
        leaves: Iterable[tuple[str, bytes]],
    ) -> None:
        """The directory anew, with these permissions and leaves; watchers see them in order.

        What rm, mkdir, set_perms and writes would do; no transactions, privileged sessions only.
        """
        self._privileged(session)
        parts, tree, events = self._parts(session, path), self.tree, self.events
        acl = self.domains.acl(perms)
        checked = {self._splitter.name(name): value for name, value in leaves}
        if not parts:
            raise XenstoreError("EINVAL", path)
        depth, ancestor = tree.nearest(parts)
        if tree.get(parts) is not None:
            events.going(parts)
            tree.remove(parts)
        parent = tree.create(ancestor, parts[:-1], depth, ancestor.acl, b"")
        directory = tree.add_child(parent, parts[-1], acl, b"")
        if acl.owner != parent.acl.owner:
            tree.owned_now(parts, acl.owner)
        events.changed(parts)
        for name, value in checked.items():
            tree.add_child(directory, name, acl, value)
            events.changed((*parts, name))

    def rm(self, session: Session, path: str, overlay: Overlay | None = None) -> None:
        """Remove the node and all below it; a missing node is fine when its parent exists."""
        parts = self._parts(session, path)
        view: View = overlay or self.tree
        node = view.get(parts)
        if node is None:
            _, nearest = view.nearest(parts)
            if not session.rights(nearest.acl) & WRITE:
                raise XenstoreError("EACCES", path)
            if view.get(parts[:-1]) is None:
                raise XenstoreError("ENOENT", path)
            return
        checks.rights(session, path, parts, view, node, WRITE)
        if not parts:
            raise XenstoreError("EINVAL", path)
        if overlay is None:
            self.events.going(parts)
        view.remove(parts)

    def set_perms(
        self,
        session: Session,
        path: str,
        perms: Sequence[tuple[int, str]],
        overlay: Overlay | None = None,
    ) -> None:
        """Replace the node's permissions; a special path's say who hears of it.

        Raises XenstoreError ENOENT for an owner that does not exist, EPERM when a guest gives
        its node away, ENOSPC for too many entries of a guest.
        """
        if not session.privileged and passes(session.quotas.perms, len(perms)):
            raise XenstoreError("ENOSPC", path)
        acl = self.domains.acl(tuple(perms))
        if path.startswith("@"):
            self.events.set_special(session, path, acl)
            self.settings_serial += 1
            return
        parts = self._parts(session, path)
        view: View = overlay or self.tree
        node = self._node(session, path, view, WRITE | OWNER)
        old_acl = node.acl
        if not session.privileged:
            if acl.owner != old_acl.owner:
                raise XenstoreError("EPERM", path)
            checks.size(session.quotas, path, view, node.value, acl, node.names())
        view.set_acl(node, acl)
        if overlay is None:
            self.tree.owned_now(parts, acl.owner)
            live = self.tree.get(parts)
            assert live is not None
            self.tree.disowned(parts, live, old_acl.owner)
            self.events.changed(parts, old_acl)
        else:
            overlay.tell(parts)

    # Watches

    def watch(self, session: Session, path: str, token: bytes, depth: int = ANY_DEPTH) -> Watch:
        """A new watch, which the caller must let fire (fire_first) after its answer.

        Raises XenstoreError EEXIST for the same path and token, E2BIG for a guest's quota.
        """
        full, parts = self._watched(session, path)
        if (full, token) in session.watches:
            raise XenstoreError("EEXIST", path)
        domain = session.domain
        if domain is None:
            raise XenstoreError("EIO", path)
        if not session.privileged and passes(domain.quotas.watches, domain.watches):
            raise XenstoreError("E2BIG", path)
        watch = Watch(session, full, parts, path, token, self.watches.next_serial(), depth)
        session.watches[full, token] = watch
        domain.watches += 1
        self.watches.add(watch)
        return watch

    def fire_first(self, watch: Watch) -> None:
        """The event that every watch begins with."""
        watch.session.receiver.event(watch, watch.given)

    def unwatch(self, session: Session, path: str, token: bytes) -> None:
        """End a watch. Raises XenstoreError ENOENT when there is none such."""
        full = path if path[:1] in ("/", "@") else session.home + path
        watch = session.watches.get((full, token))
        if watch is None:
            raise XenstoreError("ENOENT", path)
        self._drop_watch(session, watch)

    # Transactions

    def start(self, session: Session) -> int:
        """Open a transaction; its id. Raises XenstoreError ENOSPC for a guest's quota."""
        domain = session.domain
        if domain is None:
            raise XenstoreError("EIO", session.home)
        guest = not session.privileged
        if guest and passes(domain.quotas.transactions, domain.transactions):
            raise XenstoreError("ENOSPC", session.home)
        number = session.new_transaction_id()
        nodes_max = domain.quotas.transaction_nodes if guest else 0
        session.overlays[number] = Overlay(self.tree, number, nodes_max)
        domain.transactions += 1
        return number

    def overlay(self, session: Session, number: int) -> Overlay | None:
        """The open transaction of that id; None for 0. Raises XenstoreError ENOENT."""
        if number == 0:
            return None
        overlay = session.overlays.get(number)
        if overlay is None:
            raise XenstoreError("ENOENT", session.home)
        return overlay

    def end(self, session: Session, number: int, *, commit: bool) -> None:
        """Close the transaction; when committed all of it happens, then its events go out.

        Raises XenstoreError EAGAIN on a conflict, ENOMEM after an error inside.
        """
        overlay = self.overlay(session, number)
        if overlay is None:
            raise XenstoreError("ENOENT", session.home)
        self._close_overlay(session, number)
        if commit:
            overlay.check(self.domains, limited=not session.privileged)
            overlay.apply()
            self.events.committed(overlay.copies.values())

    # Domains

    def introduce(self, session: Session, domid: Domid, gfn: int, port: int) -> None:
        """A domain is ready to talk; done again, it resets what the domain had open.

        Raises XenstoreError EINVAL for a bad port or a domain that does not exist.
        """
        self._privileged(session)
        domain = self.domains.find(domid) if port > 0 else None
        if domain is None:
            raise XenstoreError("EINVAL", paths.home(domid))
        if domain is self.domains.dom0:
            return
        domain.gfn = gfn
        domain.port = port
        if domain.introduced:
            for guest in list(domain.sessions.values()):
                self.reset(guest)
                guest.receiver.reset()
            return
        domain.introduced = True
        domain.shut_down = False
        self.on_introduced(domid)
        self.events.special(paths.INTRODUCE_DOMAIN, domid)

    def release(self, session: Session, domid: Domid) -> None:
        """The domain is gone for the store. Raises XenstoreError EINVAL for dom0, ENOENT."""
        self._privileged(session)
        self._end(self._guest(domid))

    def resume(self, session: Session, domid: Domid) -> None:
        """The domain runs again after a shutdown: its next one is told again."""
        self._privileged(session)
        self._guest(domid).shut_down = False

    def set_target(self, session: Session, domid: Domid, target: Domid) -> None:
        """Let the domain do what its target may. Raises XenstoreError ENOENT."""
        self._privileged(session)
        pair = self.domains.introduced(domid), self.domains.introduced(target)
        if pair[0] is None or pair[1] is None:
            raise XenstoreError("ENOENT", paths.home(domid))
        pair[0].target = pair[1]

    def is_introduced(self, session: Session, domid: Domid) -> bool:
        """Whether the domain was introduced and not released."""
        self._privileged(session)
        return self.domains.introduced(domid) is not None

    def domain_shut_down(self, domid: Domid) -> None:
        """The hypervisor says that the domain shut down or crashed; told once until resumed."""
        domain = self.domains.introduced(domid)
        if domain is not None and not domain.shut_down:
            domain.shut_down = True
            self.events.special(paths.RELEASE_DOMAIN, domid)

    def domain_died(self, domid: Domid) -> None:
        """The hypervisor has no such domain any more: its sessions, nodes and rights go."""
        domain = self.domains.get(domid)
        if domain is not None and domid != DOM0:
            self._end(domain)

    # What the verbs are made of

    def _parts(self, session: Session, path: str) -> Parts:
        full = path if path[:1] in ("/", "@") else session.home + path
        if not session.privileged and session.quotas is not self.quotas:
            checks.length(session, full)
        return self._splitter.split(full)

    def _watched(self, session: Session, path: str) -> tuple[str, Parts]:
        if path[:1] == "@":
            if len(path) > paths.PATH_LENGTH_MAX:
                raise XenstoreError("EINVAL", path)
            return path, ()
        full = path if path[:1] == "/" else session.home + path
        return full, self._splitter.split(full)

    def _node(self, session: Session, path: str, view: View, need: int) -> Record:
        """The node, if the session may; errors hide what it must not know (XSA-115)."""
        parts = self._parts(session, path)
        node = view.get(parts)
        if node is None:
            _, nearest = view.nearest(parts)
            word = "ENOENT" if session.rights(nearest.acl) & need else "EACCES"
            raise XenstoreError(word, path)
        if not session.privileged:
            checks.rights(session, path, parts, view, node, need)
        return node

    def _create(self, session: Session, path: str, parts: Parts, view: View, value: bytes) -> None:
        depth, ancestor = view.nearest(parts)
        acl = ancestor.acl
        if not session.privileged:
            acl = checks.creation(session, path, parts, view, depth, ancestor, value)
        view.create(ancestor, parts, depth, acl, value)

    def _privileged(self, session: Session) -> None:
        if not session.privileged:
            raise XenstoreError("EACCES", session.home)

    def _guest(self, domid: Domid) -> Domain:
        if domid == DOM0:
            raise XenstoreError("EINVAL", paths.home(domid))
        domain = self.domains.introduced(domid)
        if domain is None:
            raise XenstoreError("ENOENT", paths.home(domid))
        return domain

    def _drop_watch(self, session: Session, watch: Watch) -> None:
        del session.watches[watch.path, watch.token]
        self.watches.remove(watch)
        if session.domain is not None:
            session.domain.watches -= 1

    def _close_overlay(self, session: Session, number: int) -> None:
        session.overlays.pop(number).release()
        if session.domain is not None:
            session.domain.transactions -= 1

    def _end(self, domain: Domain) -> None:
        for session in list(domain.sessions.values()):
            self.disconnect(session)
            session.receiver.closed()
        if self._keep_orphans:
            orphans.keep(self.tree, domain.domid, DOM0)
        else:
            root_acl = self.domains.acl((_PRIVILEGED_ONLY,))
            orphans.remove(self.tree, self.events, domain.domid, root_acl)
        self.domains.forget(domain)
        self.settings_serial += 1  # its quotas and its rights to special paths went, too
        if domain.introduced:
            self.on_gone(Domid(domain.domid))
            self.events.special(paths.RELEASE_DOMAIN, domain.domid)
