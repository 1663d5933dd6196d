"""D-Bus type signatures: syntax, limits and alignment. Knows nothing of bytes in a message."""

from functools import lru_cache

SIGNATURE_LENGTH_MAX = 255  # D-Bus specification, "Valid Signatures"
ARRAY_DEPTH_MAX = 32  # likewise
STRUCT_DEPTH_MAX = 32  # likewise
CONTAINER_DEPTH_MAX = 64  # arrays, structs and variants of one message, specification as above
SIGNATURES_CACHED_MAX = 4096

BASIC = "ybnqiuxtdsogh"
ALIGNMENT = {
    **dict.fromkeys("ygv", 1),
    **dict.fromkeys("nq", 2),
    **dict.fromkeys("biuhsoa", 4),
    **dict.fromkeys("xtd({", 8),
}

# code: (letter of the struct module, bytes)
FIXED = {
    "y": ("B", 1),
    "n": ("h", 2),
    "q": ("H", 2),
    "i": ("i", 4),
    "u": ("I", 4),
    "h": ("I", 4),
    "x": ("q", 8),
    "t": ("Q", 8),
    "d": ("d", 8),
}


class SignatureError(ValueError):
    """`signature` breaks the rules of the specification; the text says where and why."""


@lru_cache(maxsize=SIGNATURES_CACHED_MAX)
def complete_types(signature: str) -> tuple[str, ...]:
    """The signature cut into its single complete types. Raises SignatureError."""
    if len(signature) > SIGNATURE_LENGTH_MAX:
        raise SignatureError(f"signature of {len(signature)} bytes, {SIGNATURE_LENGTH_MAX} at most")
    types = []
    at = 0
    while at < len(signature):
        end = _end_of_type(signature, at, arrays=0, structs=0)
        types.append(signature[at:end])
        at = end
    return tuple(types)


def single_type(signature: str) -> str:
    """The signature itself if it is exactly one complete type, else SignatureError."""
    types = complete_types(signature)
    if len(types) != 1:
        raise SignatureError(f"signature {signature!r} is not one complete type")
    return types[0]


def _end_of_type(signature: str, at: int, arrays: int, structs: int) -> int:
    code = signature[at : at + 1]
    if (code and code in BASIC) or code == "v":
        return at + 1
    if code == "a":
        if arrays == ARRAY_DEPTH_MAX:
            raise SignatureError(f"signature {signature!r}: over {ARRAY_DEPTH_MAX} nested arrays")
        if signature[at + 1 : at + 2] == "{":
            return _end_of_entry(signature, at + 1, arrays + 1, structs)
        return _end_of_type(signature, at + 1, arrays + 1, structs)
    if code == "(":
        return _end_of_struct(signature, at, arrays, structs + 1)
    found = repr(code) if code else "its end"
    raise SignatureError(f"signature {signature!r}: {found} at {at}, a type expected")


def _end_of_struct(signature: str, at: int, arrays: int, structs: int) -> int:
    if structs > STRUCT_DEPTH_MAX:
        raise SignatureError(f"signature {signature!r}: over {STRUCT_DEPTH_MAX} nested structs")
    end = _end_of_type(signature, at + 1, arrays, structs)
    while signature[end : end + 1] != ")":
        end = _end_of_type(signature, end, arrays, structs)
    return end + 1


def _end_of_entry(signature: str, at: int, arrays: int, structs: int) -> int:
    if structs + 1 > STRUCT_DEPTH_MAX:
        raise SignatureError(f"signature {signature!r}: over {STRUCT_DEPTH_MAX} nested structs")
    key = signature[at + 1 : at + 2]
    if not key or key not in BASIC:
        raise SignatureError(f"signature {signature!r}: dictionary key at {at + 1} is not basic")
    end = _end_of_type(signature, at + 2, arrays, structs + 1)
    if signature[end : end + 1] != "}":
        raise SignatureError(f"signature {signature!r}: '}}' expected at {end}")
    return end + 1
