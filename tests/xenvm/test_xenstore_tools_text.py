import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenvm.xenstore.tools.text import sanitise, unescape

SHOWN = [
    (b"plain 'text'", "plain 'text'"),
    (b'say "x"', 'say "x"'),
    (b"a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e"),
    (b"\0\x07\x08\x1f\x7f\xff", "\\000\\007\\x08\\x1f\\x7f\\xff"),
]


@pytest.mark.parametrize(("value", "text"), SHOWN)
def test_value_is_shown(value: bytes, text: str) -> None:
    assert sanitise(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"plain", b"plain"),
        (b"\\t\\n\\r\\\\", b"\t\n\r\\"),
        (b"\\x41\\x4\\xzz", b"A\x04xzz"),
        (b"\\101\\7\\777\\8", b"A\x07\xff8"),
        (b'\\q\\"', b'q"'),
        (b"end\\", b"end\0"),
        (b"\\\n", b"\n"),
    ],
)
def test_argument_means(text: bytes, value: bytes) -> None:
    assert unescape(text) == value


@given(st.binary().filter(lambda value: b"\\x" not in value))
def test_what_is_shown_means_the_value_again(value: bytes) -> None:
    # Two hex digits at most are read, and always two are shown, so what follows cannot join them.
    assert unescape(sanitise(value).encode()) == value
