"""The simulated hardware, and what a host's own files make of it."""

from __future__ import annotations

import dataclasses

from xenmgr.properties.facts import (
    HARDWARE_FILES,
    PciFunction,
    read_host_facts,
)


def facts_with(files: dict[str, str]):
    return read_host_facts(files.get)


def test_a_host_without_files_is_always_the_same_machine() -> None:
    facts = facts_with({})
    assert facts == facts_with(dict(HARDWARE_FILES))
    assert (facts.vendor, facts.model) == ("OpenXT Simulator", "Simulated Host")
    assert facts.cpu_model == "Simulated Processor 2.40GHz"
    assert not facts.laptop
    assert not facts.amt_capable()
    assert list(facts.build_info) == [
        "version",
        "build",
        "branch",
        "build_date_time",
        "tools",
        "release",
        "edition",
    ]


def test_the_files_of_the_host_win() -> None:
    facts = facts_with(
        {
            "/sys/class/dmi/id/sys_vendor": "Somebody\n",
            "/sys/class/dmi/id/chassis_type": "10\n",
            "/proc/cmdline": "console=hvc0 safe-graphic\n",
            "/proc/cpuinfo": "processor : 0\nmodel name : Fast One\nmodel name : Other\n",
            "/sys/class/net/eth0/address": "02:00:00:00:00:99\n",
            "/etc/xenclient.conf": "version='10.0'\nbuild = 7\n# note\n",
        }
    )
    assert facts.vendor == "Somebody"
    assert facts.laptop
    assert facts.safe_graphics
    assert facts.cpu_model == "Fast One"
    assert facts.eth0_mac == "02:00:00:00:00:99"
    assert facts.build_info["version"] == "10.0"
    assert facts.build_info["build"] == "7"
    assert facts.build_info["release"] == ""


def test_the_flavour_chooses_the_capabilities() -> None:
    facts = facts_with(
        {
            "/etc/xenclient.flavour": "xt\n",
            "/etc/caps.xt": 'supported-languages = "en-us de-de"\nseamless-traffic-default=true\n',
        }
    )
    assert facts.supported_languages == ("en-us", "de-de")
    assert facts.seamless_traffic_default
    assert facts.secondary_gpu_pt
    assert facts.build_info["edition"] == "xt"


def test_an_unknown_flavour_has_the_capabilities_as_shipped() -> None:
    assert facts_with({"/etc/xenclient.flavour": "new"}).supported_languages == ("en-us",)


def test_functions_are_found_by_class() -> None:
    facts = facts_with({})
    assert facts.first_of_class(0x0200).endswith("Ethernet I219-LM")
    assert facts.first_of_class(0xFFFF) == ""
    assert [card.address for card in facts.gpus()] == ["0000:00:02.0"]
    heci = PciFunction("0000:00:16.0", 0x0780, 0x8086, 0x9D3A, "Intel Corporation HECI")
    assert dataclasses.replace(facts, pci=(heci,)).amt_capable()
