"""VM templates: JSON files on the simulated host, each shaped like the tree below /vm/<uuid>.

Source: xenmgr facts 4.3 and 4.5. Knows nothing of VMs.
"""

from __future__ import annotations

import importlib.resources
from pathlib import PurePosixPath
from typing import Final, Protocol, TypeAlias

from rpcgen.runtime.errors import Failed
from xenmgr import json_tree
from xenmgr.errors import XenmgrError, io_error
from xenmgr.json_tree import JsonValue, MalformedJson, Node

TEMPLATES_ROOT: Final = "/usr/share/xenmgr-1.0/templates"
FLAVOUR_FILE: Final = "/etc/xenclient.flavour"
DEFAULT_FLAVOUR: Final = "default"
SERVICE_PREFIX: Final = "service-"
CHILD_PREFIX: Final = "child-"

# Parsed templates that are kept; a host has about a dozen.
_KEPT_MAX: Final = 64

Template: TypeAlias = Node
Signature = tuple[int, int, int]


class HostFiles(Protocol):
    """The file system of the simulated host, as far as it is needed here."""

    def exists(self, path: str) -> bool: ...

    def is_dir(self, path: str) -> bool: ...

    def listdir(self, path: str) -> list[str]: ...

    def read_bytes(self, path: str) -> bytes: ...

    def read_text(self, path: str) -> str | None: ...

    def write_bytes(self, path: str, data: bytes) -> None: ...

    def signature(self, path: str) -> Signature | None: ...


class TemplateStore:
    """The templates of the host's flavour. A file that changes is read anew."""

    def __init__(self, files: HostFiles) -> None:
        self._files = files
        flavour = (files.read_text(FLAVOUR_FILE) or "").strip() or DEFAULT_FLAVOUR
        self._directory = f"{TEMPLATES_ROOT}/{flavour}"
        self._kept: dict[str, tuple[Signature, Template]] = {}

    def list_templates(self) -> list[str]:
        """The names that create_vm_with_template takes, without service VMs', sorted."""
        return [name for name in self._names() if not name.startswith(SERVICE_PREFIX)]

    def list_ui_templates(self) -> list[dict[str, str]]:
        """Keys template and description of those a user may choose. Raises Failed, XenmgrError."""
        chosen = []
        for name in self.list_templates():
            template = self.load(name)
            if text_of(template, "ui-selectable") == "true":
                description = text_of(template, "description")
                chosen.append({"template": name, "description": description})
        return chosen

    def list_child_service_vm_templates(self) -> list[str]:
        """The names that create_child_service_vm takes, sorted."""
        return [
            name.removeprefix(CHILD_PREFIX)
            for name in self._names()
            if name.startswith(CHILD_PREFIX)
        ]

    def load(self, name: str) -> Template:
        """The template of that name, or of that absolute path; not to be changed.

        Raises XenmgrError 223 when it is missing or no JSON object.
        """
        path = self._path(name)
        signature = self._files.signature(path)
        kept = self._kept.get(path)
        if kept is not None and kept[0] == signature:
            return kept[1]
        template = self._read(path)
        if signature is not None:
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            self._kept[path] = (signature, template)
        return template

    def _path(self, name: str) -> str:
        if name.startswith("/"):
            return name
        path = f"{self._directory}/{name}"
        if "/" not in name and not self._files.exists(path):
            # Listed without its extension, so also found without.
            for file_name in self._file_names():
                if PurePosixPath(file_name).stem == name:
                    return f"{self._directory}/{file_name}"
        return path

    def _read(self, path: str) -> Template:
        try:
            value = json_tree.parse_json(self._files.read_bytes(path).decode("utf-8"))
        except FileNotFoundError as error:
            raise io_error(f"{path}: openFile: does not exist ({error.strerror})") from error
        except OSError as error:
            raise io_error(f"{path}: openFile: failed ({error.strerror})") from error
        except (MalformedJson, UnicodeDecodeError) as error:
            raise io_error(f"malformed JSON file: {path}: {error}") from error
        if not isinstance(value, dict):
            raise io_error(f"malformed JSON file: {path}: an object is expected")
        return value

    def _names(self) -> list[str]:
        return sorted({PurePosixPath(name).stem for name in self._file_names()})

    def _file_names(self) -> list[str]:
        if not self._files.is_dir(self._directory):
            return []
        return self._files.listdir(self._directory)


def install_stock_templates(files: HostFiles) -> None:
    """Puts the templates that OpenXT ships on the host, except for those already there."""
    stock = importlib.resources.files("xenmgr").joinpath("data", "templates", DEFAULT_FLAVOUR)
    for source in stock.iterdir():
        path = f"{TEMPLATES_ROOT}/{DEFAULT_FLAVOUR}/{source.name.removesuffix('.json')}"
        if not files.exists(path):
            files.write_bytes(path, source.read_bytes())


def parse_json(text: str) -> JsonValue:
    """The value of JSON that a client gave. Raises XenmgrError 223."""
    try:
        return json_tree.parse_json(text)
    except MalformedJson as error:
        raise malformed(str(error)) from error


def merge(base: JsonValue, overrides: JsonValue) -> JsonValue:
    """`base` with objects merged key by key; anything else in `overrides` replaces.

    Shares what it can with both; neither is changed.
    """
    if not isinstance(base, dict) or not isinstance(overrides, dict):
        return overrides
    merged = dict(base)
    for key, value in overrides.items():
        merged[key] = merge(merged[key], value) if key in merged else value
    return merged


def text_of(template: Template, key: str) -> str:
    """The string at `key`, "" when there is none. Raises Failed when it is something else."""
    value = template.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Failed("string json value was expected")
    return value


def malformed(reason: str) -> XenmgrError:
    """The answer for JSON of a client that cannot be used. Source: clients facts 3, observed."""
    return io_error(f"malformed JSON: {reason}")
