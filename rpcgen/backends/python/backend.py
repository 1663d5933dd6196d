"""From documents to Python files. Pure: no clock, no environment, nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rpcgen import model, render
from rpcgen.backends.python import client, enums, layout, server, view
from rpcgen.diag import visible_name
from rpcgen.overlay import Bindings

TEMPLATES = Path(__file__).parent / "templates"
ROLES = ("server", "client", "both")


@dataclass(frozen=True, slots=True)
class Options:
    """What the output depends on besides the documents.

    `module_prefix` is the package that holds the types modules; None: that of the module itself.
    `command` stands in the first line of every file.
    """

    role: str = "both"
    module_prefix: str | None = None
    command: str = "rpcgen gen"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    text: str


def files(documents: Sequence[model.Document], bindings: Bindings, options: Options) -> list[File]:
    """The modules of all documents, in order of their names."""
    names = {
        (document.name, enum.name): name
        for document in documents
        for enum in document.enums
        if (name := enums.class_name(document, enum)) is not None
    }
    usable = {
        span: bound for span, bound in bindings.items() if (bound.home, bound.enum.name) in names
    }
    result = []
    for document in documents:
        source = visible_name(Path(document.path).name).encode("ascii", "replace").decode()
        origin = view.Origin(source, options.command)
        modules = {"types": enums.module(document, origin)}
        if options.role != "client":
            modules["server"] = server.module(document, origin)
        if options.role != "server":
            modules["client"] = client.module(
                document, origin, usable, names, options.module_prefix
            )
        for kind, module in modules.items():
            text = render.render(TEMPLATES, f"{kind}.py.jinja", module)
            result.append(File(f"{document.name}_{kind}.py", _excused(text)))
    return sorted(result, key=lambda file: file.name)


def _excused(text: str) -> str:
    """Names of 200 characters make lines that nobody can break: the file says so to ruff."""
    if not any(map(layout.is_too_long, text.split("\n"))):
        return text
    header, rest = text.split("\n", 1)
    return f"{header}\n# ruff: noqa: E501\n{rest}"
