"""Configuration trees as JSON values, and what the database daemon does to them. Pure.

A node is empty (null), a leaf (string, number, boolean, array), or inner (object). Names are
ordered: a new one goes last, a replaced one keeps its place. Paths are tuples of names. Functions
that change a tree change it in place and return the root, which may be another one.
Source: xenmgr facts 4.1, clients facts 5.
"""

from __future__ import annotations

import json
import math
import re
import sys
from typing import Final, TypeAlias

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"
Node: TypeAlias = "dict[str, JsonValue]"
Parts: TypeAlias = tuple[str, ...]

# Far beyond any real configuration, far below where Python's own parser gives up.
DEPTH_MAX: Final = 100

_INTERNED_CHARS_MAX: Final = 64
_INDENT: Final = "  "
_SPECIAL: Final = re.compile(r'[\x00-\x1f"/\\]')
_ESCAPES: Final = {
    **{code: f"\\u{code:04x}" for code in range(0x20)},
    ord("\n"): "\\n",
    ord("\t"): "\\t",
    ord("\r"): "\\r",
    ord("\b"): "\\b",
    ord("\f"): "\\f",
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("/"): "\\/",
}


class MalformedJson(ValueError):
    """A text is no JSON, or JSON that D-Bus could not carry back; `str(error)` is the reason."""


def parse_json(text: str) -> JsonValue:
    """The value of a JSON text from outside. Raises MalformedJson."""
    try:
        value: JsonValue = _STRICT.decode(text)
    except RecursionError as error:
        raise MalformedJson(f"nested deeper than {DEPTH_MAX} levels") from error
    except ValueError as error:
        raise MalformedJson(str(error)) from error
    _check(value, DEPTH_MAX)
    return value


def parse_stored(text: str) -> JsonValue:
    """The value of a text that compact() made. Raises MalformedJson if it is damaged."""
    try:
        value: JsonValue = _STORED.decode(text)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(str(error)) from error
    return value


def compact(value: JsonValue) -> str:
    """The value on one line without blanks, as it is stored."""
    return _COMPACT.encode(value)


def copy_of(value: JsonValue) -> JsonValue:
    """A copy that shares no node with the original."""
    if isinstance(value, dict):
        return {name: copy_of(child) for name, child in value.items()}
    if isinstance(value, list):
        return [copy_of(child) for child in value]
    return value


def find(root: JsonValue, parts: Parts) -> tuple[bool, JsonValue]:
    """Whether there is a node at the path, and the node."""
    node = root
    for name in parts:
        if not isinstance(node, dict) or name not in node:
            return False, None
        node = node[name]
    return True, node


def leaf_text(node: JsonValue) -> str | None:
    """What read answers for the node: None when it is empty or inner, "" for an array."""
    if isinstance(node, str):
        return node
    if node is None or isinstance(node, dict):
        return None
    return "" if isinstance(node, list) else _scalar_text(node)


def leaves(root: JsonValue) -> dict[str, str]:
    """Path text -> leaf text of every leaf that a path can name."""
    found: dict[str, str] = {}
    if isinstance(root, dict):
        _collect(root, "", found)
    else:
        text = leaf_text(root)
        if text is not None:
            found[""] = text
    return found


def write(root: JsonValue, parts: Parts, text: str) -> tuple[JsonValue, bool]:
    """Puts a string leaf at the path; a leaf on the way becomes inner, an inner node stays.

    Returns the root and whether anything changed.
    """
    if not parts:
        changed = not isinstance(root, dict) and root != text
        return (text if changed else root), changed
    root, parent = _parent(root, parts)
    name = parts[-1]
    before = parent.get(name)
    if isinstance(before, dict) or before == text:
        return root, False
    parent[name] = text
    return root, True


def replace(root: JsonValue, parts: Parts, value: JsonValue) -> JsonValue:
    """Puts the whole value at the path, whatever was there."""
    if not parts:
        return value
    root, parent = _parent(root, parts)
    parent[parts[-1]] = value
    return root


def remove(root: JsonValue, parts: Parts) -> tuple[JsonValue, bool]:
    """Takes the node away, and the empty nodes beside each node of the path.

    An inner node that loses its last child stays. Returns the root and whether anything changed.
    """
    if not parts:
        return None, root is not None
    if not isinstance(root, dict):
        return root, False
    walked = [root]
    for name in parts[:-1]:
        child = walked[-1].get(name)
        if not isinstance(child, dict):
            break
        walked.append(child)
    changed = False
    if len(walked) == len(parts) and parts[-1] in walked[-1]:
        del walked[-1][parts[-1]]
        changed = True
    for node in walked:
        changed |= prune(node)
    return root, changed


def prune(node: Node) -> bool:
    """Drops the empty children; True if there were any."""
    if None not in node.values():
        return False
    for name in [name for name, child in node.items() if child is None]:
        del node[name]
    return True


def pretty(value: JsonValue) -> str:
    """The text of dump: indented by two blanks, `/` escaped, a newline at the end."""
    pieces: list[str] = []
    _pretty(value, "\n", pieces)
    pieces.append("\n")
    return "".join(pieces)


def _parent(root: JsonValue, parts: Parts) -> tuple[Node, Node]:
    top: Node = root if isinstance(root, dict) else {}
    node = top
    for name in parts[:-1]:
        child = node.get(name)
        if not isinstance(child, dict):
            child = node[name] = {}
        node = child
    return top, node


def _collect(node: Node, prefix: str, found: dict[str, str]) -> None:
    for name, child in node.items():
        if "/" in name or not name:
            continue
        key = prefix + name
        if isinstance(child, str):
            found[sys.intern(key)] = child
        elif isinstance(child, dict):
            _collect(child, key + "/", found)
        else:
            text = leaf_text(child)
            if text is not None:
                found[sys.intern(key)] = text


def _pretty(value: JsonValue, line: str, pieces: list[str]) -> None:
    """Appends the text of the value; `line` starts a line with the indent of its parent."""
    if isinstance(value, str):
        pieces.append(_quoted(value))
    elif isinstance(value, dict):
        inside = line + _INDENT
        start = "{" + inside
        for name, child in value.items():
            pieces.append(f"{start}{_quoted(name)}: ")
            _pretty(child, inside, pieces)
            start = "," + inside
        pieces.append(line + "}" if value else "{ }")
    elif isinstance(value, list):
        inside = line + _INDENT
        start = "[" + inside
        for child in value:
            pieces.append(start)
            _pretty(child, inside, pieces)
            start = "," + inside
        pieces.append(line + "]" if value else "[]")
    else:
        pieces.append("null" if value is None else _scalar_text(value))


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES) if _SPECIAL.search(text) else text}"'


def _scalar_text(value: float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # The original prints numbers with a fraction through C's %f.
    return f"{value:f}" if isinstance(value, float) else str(value)


def _check(value: JsonValue, levels: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict | list):
        if not levels:
            raise MalformedJson(f"nested deeper than {DEPTH_MAX} levels")
        if isinstance(value, dict):
            for name in value:
                _check_text(name)
        for child in value.values() if isinstance(value, dict) else value:
            _check(child, levels - 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise MalformedJson("a number is out of range")


def _check_text(text: str) -> None:
    if text.isascii():
        if "\0" in text:
            raise MalformedJson("a string contains NUL")
        return
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise MalformedJson("a string contains NUL or half a surrogate pair")


def _no_constant(name: str) -> float:
    raise MalformedJson(f"{name} is no JSON number")


def _interned(pairs: list[tuple[str, JsonValue]]) -> Node:
    # Most names and values are the same in all VMs of a template.
    return {
        sys.intern(name): sys.intern(value)
        if isinstance(value, str) and len(value) <= _INTERNED_CHARS_MAX
        else value
        for name, value in pairs
    }


_STRICT: Final = json.JSONDecoder(parse_constant=_no_constant)
_STORED: Final = json.JSONDecoder(object_pairs_hook=_interned)
_COMPACT: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)
