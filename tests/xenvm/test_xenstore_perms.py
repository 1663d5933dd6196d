import pytest

from xenvm.errors import XenstoreError
from xenvm.xenstore import perms
from xenvm.xenstore.perms import Acl, Perm


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("n0", ((0, "n"),)),
        ("n5,r0", ((5, "n"), (0, "r"))),
        ("b0,w1,r2,n3", ((0, "b"), (1, "w"), (2, "r"), (3, "n"))),
        ("r-1", ((-1, "r"),)),
        ("r 7", ((7, "r"),)),
        ("r+7", ((7, "r"),)),
    ],
)
def test_parse_reads_letters_and_domids(text: str, entries: tuple) -> None:
    assert perms.parse(text) == entries


@pytest.mark.parametrize("text", ["", "r", "x1", "1", "r1x", "rr1", "r1,", "R1", "r0x10", "r1 "])
def test_parse_refuses_malformed_text(text: str) -> None:
    with pytest.raises(XenstoreError) as caught:
        perms.parse(text)
    assert caught.value.errno_word == "EINVAL"


def test_format_is_the_inverse_of_parse() -> None:
    assert perms.format_perms(perms.parse("n5,r0,b7")) == "n5,r0,b7"


def test_acl_says_owner_default_and_grants() -> None:
    acl = Acl(perms.parse("r5,w1,b2"), [11, 12])
    assert (acl.owner, acl.default) == (5, perms.READ)
    assert acl.grants == ((11, perms.WRITE), (12, perms.READ | perms.WRITE))


def test_owned_by_changes_the_owner_and_keeps_letter_and_grants() -> None:
    acl = Acl(perms.parse("r0,w1"), [11])
    other = acl.owned_by(9)
    assert other.perms == (Perm(9, "r"), Perm(1, "w"))
    assert other.grants == acl.grants
    assert acl.owned_by(9) is other, "shared by all nodes that inherit it"
    assert acl.owned_by(0) is acl
