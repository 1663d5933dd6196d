"""What a guest is refused for: missing rights, and the limits on what it may use.

Knows nothing of events or of where requests come from. Source: xenstored 4.17, get_node and
write_node.
"""

from collections.abc import Iterable
from itertools import chain

from xenvm.errors import XenstoreError
from xenvm.xenstore import paths
from xenvm.xenstore.domains import Session
from xenvm.xenstore.paths import Parts
from xenvm.xenstore.perms import WRITE, Acl
from xenvm.xenstore.quota import Quotas, passes
from xenvm.xenstore.tree import Record, View, record_bytes


def rights(session: Session, path: str, parts: Parts, view: View, node: Record, need: int) -> None:
    """Raises XenstoreError EACCES when the session may not do that to an existing node."""
    if session.rights(node.acl) & need != need:
        view.nearest(parts)  # C asks the ancestors, which in a transaction touches them.
        raise XenstoreError("EACCES", path)


def length(session: Session, path: str) -> None:
    """Raises XenstoreError EINVAL for a path longer than the session's own limit."""
    most = session.quotas.path_length
    if most and not paths.is_valid(path, most):
        raise XenstoreError("EINVAL", path)


def size(
    quotas: Quotas, path: str, view: View, value: bytes, acl: Acl, names: Iterable[str]
) -> None:
    """Raises XenstoreError ENOSPC when the node's record would be too big."""
    most = quotas.node_bytes
    if most and record_bytes(value, acl, names, stop_at=most) >= most:
        view.fail()
        raise XenstoreError("ENOSPC", path)


def creation(
    session: Session,
    path: str,
    parts: Parts,
    view: View,
    depth: int,
    ancestor: Record,
    value: bytes,
) -> Acl:
    """The permissions of nodes that a guest makes below the ancestor at this depth.

    Raises XenstoreError EACCES without the right to, ENOSPC for too many or too big nodes.
    """
    if not session.rights(ancestor.acl) & WRITE:
        raise XenstoreError("EACCES", path)
    domain = session.domain
    assert domain is not None
    quotas = domain.quotas
    owned = domain.nodes + view.nodes_of(domain.domid)
    if passes(quotas.nodes, owned + len(parts) - depth):
        raise XenstoreError("ENOSPC", path)
    acl = ancestor.acl.owned_by(domain.domid)
    names = chain(ancestor.names(), parts[depth : depth + 1])
    size(quotas, path, view, ancestor.value, ancestor.acl, names)
    for index in range(depth + 1, len(parts)):
        size(quotas, path, view, b"", acl, (parts[index],))
    size(quotas, path, view, value, acl, ())
    return acl
