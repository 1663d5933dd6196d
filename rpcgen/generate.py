"""One run of the generator, from file names to the text of the outputs. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from rpcgen import check, model, overlay
from rpcgen.backends.python import backend
from rpcgen.diag import Findings, visible_name
from rpcgen.load import load

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be generated. `name` is for runs of one file: it replaces the file's own."""

    files: tuple[str, ...]
    role: str = "both"
    name: str | None = None
    overlay: str | None = None
    module_prefix: str | None = None

    @property
    def command(self) -> str:
        """The modern command with the options that the text depends on, and no paths."""
        words = ["rpcgen gen"]
        words += ["--name", self.name] if self.name else []
        words += ["--overlay", visible_name(PurePath(self.overlay).name)] if self.overlay else []
        if self.module_prefix is not None:
            words += ["--module-prefix", self.module_prefix or "''"]
        return " ".join(words)


def output_name(path: str) -> str:
    """The stem of the outputs for the IDL at `path`: its base name, as a module can be called."""
    name = _NOT_IN_A_NAME.sub("_", PurePath(path).stem.lower())
    return f"_{name}" if name[:1].isdigit() or not name else name


def load_all(
    files: Sequence[str], findings: Findings, name: str | None = None
) -> list[model.Document]:
    """The documents that can be read at all, checked by every rule."""
    documents: dict[str, model.Document] = {}
    for path in files:
        document = load(path, name or output_name(path), findings)
        if document is None:
            continue
        if document.name in documents:
            findings.add(
                "RG015",
                document.span,
                f"its outputs are called {document.name}, like those of"
                f" {documents[document.name].path}",
            )
        documents[document.name] = document
    types = {path: check.type_signatures(d) for path, d in documents.items()}
    for path, document in documents.items():
        foreign = {k: v for other, own in types.items() if other != path for k, v in own.items()}
        findings.extend(check.check(document, foreign))
    return list(documents.values())


def generate(request: Request, findings: Findings) -> list[backend.File]:
    """The files of this run; none when the findings have errors."""
    documents = load_all(request.files, findings, request.name)
    spread = overlay.read(request.overlay, findings) if request.overlay else overlay.Overlay()
    documents, bindings = overlay.apply(documents, spread, findings)
    if findings.has_errors:
        return []
    options = backend.Options(request.role, request.module_prefix, request.command)
    return backend.files(documents, bindings, options)
