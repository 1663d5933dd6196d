"""Line breaking as `ruff format` does it: on one line if it fits, else one item a line.

An exploded group ends with a comma, which makes the formatter leave it as it is.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

LINE_WIDTH = 100
INDENT = 4


class Group:
    """Bracketed items: `Group("f(", (a, b), ")")`. A tuple of one keeps its comma on one line.

    `flat` is the whole of it on one line.
    """

    __slots__ = ("flat", "head", "items", "tail")

    def __init__(
        self, head: str, items: Sequence[Node], tail: str, *, is_tuple: bool = False
    ) -> None:
        self.head = head
        self.items = items
        self.tail = tail
        comma = "," if is_tuple and len(items) == 1 else ""
        self.flat = f"{head}{', '.join(map(flat, items))}{comma}{tail}"


Node = str | Group


def flat(node: Node) -> str:
    return node if isinstance(node, str) else node.flat


def lines(node: Node, indent: int = 0, before: str = "", after: str = "") -> list[str]:
    """`before` + node + `after` at that indentation, broken where the formatter would."""
    margin = " " * indent
    line = f"{margin}{before}{flat(node)}{after}"
    if isinstance(node, str) or len(line) <= LINE_WIDTH or not node.items:
        return [line]
    result = [f"{margin}{before}{node.head}"]
    # A comma behind the only item of a subscript would make it a tuple.
    comma = "" if node.head.endswith("[") and len(node.items) == 1 else ","
    for item in node.items:
        result += lines(item, indent + INDENT, "", comma)
    result.append(f"{margin}{node.tail}{after}")
    return result


def assignment(target: str, literal: str, indent: int = 0) -> str:
    """`target = literal`, in brackets when only that makes it fit; no margin in front."""
    line = f"{target} = {literal}"
    if indent + len(line) <= LINE_WIDTH or indent + INDENT + len(literal) > LINE_WIDTH:
        return line
    margin = " " * indent
    return f"{target} = (\n{margin}    {literal}\n{margin})"


def text(node: Node, indent: int = 0, before: str = "", after: str = "") -> str:
    """As `lines`, joined; the first line without its margin, for use inside a template."""
    return "\n".join(lines(node, indent, before, after)).lstrip(" ")


def wrapped(paragraph: str, width: int, first_indent: int = 0) -> list[str]:
    """Words of `paragraph` in lines of `width`; a word that is longer stands alone."""
    if first_indent + len(paragraph) <= width:
        return [" " * first_indent + paragraph]
    return textwrap.wrap(
        paragraph,
        width,
        initial_indent=" " * first_indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def is_too_long(line: str) -> bool:
    """Whether ruff's E501 would complain: it lets single words and lines ending in a URL pass."""
    if len(line) <= LINE_WIDTH:
        return False
    words = line.split()
    if len(words) < 2 or (words[0] == "#" and len(words) == 2):
        return False
    is_url = words[-1].startswith(("http://", "https://"))
    return not (is_url and len(line) - len(words[-1]) <= LINE_WIDTH)
