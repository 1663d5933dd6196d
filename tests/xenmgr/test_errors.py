"""The texts that clients split and search."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import FAILED, NOT_SUPPORTED
from xenmgr.errors import (
    SHOWN_CHARACTERS_MAX,
    XenmgrError,
    from_core,
    io_failures,
    refused,
    translated,
)
from xenvm import errors as core


def test_a_coded_error_is_failed_with_code_and_text() -> None:
    error = XenmgrError(202)
    assert error.name == FAILED
    assert error.text == "202:Editing of properties is disabled by this VM's active policy"
    assert XenmgrError(223, "IO error: gone").text == "223:IO error: gone"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-5, "-5"),
        ("xyz", "'xyz'"),
        ("", "''"),
        ("00:11", "'00\\x3a11'"),
        ("a\nb", "'a\\x0ab'"),
        ("x" * 100, "'" + "x" * SHOWN_CHARACTERS_MAX + "...'"),
    ],
)
def test_a_refusal_is_one_sentence_without_a_further_colon(value: object, shown: str) -> None:
    error = refused("boot", value, "nothing")
    assert error.text == f"290:boot cannot be {shown}, allowed is nothing."
    assert error.text.count(":") == 1


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (core.NotEnoughMemory(2048, 1024), "101:Not enough free memory!"),
        (core.VmBadState("u", "shutdown", "pause"), "102:VM is in unexpected state!"),
        (core.ShutdownForWrongReason(1, "halt", "crash"), "103:VM didn't shutdown as expected."),
        (core.ShutdownDidNotComplete(1), "104:VM didn't shutdown!"),
        (core.GuestDidNotAcknowledge(1, "poweroff"), "104:VM didn't shutdown!"),
        (core.MissingCapability("hvm"), "106:hvm"),
        (core.RestartRefused("u", "232:no"), "232:no"),
        (core.DomainStuck(3), "223:IO error: domain stuck in dying state domid=3"),
    ],
)
def test_an_error_of_the_core_is_told_in_known_words(error: core.XenvmError, text: str) -> None:
    told = from_core(error)
    assert (told.name, told.text) == (FAILED, text)


def test_what_the_core_lacks_is_not_supported() -> None:
    assert from_core(core.NotSupported("suspend")).name == NOT_SUPPORTED


def test_errors_of_the_core_leave_a_translated_block_with_their_cause() -> None:
    with pytest.raises(XenmgrError) as caught, translated():
        raise core.NotEnoughMemory(2, 1)
    assert isinstance(caught.value.__cause__, core.NotEnoughMemory)


def test_a_refusal_of_the_hosts_files_is_an_io_error_that_names_the_path() -> None:
    with pytest.raises(XenmgrError) as caught, io_failures("/config/a"):
        raise OSError(28, "No space left on device")
    assert caught.value.text == "223:IO error: /config/a - No space left on device"
