"""The command line of the xenstore tools, read as getopt_long does. Pure.

All modes share their options; getopt's complaints about unknown ones are printed and forgotten.
"""

from dataclasses import dataclass, field
from typing import Final

_SHORT: Final = {"h": 0, "f": 0, "s": 0, "p": 0, "t": 0, "u": 0, "r": 0, "n": 1, "R": 0}
_LONG: Final = {
    "help": "h",
    "flat": "f",
    "prefix": "p",
    "tidy": "t",
    "upto": "u",
    "recurse": "r",
    "number": "n",
    "raw": "R",
}

# Which options a mode takes besides -h and -s, and what its usage line says.
USAGE: Final = {
    "read": ("pR", "[-h] [-p] [-s] [-R] key [...]"),
    "write": ("R", "[-h] [-s] [-R] key value [...]"),
    "rm": ("t", "[-h] [-s] [-t] key [...]"),
    "exists": ("", "[-h] [-p] [-s] key [...]"),
    "list": ("p", "[-h] [-p] [-s] key [...]"),
    "ls": ("fp", "[-h] [-f] [-p] [-s] [path]"),
    "chmod": ("ur", "[-h] [-u] [-r] [-s] key <mode [modes...]>"),
    "watch": ("n", "[-h] [-n NR] key"),
}


@dataclass(slots=True)
class Line:
    """What the command line asks for."""

    options: dict[str, str] = field(default_factory=dict)
    arguments: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    usage: bool = False


def read(mode: str, words: list[str]) -> Line:
    """Options and arguments in any order; `usage` when the mode does not take them so."""
    line = Line()
    remaining = list(words)
    while remaining and not line.usage:
        word = remaining.pop(0)
        if word == "--":
            line.arguments += remaining
            break
        if word.startswith("--"):
            _long(mode, word[2:], remaining, line)
        elif word.startswith("-") and word != "-":
            _short(mode, word[1:], remaining, line)
        else:
            line.arguments.append(word)
    count = len(line.arguments)
    if (mode != "ls" and not count) or (mode == "write" and count % 2):
        line.usage = True
    return line


def _short(mode: str, letters: str, remaining: list[str], line: Line) -> None:
    while letters and not line.usage:
        letter, letters = letters[0], letters[1:]
        takes = _SHORT.get(letter)
        if takes is None:
            line.complaints.append(f"invalid option -- '{letter}'")
        elif not takes:
            _set(mode, letter, "", line)
        elif letters or remaining:
            _set(mode, letter, letters or remaining.pop(0), line)
            letters = ""
        else:
            line.complaints.append(f"option requires an argument -- '{letter}'")


def _long(mode: str, text: str, remaining: list[str], line: Line) -> None:
    name, equals, value = text.partition("=")
    found = [name] if name in _LONG else [one for one in _LONG if one.startswith(name)]
    if not found:
        line.complaints.append(f"unrecognized option '--{text}'")
        return
    if len(found) > 1:
        possible = " ".join(f"'--{one}'" for one in found)
        line.complaints.append(f"option '--{text}' is ambiguous; possibilities: {possible}")
        return
    letter = _LONG[found[0]]
    if _SHORT[letter]:
        if not equals and not remaining:
            line.complaints.append(f"option '--{found[0]}' requires an argument")
            return
        _set(mode, letter, value if equals else remaining.pop(0), line)
    elif equals:
        line.complaints.append(f"option '--{found[0]}' doesn't allow an argument")
    else:
        _set(mode, letter, "", line)


def _set(mode: str, letter: str, value: str, line: Line) -> None:
    if letter == "s":
        return
    if letter not in USAGE[mode][0]:
        line.usage = True
    line.options[letter] = value
