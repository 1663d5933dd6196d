"""What can go wrong inside the generator, as facts; `cli` turns them into lines for a person."""

from __future__ import annotations


class RpcgenError(Exception):
    """Root of everything the generator raises on purpose."""


class SignatureError(RpcgenError):
    """`signature` breaks the D-Bus grammar at index `position`."""

    def __init__(self, signature: str, position: int, reason: str) -> None:
        super().__init__(f"signature {signature!r}, position {position}: {reason}")
        self.signature = signature
        self.position = position
        self.reason = reason


class IdlError(RpcgenError):
    """A file that cannot be read any further; line and column count from 1."""

    def __init__(self, code: str, line: int, column: int, reason: str, hint: str = "") -> None:
        super().__init__(f"{line}:{column}: {code}: {reason}")
        self.code = code
        self.line = line
        self.column = column
        self.reason = reason
        self.hint = hint


class RawText(RpcgenError):
    """A template was handed text that is not marked as identifier, literal, code or doc text."""

    def __init__(self, text: str) -> None:
        super().__init__(f"raw text reached a template: {text[:60]!r}")
        self.text = text


class OutputError(RpcgenError):
    """The file system refused `path`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
