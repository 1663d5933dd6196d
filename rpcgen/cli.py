"""The command line: `rpcgen gen|lint|names`, and the front of OpenXT's own xc-rpcgen.

Exit codes: 0 done, 1 the input has errors (nothing was written), 2 wrong usage, 3 `--check` found
outputs that are not current.
"""

from __future__ import annotations

import argparse
import getopt
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rpcgen import check, generate, outputs, project
from rpcgen.backends.python import backend, scope
from rpcgen.diag import Findings, as_json, as_text
from rpcgen.errors import RpcgenError
from rpcgen.generate import Request

DONE, WRONG_INPUT, WRONG_USAGE, NOT_CURRENT = range(4)

_COMMANDS = ("gen", "lint", "names")
_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PREFIX = re.compile(rf"(?:{_MODULE.pattern}(?:\.{_MODULE.pattern})*)?")

LEGACY_USAGE = """\
usage: xc-rpcgen [-s | -c] [-o DIR] [-n NAME] [--module-prefix PREFIX] FILE.xml
  -s, --server           write NAME_server.py
  -c, --client           write NAME_client.py (the default; ignored beside -s)
  -o, --output DIR       an existing directory, default .
  -n, --name NAME        default: the base name of FILE in lower case
  --module-prefix P      package from which the client imports NAME_types
  --templates-dir DIR    accepted and ignored
"""
_LEGACY_SHORT = "sco:n:h"
_LEGACY_LONG = ["server", "client", "output=", "name=", "module-prefix=", "templates-dir=", "help"]
# Backends of the original that write other languages.
_LEGACY_LANGUAGES = ["haskell", "camel", "javascript", "ruby", "c2"]


def main(arguments: Sequence[str] | None = None, program: str | None = None) -> int:
    """Runs one command; the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    called = Path(sys.argv[0] if program is None else program).name
    first = words[0] if words else ""
    is_old_form = first.endswith(".xml") or (
        first.startswith("-") and first not in ("-h", "--help")
    )
    try:
        if called.startswith("xc-rpcgen") or is_old_form:
            return _legacy(words)
        return _modern(words)
    except RpcgenError as error:
        print(f"rpcgen: {error}", file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:
        return DONE


def _modern(words: list[str]) -> int:
    parser = _parser()
    try:
        options = parser.parse_args(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USAGE
    if options.command == "lint":
        return _lint(options.files, options.format)
    if options.command == "names":
        return _names(options.files, options.format)
    wrong = _wrong_gen_usage(options)
    if wrong:
        print(f"rpcgen gen: {wrong}", file=sys.stderr)
        return WRONG_USAGE
    if options.project:
        return _project(options.check, options.format)
    request = Request(
        files=tuple(options.files),
        role=options.role,
        name=options.name,
        overlay=options.overlay,
        module_prefix=options.module_prefix,
    )
    return _gen(request, options.output, options.check, options.format)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rpcgen",
        description="D-Bus introspection XML in, typed Python out.",
        epilog="The old form `xc-rpcgen -s|-c -o DIR [-n NAME] FILE` works too: xc-rpcgen --help.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    gen = commands.add_parser(
        "gen",
        help="write NAME_server.py, NAME_client.py and NAME_types.py for each file",
        description="FILES, or --project for all outputs that the project keeps checked in.",
    )
    gen.add_argument(
        "--project", action="store_true", help="[[tool.rpcgen.output]] of ./pyproject.toml"
    )
    gen.add_argument("-o", "--output", metavar="DIR", help="made when missing; default .")
    gen.add_argument("--role", choices=backend.ROLES, default="both")
    gen.add_argument("--name", metavar="NAME", help="of the outputs; for one file only")
    gen.add_argument("--overlay", metavar="FILE", help="enum bindings that the XML cannot express")
    gen.add_argument(
        "--module-prefix",
        metavar="PACKAGE",
        help="import types modules from PACKAGE; '' from the search path; default: relative",
    )
    gen.add_argument("--check", action="store_true", help="write nothing; exit 3 on a difference")
    lint = commands.add_parser("lint", help="check files, with rules of style")
    names = commands.add_parser("names", help="print wire names and the identifiers made of them")
    for command in (gen, lint, names):
        command.add_argument("--format", choices=("text", "json"), default="text")
        command.add_argument(
            "files", nargs="*" if command is gen else "+", metavar="FILE", help="introspection XML"
        )
    return parser


def _wrong_gen_usage(options: argparse.Namespace) -> str:
    if options.name is not None and len(options.files) != 1:
        return "--name is for one file"
    if options.name is not None and not _MODULE.fullmatch(options.name):
        return "--name is no module name"
    if options.module_prefix is not None and not _PREFIX.fullmatch(options.module_prefix):
        return "--module-prefix is no package name"
    if bool(options.files) == options.project:
        return "give FILES, or --project"
    alone = (options.output, options.overlay, options.module_prefix)
    if options.project and (any(alone) or options.role != "both"):
        return "what --project writes is fixed in pyproject.toml"
    return ""


def _gen(request: Request, directory: str | None, only_check: bool, form: str) -> int:
    findings = Findings()
    files = generate.generate(request, findings)
    _report(findings, form)
    if findings.has_errors:
        return WRONG_INPUT
    target = directory or "."
    if only_check:
        return _compare(target, files)
    outputs.make(target)
    _tell(outputs.write(target, files), form)
    return DONE


def _project(only_check: bool, form: str) -> int:
    findings = Findings()
    plans = [
        (output.directory, generate.generate(output.request, findings))
        for output in project.read("pyproject.toml")
    ]
    _report(findings, form)
    if findings.has_errors:
        return WRONG_INPUT
    result = DONE
    for directory, files in plans:
        gone = outputs.stale(directory, files)
        if only_check:
            result = max(result, _compare(directory, files, gone))
            continue
        outputs.make(directory)
        _tell(outputs.write(directory, files), form)
        outputs.remove(gone)
    return result


def _compare(directory: str, files: Iterable[backend.File], gone: Sequence[str] = ()) -> int:
    found = outputs.differences(directory, files)
    found += [outputs.Difference(path, "no longer an output") for path in gone]
    for difference in found:
        print(f"{difference.path}: {difference.what}", file=sys.stderr)
        sys.stderr.write(difference.diff)
    return NOT_CURRENT if found else DONE


def _lint(files: Sequence[str], form: str) -> int:
    findings = Findings()
    for document in generate.load_all(files, findings):
        findings.extend(check.lint(document))
    _report(findings, form)
    return WRONG_INPUT if findings.has_errors else DONE


def _names(files: Sequence[str], form: str) -> int:
    findings = Findings()
    documents = generate.load_all(files, findings)
    _report(findings, form)
    if findings.has_errors:
        return WRONG_INPUT
    for document in documents:
        for row in scope.table(document):
            print("\t".join(row))
    return DONE


def _legacy(words: list[str]) -> int:
    try:
        options, files = getopt.gnu_getopt(words, _LEGACY_SHORT, _LEGACY_LONG + _LEGACY_LANGUAGES)
    except getopt.GetoptError as error:
        return _legacy_usage(str(error))
    given = dict(options)
    if "-h" in given or "--help" in given:
        print(LEGACY_USAGE, end="")
        return DONE
    for language in _LEGACY_LANGUAGES:
        if f"--{language}" in given:
            return _legacy_usage(f"--{language}: only Python is written")
    if not files:
        return _legacy_usage("no input file")
    # The last one wins, whichever way it is spelt.
    named = {key.lstrip("-")[0]: value for key, value in options}
    name, prefix = named.get("n"), named.get("m")
    if name is not None and not _MODULE.fullmatch(name):
        return _legacy_usage(f"{name!a} is no module name")
    if prefix is not None and not _PREFIX.fullmatch(prefix):
        return _legacy_usage(f"{prefix!a} is no package name")
    target = named.get("o", ".")
    if not Path(target).is_dir():
        print(f"xc-rpcgen: {target}: no such directory", file=sys.stderr)
        return WRONG_INPUT
    role = "server" if "s" in named else "client"
    request = Request(files=(files[0],), role=role, name=name, module_prefix=prefix)
    return _gen(request, target, only_check=False, form="text")


def _legacy_usage(reason: str) -> int:
    print(f"xc-rpcgen: {reason}\n{LEGACY_USAGE}", end="", file=sys.stderr)
    return WRONG_USAGE


def _report(findings: Findings, form: str) -> None:
    """Text goes to standard error, JSON to standard output."""
    if form == "json":
        print(as_json(findings), end="")
    else:
        sys.stderr.write(as_text(findings))


def _tell(changed: Iterable[str], form: str) -> None:
    if form == "text":
        for path in changed:
            print(path)
