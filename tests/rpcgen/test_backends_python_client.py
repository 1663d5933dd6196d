"""The client module as a view: calls, accessors, handlers; nothing ever introspects."""

from __future__ import annotations

from pathlib import Path

from rpcgen import overlay
from rpcgen.backends.python import client, scope, view
from rpcgen.diag import Findings
from rpcgen.load import load
from rpcgen.render import Code

IDL = Path(__file__).parents[1] / "data" / "idl"


def module(name: str, prefix: str | None = None) -> view.Module:
    findings = Findings()
    loaded = load(str(IDL / f"{name}.xml"), name, findings)
    assert loaded is not None
    spread = overlay.read(str(IDL / "overlay.toml"), findings)
    (document,), bindings = overlay.apply([loaded], spread, findings)
    names = {(name, wire): ident for wire, ident in scope.enums(document).items()}
    return client.module(
        document, view.Origin(f"{name}.xml", "rpcgen gen"), bindings, names, prefix
    )


def members(name: str) -> dict[str, view.Member]:
    (proxy,) = [made for made in module(name).classes if isinstance(made, view.ProxyClass)]
    return {member.head.split("(")[0].split()[-1]: member for member in proxy.members}


def test_a_call_decodes_its_reply_by_the_idl() -> None:
    found = members("results")
    assert found["nothing"].body == (
        'await self._rpc_call(self.INTERFACE, "nothing", "", b"", "")',
    )
    assert found["one"].body == (
        'reply = await self._rpc_call(self.INTERFACE, "one", "", b"", "s")',
        "return _decode_s(reply)[0]",
    )


def test_a_method_without_reply_is_not_waited_for() -> None:
    assert "no_reply=True" in "".join(members("annotations")["forget"].body)
    assert "no_reply" not in "".join(members("annotations")["old"].body)


def test_locals_keep_out_of_the_way_of_parameters() -> None:
    assert members("results")["mixed"].body[1] == "return _decode_ogarsu_x(reply_)"


def test_access_decides_which_accessors_there_are() -> None:
    first, *_ = [m for m in module("hyphens").classes if isinstance(m, view.ProxyClass)]
    heads = " ".join(member.head for member in first.members)
    assert "get_memory_mib" in heads
    assert "set_memory_mib" in heads
    assert "get_secret_key" not in heads
    assert "set_secret_key" in heads


def test_bound_members_carry_their_enum() -> None:
    found = members("string_enums")
    assert found["get_state"].head.endswith("-> _string_enums_types.VmState:")
    assert "value: _string_enums_types.VmState" in found["set_state"].head
    assert "deliver" in found["on_moved"].body[-1]
    assert module("string_enums", "a.b").imports[-1] == (
        "from a.b import string_enums_types as _string_enums_types"
    )


def test_all_properties_have_a_typed_dictionary() -> None:
    made = [item for item in module("hyphens").classes if isinstance(item, Code)]
    assert made[0].startswith('HyphensProperties = TypedDict(\n    "HyphensProperties",')
    assert '"secret-key"' not in made[0]
    assert made[1].startswith("class HyphenFreeProperties(TypedDict, total=False):")
    assert "noqa: UP013" in next(i for i in module("builtins").classes if isinstance(i, Code))


def test_nothing_in_any_client_introspects() -> None:
    for path in IDL.glob("*.xml"):
        for made in module(path.stem).classes:
            if isinstance(made, view.ProxyClass):
                bodies = [line for member in made.members for line in member.body]
                assert not [line for line in bodies if "ntrospect" in line]
