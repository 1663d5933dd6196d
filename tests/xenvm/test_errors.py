"""Errors carry facts and say them in one line."""

import errno
import inspect
import os

import pytest

from xenvm import errors

SAMPLES = [
    (errors.XcError(3, "domain_pause"), "3: No such process: domain_pause"),
    (errors.XcError(12, "hvm_build"), "12: Cannot allocate memory: hvm_build"),
    (errors.XcError(999, "x"), "999: Unknown error: x"),
    (errors.XenstoreError("ENOENT", "/vm/x"), "ENOENT /vm/x"),
    (errors.NotEnoughMemory(2048, 1024), "not enough memory needed_kib=2048 free_kib=1024"),
    (errors.MissingCapability("hvm"), "host lacks capability=hvm"),
    (errors.CouldNotReadFile("/k"), "could not read file=/k"),
    (errors.InvalidMac("zz"), "invalid mac=zz"),
    (errors.DeviceUnrecognized("xvdq"), "device unrecognized name=xvdq"),
    (errors.WatchTimeout("/a/state", 120.0), "timeout path=/a/state timeout_s=120"),
    (errors.HotplugTimeout(5, "vbd", 768), "device timed out domid=5 kind=vbd devid=768"),
    (errors.NetworkUnknown("/wired/9"), "unknown network=/wired/9"),
    (errors.DeviceModelFailed(5, "late"), "device model failed domid=5 reason=late"),
    (errors.StubdomFailed(5, "late"), "stub domain failed domid=5 reason=late"),
    (errors.DomainStuck(5), "domain stuck in dying state domid=5"),
    (
        errors.GuestDidNotAcknowledge(5, "halt"),
        "shutdown request not acknowledged domid=5 reason=halt",
    ),
    (
        errors.ShutdownForWrongReason(5, "halted", "crashed"),
        "shutdown for wrong reason domid=5 expected=halted actual=crashed",
    ),
    (errors.ShutdownDidNotComplete(5), "shutdown didn't complete domid=5"),
    (errors.VmBadState("u", "running", "start"), "cannot start vm=u state=running"),
    (errors.VmOvertaken("u", "start"), "start overtaken by destroy vm=u"),
    (errors.RestartRefused("u", "232:no"), "restart refused vm=u reason=232:no"),
    (errors.NotSupported("vtpm"), "not supported feature=vtpm"),
]


@pytest.mark.parametrize(("error", "line"), SAMPLES, ids=lambda value: type(value).__name__)
def test_an_error_says_its_facts_in_one_line(error, line):
    assert str(error) == line
    assert isinstance(error, errors.XenvmError)


def test_every_concrete_error_has_a_sample():
    roots = {errors.XenvmError, errors.XenopsError, errors.VmError}
    classes = {
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.XenvmError)
    }
    assert {type(error) for error, _ in SAMPLES} == classes - roots


def test_errno_texts_are_those_of_the_c_library():
    for code in (errno.ESRCH, errno.EINVAL, errno.ENOMEM, errno.EBUSY, errno.ENOSYS, errno.EPERM):
        assert str(errors.XcError(code, "op")) == f"{code}: {os.strerror(code)}: op"
