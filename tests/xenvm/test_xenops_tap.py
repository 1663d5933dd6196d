"""Block devices for image files."""

from xenvm.xenops.tap import TapDevices


def test_minors_are_the_lowest_free_ones() -> None:
    taps = TapDevices()
    first, second, third = (taps.attach(f"/storage/{name}.vhd") for name in "abc")
    assert [tap.path for tap in (first, second, third)] == [
        "/dev/xen/blktap-2/tapdev0",
        "/dev/xen/blktap-2/tapdev1",
        "/dev/xen/blktap-2/tapdev2",
    ]
    taps.detach(first)
    taps.detach(third)
    assert taps.attach("/storage/d.vhd").minor == 0
    assert taps.attach("/storage/e.vhd").minor == 2
    assert taps.attach("/storage/f.vhd").minor == 3


def test_the_same_image_twice_gives_two_devices() -> None:
    taps = TapDevices()
    assert taps.attach("/a.vhd") != taps.attach("/a.vhd")
    assert len(taps) == 2


def test_detaching_twice_frees_the_minor_once() -> None:
    taps = TapDevices()
    tap = taps.attach("/a.vhd")
    taps.detach(tap)
    taps.detach(tap)
    assert [taps.attach("/b.vhd").minor, taps.attach("/c.vhd").minor] == [0, 1]


def test_number_is_major_and_minor_in_hex() -> None:
    taps = TapDevices()
    for _ in range(26):
        tap = taps.attach("/a.vhd")
    assert tap.number == "fe:19"
