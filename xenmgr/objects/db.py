"""com.citrix.xenclient.db: the configuration tree as any client may see and change it."""

from __future__ import annotations

from rpcgen.runtime.tree import ObjectKind, Place
from xenmgr._generated.db_server import DbServer
from xenmgr.host import Host


class DbFace(DbServer):
    """All callers are domain 0: only the patched bus daemon of OpenXT knows of others.

    As in the original a VM that is put into the tree from here is exported at the next start, and
    one that is taken out keeps its object until then.
    """

    __slots__ = ()
    target: Host

    async def dump(self, path: str) -> str:
        return self.target.db.dump(path)

    async def exists(self, path: str) -> bool:
        return self.target.db.exists(path)

    async def inject(self, path: str, value: str) -> None:
        with self.target.changing_from_outside(path):
            self.target.db.inject(path, value)

    async def list_(self, path: str) -> list[str]:
        return self.target.db.list(path)

    async def read(self, path: str) -> str:
        return self.target.db.read(path)

    async def read_binary(self, path: str) -> bytes:
        return self.target.db.read_binary(path)

    async def rm(self, path: str) -> None:
        with self.target.changing_from_outside(path):
            self.target.db.rm(path)

    async def write(self, path: str, value: str) -> None:
        with self.target.changing_from_outside(path):
            self.target.db.write(path, value)


def db_places(host: Host) -> list[Place]:
    """The one object of the service."""
    return [ObjectKind("/", (DbFace,), lambda: host, lambda target: (DbFace(target),))]
