"""What becomes of the nodes that a domain owned when it dies (XSA-419).

Knows nothing of sessions.
"""

from xenvm.xenstore.events import Events
from xenvm.xenstore.paths import Parts
from xenvm.xenstore.perms import Acl
from xenvm.xenstore.tree import Tree, below


def remove(tree: Tree, events: Events, domid: int, root_acl: Acl) -> None:
    """The nodes go, their watchers are told: those in the domain's own directory first.

    root_acl: what the root gets that somebody had given to the domain.
    """
    home: Parts = ("local", "domain", str(domid))
    above = (tree.get(home[:depth]) for depth in range(len(home)))
    if not any(node is not None and node.acl.owner == domid for node in above):
        for parts in tree.owned_by(domid, home):
            _remove_whole(tree, events, parts, root_acl)
    for parts in tree.take_away_of(domid):
        _remove_whole(tree, events, parts, root_acl)


def keep(tree: Tree, domid: int, heir: int) -> None:
    """The nodes get another owner, and nobody is told. Walks the whole tree, as C does for -K."""
    for node in below(tree.root):
        if node.acl.owner == domid:
            tree.set_acl(node, node.acl.owned_by(heir))
    for _ in tree.take_away_of(domid):
        pass


def _remove_whole(tree: Tree, events: Events, parts: Parts, root_acl: Acl) -> None:
    if parts:
        events.going(parts)
        tree.remove(parts)
        return
    for name in list(tree.root.names()):
        _remove_whole(tree, events, (name,), root_acl)
    tree.set_acl(tree.root, root_acl)
