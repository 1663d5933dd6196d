"""Message types of newer Xen: features, quotas of single domains, watches limited in depth.

Knows nothing of frames, sockets or connections. Source: Xen 4.22, do_get_feature and its like.
"""

from typing import Final

from xenvm.errors import XenstoreError
from xenvm.ids import DOMID_FIRST_RESERVED
from xenvm.xenstore import wire
from xenvm.xenstore.commands import COMMANDS, Command
from xenvm.xenstore.compat import Compat
from xenvm.xenstore.domains import FEATURE_WATCH_DEPTH, FEATURES, Domain, Session
from xenvm.xenstore.quota import WIRE_NAMES, Quotas
from xenvm.xenstore.store import Store
from xenvm.xenstore.transactions import Overlay
from xenvm.xenstore.wire import OK, Op


def _get_feature(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    """The features that the asker has or, asked by the privileged, those of a domain."""
    arguments = wire.texts(payload)
    if not arguments:
        return b"%d\0" % _own_features(session)
    if not session.privileged:
        raise XenstoreError("EACCES", session.home)
    if len(arguments) > 1:
        raise _invalid()
    return b"%d\0" % _domain(store, arguments[0]).features


def _set_feature(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    """Possible only before the domain is introduced, which may then rely on what it sees."""
    arguments = wire.texts(payload)
    if len(arguments) != 2:
        raise _invalid()
    domain, features = _domain(store, arguments[0]), wire.number(arguments[1])
    if domain.introduced:
        raise XenstoreError("EBUSY", session.home)
    if features & ~FEATURES:
        raise _invalid()
    domain.features = features
    store.settings_serial += 1
    return OK


def _get_quota(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    """One limit, of all domains or of one; without arguments the names of all limits."""
    arguments = wire.texts(payload)
    if not arguments:
        return " ".join(WIRE_NAMES).encode() + b"\0"
    if len(arguments) > 2:
        raise _invalid()
    quotas: Quotas = store.quotas
    if len(arguments) == 2:
        quotas = _domain(store, arguments[0]).quotas
    return b"%d\0" % getattr(quotas, _attribute(arguments[-1]))


def _set_quota(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    """A limit of one domain, or that of all domains to come."""
    arguments = wire.texts(payload)
    if len(arguments) not in (2, 3):
        raise _invalid()
    domain = _domain(store, arguments[0]) if len(arguments) == 3 else None
    attribute, value = _attribute(arguments[-2]), wire.number(arguments[-1])
    if value < 0:
        raise _invalid()
    if domain is not None:
        store.set_domain_quota(domain, attribute, value)
    else:
        store.set_quota(attribute, value, of_present_domains=False)
    return OK


def _watch(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    arguments = wire.texts(payload)
    if len(arguments) == 3 and _own_features(session) & FEATURE_WATCH_DEPTH:
        depth = wire.number(arguments[2])
        if depth < 0:
            raise _invalid()
        store.watch(session, arguments[0].decode("latin-1"), arguments[1], depth)
    elif len(arguments) == 2:
        store.watch(session, arguments[0].decode("latin-1"), arguments[1])
    else:
        raise _invalid()
    return OK


_NEWER: Final[dict[int, Command]] = {
    Op.WATCH: Command(_watch, ignores_transaction=True),
    Op.GET_FEATURE: Command(_get_feature),
    Op.SET_FEATURE: Command(_set_feature, privileged=True, writes=True),
    Op.GET_QUOTA: Command(_get_quota, privileged=True),
    Op.SET_QUOTA: Command(_set_quota, privileged=True, writes=True),
}


def commands_of(compat: Compat) -> dict[int, Command]:
    """What that Xen's xenstored understands, but for CONTROL."""
    return {**COMMANDS, **_NEWER} if compat is Compat.XEN_4_22 else dict(COMMANDS)


def _own_features(session: Session) -> int:
    return FEATURES if session.privileged or session.domain is None else session.domain.features


def _domain(store: Store, text: bytes) -> Domain:
    if not text.isdigit() or int(text) >= DOMID_FIRST_RESERVED:
        raise _invalid()
    domain = store.domains.find(int(text))
    if domain is None:
        raise XenstoreError("ENOENT", text.decode())
    return domain


def _attribute(name: bytes) -> str:
    attribute = WIRE_NAMES.get(name.decode("latin-1"))
    if attribute is None:
        raise _invalid()
    return attribute


def _invalid() -> XenstoreError:
    return XenstoreError("EINVAL", "")
