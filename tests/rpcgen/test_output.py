"""What is generated from tests/data/idl: clean for every tool, importable, right on the wire."""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rpcgen.generate import Request
from rpcgen.runtime import codec
from rpcgen.runtime.interface import Interface, Method, Property, ServerInterface
from tests.support import generated
from tests.support.signatures import bodies_of, values_of

FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = generated.generated_package(tmp_path_factory.mktemp("output") / "from_idl")
    with generated.importable(directory):
        yield directory


def interfaces(package: Path) -> dict[str, Interface]:
    """All descriptors of all server modules."""
    found = {}
    for path in sorted(package.glob("*_server.py")):
        for item in vars(generated.module(package, path.stem)).values():
            if isinstance(item, type) and issubclass(item, ServerInterface) and item.__mro__[1:]:
                interface = getattr(item, "INTERFACE", None)
                if isinstance(interface, Interface):
                    found[interface.name] = interface
    return found


def test_all_tools_are_content(package: Path, tmp_path: Path) -> None:
    assert generated.quality(package.parent, tmp_path / "mypy") == {
        "ruff check": "",
        "ruff format": "",
        "mypy": "",
    }


def test_every_module_can_be_imported(package: Path) -> None:
    for path in package.glob("*.py"):
        generated.module(package, path.stem)


def test_the_output_does_not_depend_on_hash_seed_or_order_of_files(
    package: Path, tmp_path: Path
) -> None:
    files = tuple(reversed(generated.idl_files()))
    request = Request(files=files, overlay=str(generated.OVERLAY))
    again = generated.generated_package(tmp_path / "again", request)
    for path in package.glob("*.py"):
        assert path.read_bytes() == (again / path.name).read_bytes()
    seeded = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONPATH": str(generated.ROOT)}
    words = ["-m", "rpcgen", "gen", "-o", str(tmp_path / "seeded")]
    words += ["--overlay", str(generated.OVERLAY), *files]
    done = asyncio.run(_run(words, seeded))
    assert done == 0
    for path in package.glob("*_*.py"):
        if path.name != "__init__.py":
            assert path.read_bytes() == (tmp_path / "seeded" / path.name).read_bytes()


async def _run(words: list[str], environment: dict[str, str]) -> int:
    null = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, env=environment, cwd="/", stdout=null, stderr=null
    )
    return await process.wait()


@FEW
@given(st.data())
def test_method_bodies_are_those_of_the_codec(package: Path, data: st.DataObject) -> None:
    for interface in interfaces(package).values():
        for method in interface.methods:
            values = data.draw(bodies_of(method.in_signature))
            body = codec.encode(method.in_signature, values)
            assert method.decode(body) == values
            results = data.draw(bodies_of(method.out_signature))
            result = None if not results else results[0] if len(results) == 1 else results
            assert method.encode(result) == codec.encode(method.out_signature, results)


@FEW
@given(st.data())
def test_property_bodies_are_those_of_the_codec(package: Path, data: st.DataObject) -> None:
    for interface in interfaces(package).values():
        for row in interface.properties:
            value = codec.Variant(row.signature, data.draw(values_of(row.signature)))
            assert row.encode(value.value) == codec.encode("v", (value,))
            entry = codec.encode("a{sv}", ({row.name: value},))[8:]
            assert row.entry(value.value) == entry + bytes(-len(entry) % 8)


def test_descriptors_say_what_the_idl_says(package: Path) -> None:
    found = interfaces(package)
    forget, old = found["org.example.Annotations"].methods
    assert forget.no_reply
    assert forget.annotations == (
        ("org.freedesktop.DBus.Method.NoReply", "true"),
        ("org.example.Level", "1"),
    )
    assert not old.no_reply
    assert found["org.example.Annotations"].annotations == (
        ("org.example.Owner", 'someone "quoted" \\ & more'),
    )
    assert found["org.example.Annotations"].signals[0].annotations[1] == (
        "org.example.Twice",
        "first",
    )
    emits = {row.name: row.emits for row in found["org.example.Emits"].properties}
    assert emits == {
        "inherited": "invalidates",
        "constant": "const",
        "silent": "false",
        "loud": "true",
    }
    access = {row.name: row.access for row in found["org.example.Hyphens"].properties}
    assert access["secret-key"] == "write"
    count = found["org.example.Unnamed"].methods[0]
    assert [arg.name for arg in count.in_args] == ["", "", "named"]


def test_server_classes_are_abstract_in_every_method(package: Path) -> None:
    server = generated.module(package, "results_server").ResultsServer
    assert server.__abstractmethods__ == {"nothing", "one", "numbers", "mixed"}
    assert inspect.iscoroutinefunction(server.mixed)
    assert list(inspect.signature(server.mixed).parameters) == ["self", "reply", "values"]


def test_members_named_like_the_runtime_do_not_hide_it(package: Path) -> None:
    server = generated.module(package, "runtime_members_server").RuntimeServer
    handlers = [method.handler for method in server.INTERFACE.methods]
    assert len(set(handlers)) == len(handlers)
    assert not set(handlers) & set(dir(ServerInterface))
    proxy = generated.module(package, "runtime_members_client").RuntimeProxy
    base = set(dir(proxy.__mro__[1]))
    assert base & set(vars(proxy)) <= {"__module__", "__doc__", "__slots__"}


def test_signal_builders_make_messages(package: Path) -> None:
    signals = generated.module(package, "signals_server").SignalsSignals
    assert signals.ping().body == b""
    message = signals.vm_created("u", "/vm/u")
    assert (message.interface, message.member) == ("org.example.Signals", "vm_created")
    assert codec.decode(message.signature, message.body) == ("u", "/vm/u")


class Loop:
    """A caller that hands each call straight to one server object."""

    def __init__(self, server: ServerInterface) -> None:
        self.server = server
        self.values: dict[str, codec.Variant] = {}
        self.deliver: Callable[[str, bytes], None] | None = None

    async def call(
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str,
        body: bytes,
        *,
        no_reply: bool = False,
    ) -> tuple[str, bytes]:
        if interface == "org.freedesktop.DBus.Properties":
            return self.properties(member, codec.decode(signature, body))
        methods = {(m.name, m.in_signature): m for m in self.server.INTERFACE.methods}
        method: Method = methods[member, signature]
        result = await getattr(self.server, method.handler)(*method.decode(body))
        return method.out_signature, method.encode(result)

    def properties(self, member: str, values: tuple[Any, ...]) -> tuple[str, bytes]:
        if member == "Set":
            self.values[values[1]] = values[2]
            return "", b""
        if member == "Get":
            return "v", codec.encode("v", (self.values[values[1]],))
        return "a{sv}", codec.encode("a{sv}", (self.values,))

    async def subscribe(
        self,
        sender: str,
        path: str,
        interface: str,
        member: str,
        callback: Callable[[str, bytes], None],
    ) -> object:
        self.deliver = callback
        return object()


def echo(server_base: type[ServerInterface]) -> ServerInterface:
    """A server whose methods return their only argument."""

    async def same(self: object, value: object) -> object:
        return value

    handlers = {method.handler: same for method in server_base.INTERFACE.methods}
    return type("Echo", (server_base,), handlers)(None)


@pytest.mark.parametrize(("name", "stem"), [("basic_types", "Basic"), ("containers", "Containers")])
@FEW
@given(st.data())
def test_values_come_back_through_client_and_server(
    package: Path, name: str, stem: str, data: st.DataObject
) -> None:
    base = getattr(generated.module(package, f"{name}_server"), f"{stem}Server")
    loop = Loop(echo(base))
    proxy = getattr(generated.module(package, f"{name}_client"), f"{stem}Proxy")(loop, "a.b", "/")
    for method in base.INTERFACE.methods:
        value = data.draw(values_of(method.in_signature))
        assert asyncio.run(getattr(proxy, method.handler)(value)) == value
    row: Property
    for row in base.INTERFACE.properties:
        value = data.draw(values_of(row.signature))
        asyncio.run(getattr(proxy, f"set_{row.attribute}")(value))
        assert asyncio.run(getattr(proxy, f"get_{row.attribute}")()) == value
    assert set(asyncio.run(proxy.get_all())) == {row.name for row in base.INTERFACE.properties}


def test_bound_members_are_enums_for_the_client_and_text_for_the_server(package: Path) -> None:
    types = generated.module(package, "string_enums_types")
    base = generated.module(package, "string_enums_server").StringlyServer

    class Server(base):
        async def move(self, to: str, values: list[str]) -> str:
            assert type(to) is str
            return types.VmState.RUNNING

        async def look(self, values: str) -> tuple[str, int]:
            return "stopped", 7

    loop = Loop(Server(None))
    proxy = generated.module(package, "string_enums_client").StringlyProxy(loop, "a.b", "/")
    assert asyncio.run(proxy.move(types.VmState.STOPPED, [])) is types.VmState.RUNNING
    assert asyncio.run(proxy.look("")) == (types.VmState.STOPPED, 7)
    asyncio.run(proxy.set_state(types.VmState.NONE))
    assert loop.values["state"] == codec.Variant("s", "")
    assert asyncio.run(proxy.get_state()) is types.VmState.NONE
    seen = []
    asyncio.run(proxy.on_moved(lambda uuid, state: seen.append(state)))
    loop.deliver("ss", codec.encode("ss", ("u", "running")))
    assert seen == [types.VmState.RUNNING]
    loop.values["state"] = codec.Variant("s", "unheard-of")
    with pytest.raises(ValueError, match="unheard-of"):
        asyncio.run(proxy.get_state())


def test_number_enums_and_constants(package: Path) -> None:
    types = generated.module(package, "number_enums_types")
    assert types.AccessFlags.READ | types.AccessFlags.WRITE == 3
    assert types.Level.TOP is types.Level.HIGH
    assert types.RATIO_HALF == 0.5
    assert types.ANSWER_YES is True
    assert types.NUMBERS_INTERFACE == "org.example.Numbers"
    loop = Loop(echo(generated.module(package, "number_enums_server").NumbersServer))
    proxy = generated.module(package, "number_enums_client").NumbersProxy(loop, "a.b", "/")
    asyncio.run(proxy.set_access(types.AccessFlags.WRITE))
    assert asyncio.run(proxy.get_access()) is types.AccessFlags.WRITE


def test_documentation_cannot_become_code(package: Path) -> None:
    base = generated.module(package, "docs_hostile_server").HostileServer
    assert "__import__('os').system('x')" in base.__doc__
    assert "\\u0041 {{ evil }} {% raw %} \\" in base.__doc__
    assert base.begin.__doc__.startswith("'quoted at both ends")
    text = (package / "docs_hostile_server.py").read_text(encoding="utf-8")
    assert text.isascii()
    assert "caf&#233; \u00e9, Cyrillic \u0455, mark \u202e" in base.curly.__doc__


def test_mypy_names_the_class_that_lacks_a_method(package: Path, tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(
        "from from_idl.results_server import ResultsServer\n\n\n"
        "class Results(ResultsServer):\n"
        "    async def nothing(self) -> None:\n"
        '        """Done."""\n\n\n'
        "Results(None)\n",
        encoding="utf-8",
    )
    (tmp_path / "from_idl").symlink_to(package)
    options = ("--config-file", os.devnull, "--cache-dir", tmp_path / "mypy")
    text = generated.complaints("mypy", *options, "user.py", cwd=tmp_path)
    assert 'Cannot instantiate abstract class "Results"' in text
    assert '"mixed"' in text


def test_types_modules_are_imported_as_the_prefix_says(tmp_path: Path) -> None:
    files = (str(generated.IDL / "string_enums.xml"),)
    for prefix, expected in (
        (None, "from . import string_enums_types as _string_enums_types"),
        ("", "import string_enums_types as _string_enums_types"),
        ("a.b", "from a.b import string_enums_types as _string_enums_types"),
    ):
        request = Request(files, overlay=str(generated.OVERLAY), module_prefix=prefix)
        directory = generated.generated_package(tmp_path / f"p{len(prefix or 'none')}", request)
        assert f"\n{expected}\n" in (directory / "string_enums_client.py").read_text()
