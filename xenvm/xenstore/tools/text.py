"""Values as the tools print them and take them from a command line. Pure."""

import re
from typing import Final

_NAMED: Final = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r", 0x5C: "\\\\"}
_BY_NAME: Final = {b"t": b"\t", b"n": b"\n", b"r": b"\r"}

_escape = re.compile(rb"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.?)", re.DOTALL)


def sanitise(value: bytes) -> str:
    """The value in printable ASCII: what is not becomes an escape of C."""
    return "".join(map(_shown, value))


def unescape(text: bytes) -> bytes:
    """What an argument means whose escapes are those of C; `\\c` is c for any other c.

    A backslash at the very end is a NUL, as in the original.
    """
    return _escape.sub(_meant, text)


def _shown(byte: int) -> str:
    if byte in _NAMED:
        return _NAMED[byte]
    if 0x20 <= byte < 0x7F:
        return chr(byte)
    return f"\\{byte:03o}" if byte < 8 else f"\\x{byte:02x}"


def _meant(match: re.Match[bytes]) -> bytes:
    word = match[1]
    if not word:
        return b"\0"
    if word[:1] == b"x" and len(word) > 1:
        return bytes([int(word[1:], 16)])
    if word[:1].isdigit() and word[0] < ord("8"):
        return bytes([min(int(word, 8), 0xFF)])
    return _BY_NAME.get(word, word)
