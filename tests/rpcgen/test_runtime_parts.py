"""The pieces that generated straight-line code uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen.runtime.parts import (
    PADDING,
    TEXT_TAIL,
    DecodeError,
    EncodeError,
    boolean,
    expect_end,
    expect_zero,
    path,
    read_path,
    read_signature,
    read_string,
    signature_text,
    string_array,
    text,
)
from tests.support.next_marshaller import next_encode
from tests.support.signatures import CALM, paths, texts


@given(st.lists(texts, max_size=6))
@CALM
def test_string_arrays_are_as_dbus_next_makes_them(values: list[str]) -> None:
    assert string_array(values) == next_encode("as", (values,))[4:]


@given(st.lists(paths, max_size=6))
@CALM
def test_path_arrays_are_as_dbus_next_makes_them(values: list[str]) -> None:
    assert string_array(values, paths=True) == next_encode("ao", (values,))[4:]


@given(st.integers(1, 300), st.integers(1, 5))
@CALM
def test_arrays_of_strings_of_one_length_are_no_exception(length: int, count: int) -> None:
    values = [chr(ord("a") + number) * length for number in range(count)]
    assert string_array(values) == next_encode("as", (values,))[4:]
    as_paths = ["/" + value for value in values]
    assert string_array(as_paths, paths=True) == next_encode("ao", (as_paths,))[4:]


@pytest.mark.parametrize(
    "values",
    [
        "abc",
        ["a", "b\0"],
        ["a\0", "b\0"],
        ["ab", 7],
        [7, 8],
        ["\ud800"],
    ],
)
def test_what_is_no_list_of_strings_is_refused(values: object) -> None:
    with pytest.raises((EncodeError, TypeError, ValueError, AttributeError)):
        string_array(values)


@pytest.mark.parametrize(
    "values",
    [
        ["/a", "a/"],
        ["/a", "/ "],
        ["/a/", "/a/"],
        ["//", "/a"],
        ["/a//b", "/a/bc"],
        ["", ""],
        ["/a\0/b", "/a/b/c"],
        ["ab", "cd"],
    ],
)
def test_what_is_no_list_of_paths_is_refused(values: list[str]) -> None:
    with pytest.raises(EncodeError):
        string_array(values, paths=True)


def test_roots_are_paths() -> None:
    assert string_array(["/", "/"], paths=True) == next_encode("ao", (["/", "/"],))[4:]


def test_padding_constants() -> None:
    assert [len(data) for data in PADDING] == list(range(8))
    assert all((length + len(TEXT_TAIL[length & 3])) % 4 == 0 for length in range(9))


@pytest.mark.parametrize("value", ["", "plain", "Grüße", "\U0001f600"])
def test_text_is_utf_8(value: str) -> None:
    assert text(value) == value.encode()


def test_checked_texts_refuse_what_dbus_refuses() -> None:
    for function, value in ((text, "a\0"), (path, "a"), (path, "/a\n"), (signature_text, "a")):
        with pytest.raises(ValueError, match=r"."):
            function(value)


def test_booleans_are_one_or_zero() -> None:
    assert [boolean(value) for value in (True, False, 1, 0)] == [1, 0, 1, 0]
    with pytest.raises(EncodeError):
        boolean(2)


def test_readers_give_the_offset_behind_the_value() -> None:
    assert read_string(b"\xff\0\0\0\2\0\0\0hi\0", 4) == ("hi", 11)
    assert read_string(b"\xff\0\0\0\2\0\0\0hi\0", 1) == ("hi", 11)
    assert read_path(b"\2\0\0\0/a\0", 0) == ("/a", 7)
    assert read_signature(b"\2as\0", 0) == ("as", 4)


def test_ends_and_padding_are_checked() -> None:
    expect_end(b"abc", 3)
    expect_zero(b"a\0\0", 1, 3)
    with pytest.raises(DecodeError):
        expect_end(b"abc", 2)
    with pytest.raises(DecodeError):
        expect_zero(b"a\0b", 1, 3)
    with pytest.raises(DecodeError):
        expect_zero(b"a\0", 1, 4)
