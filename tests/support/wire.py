"""A caller of a service without a bus: calls as bytes, answers as parsed messages."""

from rpcgen.runtime.codec import Variant, decode, encode
from rpcgen.runtime.dispatch import Service
from rpcgen.runtime.message import ERROR, METHOD_RETURN, Message, length_of, parse

PROPERTIES = "org.freedesktop.DBus.Properties"


def message(
    kind: int,
    serial: int,
    fields: dict[int, Variant],
    body: bytes = b"",
    *,
    flags: int = 0,
    little: bool = True,
) -> bytes:
    """Any message at all; the fields by their codes, in their order."""
    head = encode(
        "yyyyuua(yv)",
        (
            ord("l") if little else ord("B"),
            kind,
            flags,
            1,
            len(body),
            serial,
            list(fields.items()),
        ),
        little,
    )
    return head + bytes(-len(head) & 7) + body


def call(
    serial: int,
    path: str,
    interface: str | None,
    member: str,
    signature: str = "",
    *values: object,
    flags: int = 0,
    little: bool = True,
    body: bytes | None = None,
    sender: str | None = ":1.7",
    more_fields: dict[int, Variant] | None = None,
) -> bytes:
    """A method call as a bus forwards it."""
    fields = {1: Variant("o", path), 3: Variant("s", member)}
    if interface is not None:
        fields[2] = Variant("s", interface)
    if signature:
        fields[8] = Variant("g", signature)
    fields[6] = Variant("s", "com.example.House")
    fields.update(more_fields or {})
    if sender is not None:
        fields[7] = Variant("s", sender)
    if body is None:
        body = encode(signature, values, little)
    return message(1, serial, fields, body, flags=flags, little=little)


def split(data: bytes) -> list[bytes]:
    """The whole messages of a stream."""
    messages = []
    while data:
        length = length_of(data, 0)
        messages.append(data[:length])
        data = data[length:]
    return messages


def arguments(answer: Message) -> tuple[object, ...]:
    return decode(answer.signature, answer.body, answer.little)


class Wire:
    """Transport of a service that keeps what would be sent."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.blocked = False
        self.sent: list[Message] = []
        self._serial = 0
        service.attach(self)

    def flush(self) -> None:
        self.sent.extend(parse(data) for data in split(self.service.take()))

    def unblock(self) -> None:
        self.blocked = False
        self.service.unblocked()

    def send(self, *messages: bytes) -> list[Message]:
        """Everything that is sent because of these messages, given in one piece."""
        before = len(self.sent)
        data = b"".join(messages)
        at, early = self.service.receive(data)
        while early:
            at, early = self.service.receive(data, at)
        assert at == len(data)
        return self.sent[before:]

    def call(
        self, path: str, interface: str | None, member: str, signature: str = "", *values: object
    ) -> tuple[object, ...]:
        """The reply's arguments. An error reply is an AssertionError with name and text."""
        answer = self.answer(path, interface, member, signature, *values)
        assert answer.kind == METHOD_RETURN, (answer.error_name, arguments(answer))
        return arguments(answer)

    def error(
        self, path: str, interface: str | None, member: str, signature: str = "", *values: object
    ) -> tuple[str, str]:
        """Short name and text of the error reply."""
        answer = self.answer(path, interface, member, signature, *values)
        assert answer.kind == ERROR, arguments(answer)
        (text,) = arguments(answer)
        return str(answer.error_name).removeprefix("org.freedesktop.DBus.Error."), str(text)

    def answer(
        self, path: str, interface: str | None, member: str, signature: str = "", *values: object
    ) -> Message:
        """The one reply of a call; it comes after everything else that the call caused."""
        self._serial += 1
        sent = self.send(call(self._serial, path, interface, member, signature, *values))
        assert sent, "no reply yet"
        assert sent[-1].reply_serial == self._serial
        assert sent[-1].destination == ":1.7"
        return sent[-1]

    def get(self, path: str, interface: str, name: str) -> object:
        (variant,) = self.call(path, PROPERTIES, "Get", "ss", interface, name)
        assert isinstance(variant, Variant)
        return variant.value

    def get_all(self, path: str, interface: str) -> dict[str, object]:
        (values,) = self.call(path, PROPERTIES, "GetAll", "s", interface)
        return {name: variant.value for name, variant in values.items()}

    def set(self, path: str, interface: str, name: str, kind: str, value: object) -> None:
        values = (interface, name, Variant(kind, value))
        assert self.call(path, PROPERTIES, "Set", "ssv", *values) == ()
