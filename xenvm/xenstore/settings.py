"""What was set while running, as text, for whoever takes over: quotas, features, special paths.

Of quotas only those that were set: the others are for options to say. Knows nothing of files.
"""

from dataclasses import fields
from typing import Final

from xenvm.xenstore import perms
from xenvm.xenstore.domains import FEATURES
from xenvm.xenstore.perms import NOBODY, Acl
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store

_VOID: Final = "!"
_QUOTA_NAMES: Final = frozenset(field.name for field in fields(Quotas))


def text_of(store: Store) -> str:
    """One setting a line."""
    lines = [f"quota {name} {getattr(store.quotas, name)}" for name in sorted(store.quotas_set)]
    for domain in store.domains.all():
        if domain.quotas is not store.quotas:
            lines += [
                f"quota-of {domain.domid} {field.name} {getattr(domain.quotas, field.name)}"
                for field in fields(domain.quotas)
            ]
        if domain.features != FEATURES:
            lines.append(f"features-of {domain.domid} {domain.features}")
    for path, acl in store.events.special_acls().items():
        lines.append(f"special {path} {text_of_acl(store, acl)}")
    return "".join(line + "\n" for line in lines)


def restore(store: Store, text: str) -> None:
    """Make what text_of() said the settings of this store; unknown domains are left out.

    Raises ValueError or LookupError for what text_of() cannot have said.
    """
    for line in text.splitlines():
        kind, name, *values = line.split()
        if kind.startswith("quota") and not _QUOTA_NAMES & {name, values[0]}:
            raise ValueError(line)
        if kind == "quota":
            store.set_quota(name, int(values[0]))
        elif kind == "special":
            store.events.restore_special(name, acl_of_text(store, values[0]))
        elif (domain := store.domains.find(int(name))) is None:
            continue
        elif kind == "quota-of":
            store.set_domain_quota(domain, values[0], int(values[1]))
        else:
            domain.features = int(values[0])


def text_of_acl(store: Store, acl: Acl) -> str:
    """The permissions, those marked that died with the domain that they were for."""
    texts = [perms.format_entry(acl.perms[0])]
    for perm, (incarnation, _) in zip(acl.perms[1:], acl.grants, strict=True):
        domain = store.domains.get(perm.domid)
        is_void = domain is None or domain.incarnation != incarnation
        texts.append(perms.format_entry(perm) + (_VOID if is_void else ""))
    return ",".join(texts)


def acl_of_text(store: Store, text: str) -> Acl:
    """Rights that died with a domain come back dead: its number may have been given again.

    Raises XenstoreError ENOENT when the owner is no existing domain.
    """
    acl = store.domains.acl(perms.parse(text.replace(_VOID, "")))
    if _VOID not in text:
        return acl
    incarnations = [
        NOBODY if entry.endswith(_VOID) else incarnation
        for entry, (incarnation, _) in zip(text.split(",")[1:], acl.grants, strict=True)
    ]
    return Acl(acl.perms, incarnations)
