import pytest

from xenvm.errors import XenstoreError
from xenvm.xenstore import paths

VALID = [
    "/",
    "/a",
    "/A-Z_0@9/b",
    "/" + "x" * 2047,
    "/local/domain/5/" + "x" * 2048,
    "/local/domain/65535/" + "x" * 2048,
]
INVALID = [
    "",
    "a",
    "//",
    "/a/",
    "/a//b",
    "/a.b",
    "/a:b",
    "/a b",
    "/a\n",
    "/\u00e9",
    "/a,b",
    "/a+b",
    "/~",
    "@introduceDomain",
    "/" + "x" * 2048,
    "/local/domain/5/" + "x" * 2049,
    "/local/domain/123456/" + "x" * 2048,
    "/local/domain/",
]


@pytest.mark.parametrize("path", VALID)
def test_path_may_name_a_node(path: str) -> None:
    assert paths.is_valid(path)


@pytest.mark.parametrize("path", INVALID)
def test_path_may_not_name_a_node(path: str) -> None:
    assert not paths.is_valid(path)


@pytest.mark.parametrize("path", ["/", "/a", "/a/b/c"])
def test_split_and_join_are_inverse(path: str) -> None:
    assert paths.join(paths.Splitter().split(path)) == path


def test_split_of_root_has_no_names() -> None:
    assert paths.Splitter().split("/") == ()


def test_split_refuses_with_the_path() -> None:
    with pytest.raises(XenstoreError) as caught:
        paths.Splitter().split("/a//b")
    assert (caught.value.errno_word, caught.value.path) == ("EINVAL", "/a//b")


def test_splitter_remembers_a_bounded_number_of_paths() -> None:
    splitter = paths.Splitter()
    for number in range(5000):
        splitter.split(f"/n/{number}")
    assert len(splitter._recent) <= 2048


def test_limit_can_only_be_lowered() -> None:
    splitter = paths.Splitter()
    splitter.limit(9000)
    assert splitter.length_max == 2048
    splitter.split("/abcdef")
    splitter.limit(4)
    with pytest.raises(XenstoreError):
        splitter.split("/abcdef")


def test_home_is_the_directory_of_the_domain() -> None:
    assert paths.home(7) == "/local/domain/7/"


def test_path_of_any_length_is_refused_not_trusted() -> None:
    """XSA-323: the length of a path was not checked everywhere."""
    for path in ("/" + "x" * 100_000, "/local/domain/1/" + "y/" * 50_000 + "z"):
        assert not paths.is_valid(path)
