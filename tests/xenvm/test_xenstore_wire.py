import pytest

from xenvm.errors import XenstoreError
from xenvm.xenstore import wire
from xenvm.xenstore.wire import Op


def test_frame_is_four_little_endian_words_and_the_payload() -> None:
    frame = wire.frame(Op.WRITE, 0x01020304, 7, b"/a\0v")
    assert frame == b"\x0b\0\0\0\x04\x03\x02\x01\x07\0\0\0\x04\0\0\0/a\0v"


@pytest.mark.parametrize(("word", "sent"), [("EAGAIN", b"EAGAIN\0"), ("ESRCH", b"EINVAL\0")])
def test_error_words_outside_the_table_travel_as_einval(word: str, sent: bytes) -> None:
    assert wire.error_payload(word) == sent


def test_event_that_no_client_could_take_is_none() -> None:
    """XSA-324: a watch event longer than a payload crashes clients."""
    assert wire.event_frame("/" + "x" * 2000, b"t" * 2093) is not None
    assert wire.event_frame("/" + "x" * 2000, b"t" * 2094) is None


def test_event_frame_has_no_ids() -> None:
    frame = wire.event_frame("/a", b"tok")
    assert wire.HEADER.unpack_from(frame) == (15, 0, 0, 7)
    assert frame[16:] == b"/a\0tok\0"


@pytest.mark.parametrize("payload", [b"", b"/a", b"/a\0b"])
def test_one_text_must_end_with_nul(payload: bytes) -> None:
    with pytest.raises(XenstoreError) as caught:
        wire.one_text(payload)
    assert caught.value.errno_word == "EINVAL"


def test_one_text_takes_any_byte() -> None:
    assert wire.one_text(b"/\xff\0") == "/\u00ff"


@pytest.mark.parametrize(
    ("payload", "texts"),
    [(b"", []), (b"a", []), (b"a\0", [b"a"]), (b"a\0b\0rest", [b"a", b"b"]), (b"\0\0", [b"", b""])],
)
def test_texts_ignore_what_follows_the_last_nul(payload: bytes, texts: list) -> None:
    assert wire.texts(payload) == texts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"7", 7),
        (b" \t+7junk", 7),
        (b"-3", -3),
        (b"x", 0),
        (b"", 0),
        (b"4294967297", 1),
        (b"2147483648", -(1 << 31)),
        (b"9" * 30, -1),
        (b"0x10", 0),
    ],
)
def test_number_is_what_atoi_makes_of_it(text: bytes, value: int) -> None:
    assert wire.number(text) == value
