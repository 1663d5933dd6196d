"""The host's xenstore from outside: Xen's own tools look in, and who plays a guest drives it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.programs import DEADLINE_S, VM, XENMGR, Programs
from xenmgr.private_host import PrivateHost
from xenvm.errors import XenstoreError
from xenvm.ids import DOM0, Domid
from xenvm.xenstore.client.blocking import Client

KERNEL = "/usr/lib/xen/boot/grub-xen-pv64"
PV = json.dumps({"slot": "-1", "config": {"virt-type": "pv", "memory": "64", "kernel": KERNEL}})

needs_xenstore_utils = pytest.mark.skipif(
    shutil.which("xenstore-ls") is None, reason="Debian's xenstore-utils is not installed"
)


@pytest.fixture(scope="module")
def host() -> Iterator[PrivateHost]:
    with PrivateHost(["--clock=real"]) as running:
        yield running


@pytest.fixture
def vm(host: PrivateHost) -> str:
    """The path of a running PV VM with a domain of its own."""
    programs = Programs(host.environment)
    made = programs.busctl(
        *("call", XENMGR, "/", XENMGR, "create_vm_with_template_and_json", "ss"),
        *("new-vm-empty", PV),
    )
    path = json.loads(made.out)["data"][0]
    assert programs.busctl("call", XENMGR, path, VM, "start").code == 0
    return str(path)


def domid_of(host: PrivateHost, vm: str) -> Domid:
    said = Programs(host.environment).busctl("get-property", XENMGR, vm, VM, "domid").out
    return Domid(json.loads(said)["data"])


def guest_socket(host: PrivateHost, vm: str) -> Path:
    return host.xenstore_dir / f"dom{domid_of(host, vm)}.sock"


@needs_xenstore_utils
def test_xens_own_tools_see_the_running_host(host: PrivateHost, vm: str) -> None:
    domid = domid_of(host, vm)
    listing = Programs(host.environment).run("xenstore-ls", "-f", f"/local/domain/{domid}")
    assert listing.code == 0, listing.err
    assert f'/local/domain/{domid}/domid = "{domid}"' in listing.out
    assert f'/local/domain/{domid}/memory/target = "65536"' in listing.out


@needs_xenstore_utils
def test_xens_own_tools_play_a_guest(host: PrivateHost, vm: str) -> None:
    guest = {**host.environment, "XENSTORED_PATH": str(guest_socket(host, vm))}
    programs = Programs(guest)
    assert programs.run("xenstore-read", "domid").out.strip() == str(domid_of(host, vm))
    assert programs.run("xenstore-write", "data/note", "here").code == 0
    assert programs.run("xenstore-write", "/local/domain/0/note", "no").code == 1


def test_a_guest_client_reads_its_own_nodes_and_changes_no_others(
    host: PrivateHost, vm: str
) -> None:
    with Client(guest_socket(host, vm)) as guest:
        assert guest.read("domid") == str(domid_of(host, vm)).encode()
        guest.write("data/note", b"here")
        with pytest.raises(XenstoreError, match="EACCES"):
            guest.write("/local/domain/0/name", b"mine")


def test_what_a_guest_writes_drives_the_host(host: PrivateHost, vm: str) -> None:
    """The simulated guest ignores the request; the one on the socket acknowledges in its place."""
    programs = Programs(host.environment)
    uuid = vm.removeprefix("/vm/").replace("_", "-")
    programs.busctl(
        *("call", XENMGR, "/sim", "org.openxt.sim", "set_guest", "sss"),
        *(uuid, "behaviour", "ignores-shutdown"),
    )
    with Client(guest_socket(host, vm)) as guest:
        guest.watch("control/shutdown", "asked")
        guest.event(DEADLINE_S)
        shutdown = subprocess.Popen(
            ["busctl", "--timeout=60", "call", XENMGR, vm, VM, "shutdown"],
            env=dict(host.environment),
        )
        guest.event(DEADLINE_S)
        assert guest.read("control/shutdown") == b"poweroff"
        guest.write("control/shutdown", b"")
        programs.busctl("call", XENMGR, "/sim", "org.openxt.sim", "guest_poweroff", "s", uuid)
        assert shutdown.wait(DEADLINE_S) == 0
    assert domid_of(host, vm) == -1


def test_a_domains_socket_goes_with_the_domain(host: PrivateHost, vm: str) -> None:
    socket = guest_socket(host, vm)
    assert socket.exists()
    assert Programs(host.environment).busctl("call", XENMGR, vm, VM, "destroy").code == 0
    assert not socket.exists()


def test_the_read_only_socket_refuses_to_write(host: PrivateHost) -> None:
    with Client(host.xenstore_dir / "socket_ro") as reader:
        assert reader.read("/local/domain/0/name") == b"Domain-0"
        with pytest.raises(XenstoreError, match="EACCES"):
            reader.write(f"/local/domain/{DOM0}/name", b"other")


def test_a_directory_that_cannot_be_used_costs_a_warning_only(tmp_path: Path) -> None:
    with PrivateHost([f"--xenstore-dir={tmp_path / ('d' * 120)}"]) as host:
        said = Programs(host.environment).busctl("call", XENMGR, "/", XENMGR, "list_vms")
        assert said.code == 0
        (said,) = [
            line
            for line in host.log.read_text(encoding="utf-8").splitlines()
            if "no xenstore sockets" in line
        ]
        assert said.endswith(" error=path too long for a unix socket")
