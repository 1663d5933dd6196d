"""What each mode of the xenstore command does with a client, an output and its arguments."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from os import strerror as text_of_errno
from typing import BinaryIO, Final

from xenvm.errors import XenstoreError
from xenvm.xenstore import perms, wire
from xenvm.xenstore.client.blocking import Client, Transaction
from xenvm.xenstore.perms import Perm
from xenvm.xenstore.tools.options import Line
from xenvm.xenstore.tools.text import sanitise, unescape

PERMS_MAX: Final = 16
# ls: where permissions begin, and how wide a line may be without a terminal.
PERMS_COLUMN: Final = 60
WIDTH_DEFAULT: Final = 80
_CUT_BYTES: Final = len(' = "..."')


class ToolFailed(Exception):
    """Ends the tool with exit code 1; the text, if any, goes to stderr after its name."""


@dataclass(slots=True)
class Console:
    """Where a mode prints, and how wide that is."""

    out: BinaryIO
    width: int = WIDTH_DEFAULT

    def say(self, text: str) -> None:
        self.out.write(encoded(text))


def encoded(text: str) -> bytes:
    """The bytes of a command-line argument."""
    return text.encode("utf-8", "surrogateescape")


def strerror(error: XenstoreError) -> str:
    """The C library's text for the word of an error."""
    number = getattr(errno, error.errno_word, errno.EINVAL)
    return text_of_errno(number)


def read(client: Client, console: Console, line: Line) -> None:
    def body(store: Client | Transaction) -> None:
        for path in line.arguments:
            try:
                value = store.read(path)
            except XenstoreError as error:
                raise ToolFailed(f"couldn't read path {path}") from error
            console.say(f"{path}: " if "p" in line.options else "")
            if "R" in line.options:
                console.out.write(value)
            else:
                console.say(sanitise(value) + "\n")

    _together(client, body, len(line.arguments) > 1)


def write(client: Client, console: Console, line: Line) -> None:
    def body(store: Client | Transaction) -> None:
        for path, text in zip(line.arguments[::2], line.arguments[1::2], strict=True):
            value = encoded(text)
            try:
                store.write(path, value if "R" in line.options else unescape(value))
            except XenstoreError as error:
                raise ToolFailed(f"could not write path {path}") from error

    _together(client, body, len(line.arguments) > 2)


def rm(client: Client, console: Console, line: Line) -> None:
    def body(store: Client | Transaction) -> None:
        for path in line.arguments:
            try:
                store.rm(path)
            except XenstoreError as error:
                raise ToolFailed(f"could not remove path {path}") from error
            if "t" in line.options:
                _tidy(store, path)

    _together(client, body, True)


def exists(client: Client, console: Console, line: Line) -> None:
    def body(store: Client | Transaction) -> None:
        for path in line.arguments:
            try:
                store.read(path)
            except XenstoreError as error:
                raise ToolFailed from error

    _together(client, body, True)


def list_(client: Client, console: Console, line: Line) -> None:
    def body(store: Client | Transaction) -> None:
        for path in line.arguments:
            try:
                names = store.directory(path)
            except XenstoreError as error:
                raise ToolFailed(f"could not list path {path}") from error
            for name in names:
                console.say(f"{path}/{name}\n" if "p" in line.options else f"{name}\n")

    _together(client, body, True)


def chmod(client: Client, console: Console, line: Line) -> None:
    path, *texts = line.arguments
    entries = [_entry(text) for text in texts[:PERMS_MAX]]

    def body(store: Client | Transaction) -> None:
        _chmod(store, path, entries, "r" in line.options)
        if "u" in line.options:
            above = path.rpartition("/")[0]
            while above:
                _chmod(store, above, entries, False)
                above = above.rpartition("/")[0]

    _together(client, body, True)


def watch(client: Client, console: Console, line: Line) -> None:
    for path in line.arguments:
        try:
            client.watch(path, path)
        except XenstoreError as error:
            raise ToolFailed(f"Unable to add watch on {path}\n") from error
    count = wire.number(encoded(line.options.get("n", "-1")))
    while count:
        count -= 1
        console.say(client.event().path + "\n")
        console.out.flush()


def ls(client: Client, console: Console, line: Line) -> None:
    for path in line.arguments or ["/"]:
        try:
            names = client.directory(path)
        except XenstoreError as error:
            raise ToolFailed(f"xs_directory ({path}): {strerror(error)}") from error
        _ls(client, console, line, path, names)


MODES: Final[dict[str, Callable[[Client, Console, Line], None]]] = {
    "read": read,
    "write": write,
    "rm": rm,
    "exists": exists,
    "list": list_,
    "ls": ls,
    "chmod": chmod,
    "watch": watch,
}


def _together(client: Client, body: Callable[[Client | Transaction], None], wanted: bool) -> None:
    """In one transaction when wanted, again from the start on a conflict."""
    if wanted:
        client.transact(body)
    else:
        body(client)


def _tidy(store: Client | Transaction, path: str) -> None:
    """Remove the ancestors that hold nothing any more."""
    above = path.rpartition("/")[0]
    while above:
        try:
            if store.read(above) or store.directory(above):
                return
            store.rm(above)
        except XenstoreError:
            return
        above = above.rpartition("/")[0]


def _entry(text: str) -> Perm:
    if text[:1] not in ("r", "w", "b", "n"):
        raise ToolFailed(f"Invalid permission specification: '{text[:1]}'")
    return Perm(wire.number(encoded(text[1:])), text[0])


def _chmod(store: Client | Transaction, path: str, entries: list[Perm], recurse: bool) -> None:
    paths = [path]
    while paths:
        path = paths.pop()
        try:
            store.set_perms(path, entries)
        except XenstoreError as error:
            text = f"Error occurred setting permissions on '{path}': {strerror(error)}"
            raise ToolFailed(text) from error
        if recurse:
            names = store.directory(path)
            paths += [_child(path, name) for name in reversed(names)]


def _ls(client: Client, console: Console, line: Line, path: str, names: list[str]) -> None:
    """Depth first without recursion: a tree may be deeper than Python's stack."""
    stack = [(path, 0, name) for name in reversed(names)]
    while stack:
        parent, depth, name = stack.pop()
        path = _child(parent, name)
        shown = path if "f" in line.options else _indented(console, depth, name)
        try:
            value: bytes | None = client.read(path)
        except XenstoreError:
            value = None
        if value is None:
            console.say(f"{shown}:\n")
        else:
            console.say(_with_value(console, line, shown, value))
            console.say(_perms(client, line, path) + "\n")
        try:
            names = client.directory(path)
        except XenstoreError as error:
            if error.errno_word == "ENOENT":  # gone meanwhile
                continue
            raise ToolFailed(f"xs_directory ({path}): {strerror(error)}") from error
        stack += [(path, depth + 1, name) for name in reversed(names)]


def _indented(console: Console, depth: int, name: str) -> str:
    """The name at its depth, cut so that an empty value still fits on the line."""
    return " " * depth + _cut(name, console.width - _CUT_BYTES - depth)


def _cut(text: str, room: int) -> str:
    """As printf's %.*s: no room is nothing, less than none is no limit."""
    return text[:room] if room >= 0 else text


def _with_value(console: Console, line: Line, shown: str, value: bytes) -> str:
    """Cut to the width, or padded to where the permissions begin."""
    text = sanitise(value)
    flat = "f" in line.options
    if not flat and console.width < len(shown) + len(value) + _CUT_BYTES:
        room = console.width - _CUT_BYTES - len(shown)
        return f'{shown} = "{_cut(text, room)}\\..."'
    shown = f'{shown} = "{text}"'
    if "p" in line.options:
        shown += " "
        column = 0 if flat else PERMS_COLUMN
        shown += "".join(". "[place % 2 == 0] for place in range(len(shown), column))
    return shown


def _perms(client: Client, line: Line, path: str) -> str:
    if "p" not in line.options:
        return ""
    return f"  ({perms.format_perms(client.get_perms(path))})"


def _child(path: str, name: str) -> str:
    return f"{path}{name}" if path.endswith("/") else f"{path}/{name}"
