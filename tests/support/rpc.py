"""A small house of objects on the runtime, written as rpcgen would generate it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rpcgen.runtime.codec import decoder, encode, encode_at
from rpcgen.runtime.dispatch import Service
from rpcgen.runtime.interface import (
    Arg,
    Inputs,
    Interface,
    Method,
    Property,
    PropertyBinding,
    ServerInterface,
    Signal,
    SignalMessage,
)
from rpcgen.runtime.tree import Folder, ObjectKind
from rpcgen.runtime.turn import Turn

LAMP = "com.example.Lamp"
HOUSE = "com.example.House"


def method(name: str, handler: str, ins: str = "", outs: str = "", **more: object) -> Method:
    """`ins` and `outs` are like "s:name i:count"."""
    in_args, out_args = args(ins), args(outs)
    in_signature = "".join(arg.signature for arg in in_args)
    out_signature = "".join(arg.signature for arg in out_args)

    def encode_result(result: object) -> bytes:
        values = () if not out_args else (result,) if len(out_args) == 1 else result
        return encode(out_signature, values)

    return Method(
        name,
        handler,
        in_args,
        out_args,
        in_signature,
        out_signature,
        decoder(in_signature),
        encode_result,
        **more,
    )


def args(text: str) -> tuple[Arg, ...]:
    pairs = [word.partition(":") for word in text.split()]
    return tuple(Arg(name, signature) for signature, _, name in pairs)


def prop(name: str, signature: str, access: str = "read", emits: str = "true") -> Property:
    head = encode("sg", (name, signature))
    first = encode("g", (signature,))

    def encode_value(value: object) -> bytes:
        return first + encode_at(signature, value, len(first))

    def entry(value: object) -> bytes:
        data = head + encode_at(signature, value, len(head))
        return data + bytes(-len(data) & 7)

    return Property(name, name.replace("-", "_"), signature, access, emits, encode_value, entry)


class LampServer(ServerInterface, ABC):
    INTERFACE = Interface(
        LAMP,
        methods=(
            method("turn_on", "turn_on", "u:level", "s:state"),
            method("Wait", "wait", "", "s:"),
            method("Swap", "swap", "s:a i:b", "i:b s:a"),
            method("Fail", "fail", "s:how"),
        ),
        signals=(Signal("Switched", args("s:state u:level"), "su"),),
        properties=(
            prop("level", "u", "readwrite"),
            prop("state", "s"),
            prop("auto-off", "b", "readwrite"),
            prop("name", "s", "readwrite", "invalidates"),
            prop("serial-number", "x", "read", "const"),
            prop("tags", "as", "readwrite"),
            prop("uptime", "t", "read", "false"),
            prop("secret", "s", "write"),
            prop("zone", "a{sv}"),
        ),
    )

    __slots__ = ()

    @abstractmethod
    async def turn_on(self, level: int) -> str: ...

    @abstractmethod
    async def wait(self) -> str: ...

    @abstractmethod
    def swap(self, a: str, b: int) -> tuple[int, str]: ...

    @abstractmethod
    async def fail(self, how: str) -> None: ...


class HouseServer(ServerInterface, ABC):
    INTERFACE = Interface(
        HOUSE,
        methods=(method("list_lamps", "list_lamps", "", "ao:lamps"),),
        signals=(Signal("lamp_added", args("o:lamp"), "o"),),
        properties=(),
    )
    __slots__ = ()

    @abstractmethod
    async def list_lamps(self) -> list[str]: ...


@dataclass
class LampTarget:
    name: str
    level: int = 0
    auto_off: bool = False
    tags: list[str] = field(default_factory=list)
    secret: str = ""
    generation: int = 0
    uptime: int = 0
    broken: set[str] = field(default_factory=set)
    reads: int = 0

    def change(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.generation += 1


def getter(name: str) -> Callable[[LampTarget], object]:
    def get(lamp: LampTarget) -> object:
        lamp.reads += 1
        if name in lamp.broken:
            raise LookupError(f"{name} burnt out")
        return getattr(lamp, name)

    return get


def setter(name: str) -> Callable[[LampTarget, object], None]:
    return lambda lamp, value: lamp.change(**{name: value})


def state_of(lamp: LampTarget) -> str:
    return "on" if lamp.level else "off"


LAMP_ROWS = (
    PropertyBinding("level", getter("level"), setter("level"), "u", Inputs.OWN, 7),
    PropertyBinding("state", state_of, None, "s", Inputs.CORE, "unknown"),
    PropertyBinding("auto-off", getter("auto_off"), setter("auto_off"), "b", Inputs.OWN, False),
    PropertyBinding("name", getter("name"), setter("name"), "s", Inputs.OWN, ""),
    PropertyBinding("serial-number", lambda lamp: 4711, None, "x", Inputs.CONST, 0),
    PropertyBinding("tags", getter("tags"), setter("tags"), "as", Inputs.OWN, []),
    PropertyBinding("uptime", getter("uptime"), None, "t", Inputs.LIVE, 0),
    PropertyBinding("secret", None, setter("secret"), "s", Inputs.OWN, ""),
    PropertyBinding("zone", lambda lamp: {}, None, "a{sv}", Inputs.OTHERS, {}),
)


class Lamp(LampServer, properties=LAMP_ROWS):
    __slots__ = ("house",)

    def __init__(self, target: LampTarget, house: "House") -> None:
        super().__init__(target)
        self.house = house

    async def turn_on(self, level: int) -> str:
        self.target.change(level=level)
        self.house.service.emit(
            self.house.path_of(self.target),
            SignalMessage(LAMP, "Switched", "su", encode("su", ("on", level))),
        )
        return state_of(self.target)

    async def wait(self) -> str:
        return await self.house.answer_of_wait()

    def swap(self, a: str, b: int) -> tuple[int, str]:
        return b, a

    async def fail(self, how: str) -> None:
        raise self.house.errors[how]


class House(HouseServer):
    """Lamps at /lamp/<name>, the list of them at /."""

    __slots__ = ("commits", "deferred", "errors", "faults", "lamps", "service", "turn", "waiting")

    def __init__(
        self, *, defer: Callable[[Callable[[], None]], object] | None = None, **options: object
    ) -> None:
        super().__init__(self)
        self.lamps: dict[str, LampTarget] = {}
        self.errors: dict[str, Exception] = {}
        self.faults: list[tuple[str, BaseException]] = []
        self.deferred: list[Callable[[], None]] = []
        self.commits: list[Callable[[], None]] = []
        self.waiting: Callable[[], object] | None = None
        self.turn = Turn(defer or self.deferred.append, self._commit, lambda error: None)
        self.service = Service(
            "com.example.House",
            (
                ObjectKind("/", (House,), lambda: self, lambda house: (house,), self._top),
                Folder("/lamp", lambda: list(self.lamps)),
                ObjectKind(
                    "/lamp/{name}",
                    (Lamp,),
                    self.lamps.get,
                    lambda lamp: (Lamp(lamp, self),),
                    managed=self.managed,
                ),
            ),
            self.turn,
            managed_objects=lambda: [f"/lamp/{name}" for name in self.lamps],
            machine_id="0123456789abcdef0123456789abcdef",
            **options,
        )
        self.service.report = lambda what, error: self.faults.append((what, error))

    async def list_lamps(self) -> list[str]:
        return [self.path_of(lamp) for lamp in self.lamps.values()]

    def add(self, *names: str) -> LampTarget:
        for name in names:
            self.lamps[name] = LampTarget(name)
        return self.lamps[names[-1]]

    def path_of(self, lamp: LampTarget) -> str:
        return f"/lamp/{lamp.name}"

    def managed(self, name: str) -> dict[str, dict[str, object]] | None:
        lamp = self.lamps.get(name)
        return None if lamp is None else {LAMP: {"name": lamp.name, "level": lamp.level}}

    async def answer_of_wait(self) -> str:
        return str(await self.waiting())

    def run_deferred(self) -> None:
        """The next turn of the loop."""
        pending, self.deferred[:] = list(self.deferred), []
        for callback in pending:
            callback()

    def _top(self, house: "House") -> Iterable[str]:
        return ["lamp"]

    def _commit(self) -> None:
        pending, self.commits = self.commits, []
        for commit in pending:
            commit()
