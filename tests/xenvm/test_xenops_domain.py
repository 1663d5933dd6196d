"""Making and building a domain: hypercalls and nodes of the fact sheet, 3.10."""

import pytest

from tests.support.toolstack import Rig, hvm_config, on_a_host, pv_config
from tests.support.xiu import uuid_of
from xenvm.errors import CouldNotReadFile
from xenvm.ids import Domid
from xenvm.units import kib_from_mib
from xenvm.vmconfig import VmConfig
from xenvm.xc import HvmParam
from xenvm.xenops import domain
from xenvm.xenops.plan import HostFacts, plan_start
from xenvm.xenops.steps import BuildDomain, MakeDomain
from xenvm.xenstore.perms import format_perms

FACTS = HostFacts(hvm=True, nic_backends={0: Domid(0)}, stubdom_uuid=uuid_of(99))


def specs(config: VmConfig) -> tuple[domain.MakeSpec, domain.BuildSpec]:
    _, make, build = plan_start(config, FACTS).build
    assert isinstance(make, MakeDomain)
    assert isinstance(build, BuildDomain)
    return make.spec, build.spec


def make_and_build(rig: Rig, config: VmConfig) -> Domid:
    make, build = specs(config)
    domid = domain.create(rig.hypervisor, make)
    domain.write_tree(rig.store, domid, make)
    domain.build(rig.toolstack.host, domid, config.uuid, build)
    return domid


def test_tree_of_a_new_domain_has_its_owners() -> None:
    async def story(rig: Rig) -> None:
        make, _ = specs(pv_config())
        domid = domain.create(rig.hypervisor, make)
        domain.write_tree(rig.store, domid, make)
        dom, uuid = f"/local/domain/{domid}", uuid_of(1)
        assert rig.store.children(dom) == [
            *("vm", "vss", "name", "cpu", "memory"),
            *("device", "error", "drivers", "control", "attr", "data", "messages"),
            "platform",
        ]
        for path, perms in (
            (dom, f"n0,r{domid}"),
            (f"/vm/{uuid}", f"n0,r{domid}"),
            (f"/vss/{uuid}", f"n{domid}"),
            (f"{dom}/vm", f"n0,r{domid}"),
            (f"{dom}/memory", f"n0,r{domid}"),
            (f"{dom}/device", f"n{domid}"),
            (f"{dom}/control", f"n{domid}"),
            (f"{dom}/data", f"n{domid}"),
            (f"/vm/{uuid}/uuid", f"n0,r{domid}"),
            (f"{dom}/platform", f"n0,r{domid}"),
            (f"{dom}/platform/vcpu_number", f"n0,r{domid}"),
        ):
            assert format_perms(rig.store.get_perms(path)) == perms, path
        assert rig.store.read(f"{dom}/vm") == f"/vm/{uuid}"
        assert rig.store.read(f"{dom}/vss") == f"/vss/{uuid}"
        assert rig.store.read(f"/vm/{uuid}/name") == "pv1"
        assert rig.store.read(f"{dom}/control/platform-feature-multiprocessor-suspend") == "1"

    on_a_host(story)


def test_domain_without_a_name_is_called_after_its_domid() -> None:
    async def story(rig: Rig) -> None:
        make, _ = specs(pv_config(name=""))
        domid = domain.create(rig.hypervisor, make)
        domain.write_tree(rig.store, domid, make)
        assert rig.store.read(f"/local/domain/{domid}/name") == f"Domain-{domid}"

    on_a_host(story)


def test_platform_entries_come_in_order_and_the_configurations_own_last() -> None:
    config = hvm_config(
        viridian=True,
        vcpus=4,
        timer_mode=1,
        hpet=True,
        vpt_align=0,
        platform=(("restrictdisplaydepth", "1"),),
    )
    assert domain.platform_of(config) == (
        ("pae", "true"),
        ("apic", "true"),
        ("acpi", "1"),
        ("acpi_s3", "1"),
        ("acpi_s4", "1"),
        ("nx", "true"),
        ("smbios-pt", "false"),
        ("smbios-oem-types-pt", ""),
        ("acpi-pt", "false"),
        ("viridian", "true"),
        ("nested", "false"),
        ("vcpu_number", "4"),
        ("vcpu_current", "15"),
        ("timer-mode", "1"),
        ("hpet", "1"),
        ("vpt-align", "0"),
        ("restrictdisplaydepth", "1"),
    )


def test_hvm_build_sets_limits_and_publishes_the_domain() -> None:
    async def story(rig: Rig) -> None:
        heard: list[str] = []
        rig.store.watch("@introduceDomain", heard.append)
        await rig.clock.sleep(1)
        heard.clear()
        config = hvm_config(memory_static_max_mib=2048, vcpus=2, timer_mode=1, time_offset_s=3600)
        domid = make_and_build(rig, config)
        await rig.clock.sleep(1)
        assert heard == ["@introduceDomain"]
        info = rig.hypervisor.domain_getinfo(domid)
        assert info.paused
        assert info.hvm
        assert info.max_pages == 2049 * 256
        assert info.total_pages == (1024 - 16) * 256
        assert info.shadow_mib == 18
        assert info.max_vcpu_id == 1
        assert rig.hypervisor.hvm_get_param(domid, HvmParam.TIMER_MODE) == 1
        dom = rig.tree(f"/local/domain/{domid}")
        expected = {
            "memory/static-max": str(kib_from_mib(2048)),
            "memory/target": str(kib_from_mib(1024)),
            "domid": str(domid),
            "store/port": "1",
            "console/port": "2",
            "serial/0/limit": "65536",
            "console/limit": "65536",
            "hvmloader/bios": "seabios",
            "hvmloader/seabios-legacy-load-roms": "1",
        }
        for key, value in expected.items():
            assert dom[f"/local/domain/{domid}/{key}"] == value, key
        assert rig.store.read(f"/vm/{uuid_of(1)}/rtc/timeoffset") == "3600"

    on_a_host(story)


def test_pv_build_has_neither_firmware_keys_nor_a_clock_offset() -> None:
    async def story(rig: Rig) -> None:
        domid = make_and_build(rig, pv_config())
        assert rig.hypervisor.domain_getinfo(domid).max_pages == 64 * 256
        assert not rig.store.exists(f"/local/domain/{domid}/hvmloader")
        assert not rig.store.exists(f"/vm/{uuid_of(1)}/rtc")

    on_a_host(story)


def test_kernel_that_is_not_there_is_named() -> None:
    async def story(rig: Rig) -> None:
        make, build = specs(pv_config(initrd="/boot/initrd"))
        domid = domain.create(rig.hypervisor, make)
        with pytest.raises(CouldNotReadFile) as caught:
            domain.build(rig.toolstack.host, domid, uuid_of(1), build)
        assert caught.value.path == "/boot/initrd"

    on_a_host(story, file_readable=lambda path: path == "/boot/vmlinuz")


def test_unknown_security_label_means_none() -> None:
    async def story(rig: Rig) -> None:
        known = domain.security_id(rig.hypervisor, "system_u:system_r:hvm_guest_t")
        assert known > 0
        assert domain.security_id(rig.hypervisor, "nonsense") == 0
        assert domain.security_id(rig.hypervisor, "") == 0

    on_a_host(story)


@pytest.mark.parametrize(
    ("bars_mib", "top"), [(0, 4026531840), (256, 3758096384), (512, 3221225472), (1024, 2147483648)]
)
def test_top_of_low_memory_leaves_room_for_the_bars(bars_mib: int, top: int) -> None:
    assert domain.top_of_low_memory(bars_mib) == top


def test_all_vcpus_are_online() -> None:
    async def story(rig: Rig) -> None:
        domain.write_vcpus(rig.store, Domid(5), 3)
        assert [
            rig.store.read(f"/local/domain/5/cpu/{index}/availability") for index in range(3)
        ] == ["online"] * 3

    on_a_host(story)


def test_removal_takes_every_tree_and_every_backend_directory() -> None:
    async def story(rig: Rig) -> None:
        before = rig.tree()
        domid = make_and_build(rig, pv_config())
        for kind in ("vbd", "vif", "odd"):
            rig.store.write(f"/local/domain/0/backend/{kind}/{domid}/0/x", "")
        domain.remove_tree(rig.store, domid, uuid_of(1))
        domain.remove_backends(rig.store, Domid(0), domid)
        left = set(rig.tree()) - set(before)
        assert left == {f"/local/domain/0/backend/{kind}" for kind in ("vbd", "vif", "odd")} | (
            {"/local/domain/0/backend", "/vm", "/vss"} - set(before)
        )

    on_a_host(story)
