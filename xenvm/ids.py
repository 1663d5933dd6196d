"""The identities of the core: domain ids, device ids, VM uuids, and the well-known ones.

Knows nothing of who hands them out.
"""

from typing import Final, NewType

Domid = NewType("Domid", int)
Devid = NewType("Devid", int)
VmUuid = NewType("VmUuid", str)

DOM0: Final = Domid(0)

# Xen's public header: ids from here upward name no ordinary domain; guests live below.
DOMID_FIRST_RESERVED: Final = Domid(0x7FF0)
DOMID_SELF: Final = Domid(0x7FF0)

DOM0_UUID: Final = VmUuid("00000000-0000-0000-0000-000000000000")
UIVM_UUID: Final = VmUuid("00000000-0000-0000-0000-000000000001")
NDVM_UUID: Final = VmUuid("00000000-0000-0000-0000-000000000002")
USBVM_UUID: Final = VmUuid("00000000-0000-0000-0000-000000000003")

_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_GROUP_LENGTHS = (8, 4, 4, 4, 12)


def is_uuid(text: str) -> bool:
    """Whether the text is a uuid in its 36-character form; either case of hex digits."""
    groups = text.split("-")
    return tuple(map(len, groups)) == _GROUP_LENGTHS and all(
        _HEX_DIGITS.issuperset(group) for group in groups
    )
