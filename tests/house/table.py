"""The house as data: which floor each module lives on, and who may import what from outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("rpcgen", "xenvm", "xenmgr")

# Longest prefix wins. Imports go to a lower floor; on the same floor only inside one ROOM.
FLOORS: dict[str, int] = {
    "xenmgr.__main__": 6,
    "xenmgr.run": 6,
    "xenmgr.daemon": 6,
    "xenmgr.assembly": 6,
    "xenmgr.caretaker": 6,
    "xenmgr.live_view": 6,
    "xenmgr.private_bus": 6,
    "xenmgr.private_host": 6,
    "xenmgr.xenstore_sockets": 6,
    "xenmgr.testing": 6,
    "xenvm.__main__": 6,
    "xenvm.xenstore.__main__": 6,
    "xenmgr.tools": 6,
    "rpcgen.__main__": 6,
    "xenmgr.objects": 5,
    "xenvm.dbus": 5,
    "rpcgen.runtime.bus": 5,
    "rpcgen.runtime.link": 5,
    "xenvm.xenstore.daemon": 5,
    "xenvm.xenstore.client": 5,
    "xenvm.xenstore.tools": 5,
    "xenmgr": 4,
    "xenvm.vmact": 3,
    "xenvm.toolstack": 3,
    "xenvm.tasks": 3,
    "xenvm.vmstate": 3,
    "xenvm.sim": 3,
    "xenvm.xenops": 2,
    "xenvm.vmconfig": 2,
    "rpcgen": 2,
    "xenmgr._generated": 2,
    "xenvm._generated": 2,
    "rpcgen.runtime": 1,
    "xenvm.xc": 1,
    "xenvm.xiu": 1,
    "xenvm.xenstore": 1,
    "xenvm.hostfs": 1,
    "rpcgen.errors": 0,
    "rpcgen.runtime.errors": 0,
    "xenvm": 0,
    "xenvm.errors": 0,
    "xenmgr.errors": 4,
    "xenvm.units": 0,
    "xenvm.xenbus": 0,
    "xenvm.ids": 0,
    "xenvm.clock": 0,
}

# Modules of one room may import each other although they are on one floor.
ROOMS: tuple[tuple[str, ...], ...] = (
    (
        "xenmgr.__main__",
        "xenmgr.run",
        "xenmgr.assembly",
        "xenmgr.caretaker",
        "xenmgr.daemon",
        "xenmgr.live_view",
        "xenmgr.private_bus",
        "xenmgr.private_host",
        "xenmgr.testing",
        "xenmgr.xenstore_sockets",
    ),
    ("xenmgr.objects",),
    ("xenmgr",),
    ("xenvm.vmact", "xenvm.toolstack", "xenvm.tasks", "xenvm.vmstate"),
    ("xenvm.sim",),
    ("xenvm.xenops", "xenvm.vmconfig"),
    ("rpcgen",),
    ("rpcgen.runtime",),
    ("rpcgen.runtime.bus", "rpcgen.runtime.link"),
    ("xenmgr._generated",),
    ("xenvm._generated",),
    ("xenvm.xc", "xenvm.xiu"),
    ("xenvm.xenstore",),
    ("xenvm.xenstore.daemon", "xenvm.xenstore.client", "xenvm.xenstore.tools"),
    ("xenvm.errors", "xenvm.units", "xenvm.ids", "xenvm.clock"),
)

# Lower floors that must stay strangers all the same.
FORBIDDEN: tuple[tuple[str, str], ...] = (
    ("xenvm", "xenmgr"),
    ("rpcgen", "xenvm"),
    ("rpcgen", "xenmgr"),
    ("xenvm.xenops", "xenvm.sim"),
    ("xenvm.xenops", "xenvm.xiu"),
    ("xenvm.vmact", "xenvm.sim"),
    ("xenvm.vmact", "xenvm.xiu"),
    ("xenvm.toolstack", "xenvm.sim"),
    ("xenvm.toolstack", "xenvm.xiu"),
    ("xenvm.sim", "xenvm.xenops"),
    ("xenvm.sim", "xenvm.vmact"),
    ("xenvm.xenstore", "xenvm.xiu"),
    ("xenvm.xiu", "xenvm.xenstore"),
    ("rpcgen.runtime", "lxml"),
    ("rpcgen.runtime", "jinja2"),
)

# Each library has one door.
DOORS: dict[str, tuple[str, ...]] = {
    "dbus_next": ("rpcgen.runtime.bus",),
    "lxml": ("rpcgen.source",),
    "jinja2": ("rpcgen.render",),
    "sqlite3": ("xenmgr.store",),
    "socket": (
        "rpcgen.runtime.bus",
        "rpcgen.runtime.link",
        "xenvm.xenstore.daemon",
        "xenvm.xenstore.client",
        "xenmgr.daemon",
        "xenmgr.private_host",
    ),
    "subprocess": (
        "xenmgr.caretaker",
        "xenmgr.private_bus",
        "xenmgr.private_host",
        "xenmgr.run",
    ),
    "random": (),
    "secrets": (),
    "time": ("xenvm.clock",),
}
# `random.Random` as a type is how a seeded stream is passed in; drawing needs an instance.
SEED_ROOM = ("xenvm.ids", "xenmgr.seeds", "xenmgr.daemon")


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    target: str
    line: int


def product_files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def longest_prefix(module: str, names: dict[str, int] | tuple[str, ...]) -> str | None:
    parts = module.split(".")
    for size in range(len(parts), 0, -1):
        prefix = ".".join(parts[:size])
        if prefix in names:
            return prefix
    return None


def floor_of(module: str) -> int:
    prefix = longest_prefix(module, FLOORS)
    assert prefix is not None, f"{module} has no floor: add it to tests/house/table.py"
    return FLOORS[prefix]


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def room_of(module: str) -> tuple[str, ...] | None:
    """The room whose longest member is the most specific prefix of `module`."""
    best: tuple[int, tuple[str, ...]] | None = None
    for room in ROOMS:
        for member in room:
            if within(module, member) and (best is None or len(member) > best[0]):
                best = (len(member), room)
    return best[1] if best else None


def imports_of(path: Path) -> Iterator[Import]:
    """Every import of the file, also those under TYPE_CHECKING, as absolute module names."""
    module = module_name(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                anchor = package.split(".")
                anchor = anchor[: len(anchor) - node.level + 1]
                base = ".".join([*anchor, base] if base else anchor)
            for alias in node.names:
                target = f"{base}.{alias.name}"
                is_module = (ROOT / Path(*target.split("."))).with_suffix(".py").exists()
                is_package = (ROOT / Path(*target.split(".")) / "__init__.py").exists()
                yield Import(module, target if is_module or is_package else base, node.lineno)
