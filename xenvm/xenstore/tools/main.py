"""The front of the xenstore tools: which mode is meant, exit codes, stderr."""

import errno
import sys
from collections.abc import Sequence
from os import get_terminal_size
from pathlib import PurePath

from xenvm.errors import XenstoreError
from xenvm.xenstore.client.blocking import Client
from xenvm.xenstore.tools import options
from xenvm.xenstore.tools.modes import MODES, WIDTH_DEFAULT, Console, ToolFailed, strerror
from xenvm.xenstore.tools.options import Line

# A line of ls leaves so many columns of a terminal free.
_MARGIN_COLUMNS = 2


def main(argv: Sequence[str] | None = None) -> int:
    """`xenstore MODE ...`, or `xenstore-MODE ...` by the name it is called; the exit code."""
    argv = sys.argv if argv is None else argv
    program = PurePath(argv[0]).name
    mode, words = program.partition("-")[2], list(argv[1:])
    called = complains = argv[0]
    if program == "xsls":
        mode = "ls"
    elif not mode:
        if not words or words[0] not in MODES:
            if words:
                _complain(f"{program}: unknown mode {words[0]}\n")
            else:
                _complain(f"{program}: Usage: {argv[0]} <mode> [-h] [...]")
            return 1
        mode = words.pop(0)
        called = f"{argv[0]} {mode}"
        complains = mode  # getopt takes the mode for the program's name
    line = options.read(mode, words)
    for text in line.complaints:
        _complain(f"{complains}: {text}")
    if line.usage or "h" in line.options:
        _complain(f"{program}: Usage: {called} {options.USAGE[mode][1]}")
        return 1
    return _run(program, mode, line)


def control(argv: Sequence[str] | None = None) -> int:
    """`xenstore-control COMMAND ...`: 0 done, 1 no daemon, 2 usage, 3 the command failed."""
    argv = sys.argv if argv is None else argv
    if len(argv) < 2:
        _complain(f"Usage:\n{argv[0]} <command> [<arg>...]")
        return 2
    try:
        client = Client()
    except OSError as error:
        _complain(f"Failed to contact Xenstored: {error.strerror}.")
        return 1
    with client:
        try:
            print(client.control(*argv[1:]))
        except XenstoreError as error:
            if error.errno_word == "EINVAL":
                commands = client.control("help")
                _complain(f"Command not supported. Valid commands are:\n{commands}")
            else:
                _complain(f"Error {_number(error)} when trying to execute command.")
            return 3
    return 0


def _run(program: str, mode: str, line: Line) -> int:
    console = Console(sys.stdout.buffer, _width())
    try:
        with Client() as client:
            MODES[mode](client, console, line)
    except ToolFailed as failure:
        if failure.args:
            _complain(f"{program}: {failure}")
        return 1
    except XenstoreError as error:
        _complain(f"{program}: {strerror(error)}")
        return 1
    except OSError as error:
        _complain(f"{program}: xs_open: {error.strerror}")
        return 1
    finally:
        console.out.flush()
    return 0


def _width() -> int:
    if not sys.stdout.isatty():
        return WIDTH_DEFAULT
    return get_terminal_size(sys.stdout.fileno()).columns - _MARGIN_COLUMNS


def _number(error: XenstoreError) -> int:
    return int(getattr(errno, error.errno_word, errno.EINVAL))


def _complain(text: str) -> None:
    sys.stdout.flush()
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
