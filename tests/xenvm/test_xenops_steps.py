"""Steps are values: two alike are equal, none can be changed."""

import dataclasses

import pytest

from xenvm.ids import Devid, Domid
from xenvm.xenops import steps
from xenvm.xenops.steps import Role


def test_steps_are_compared_by_what_they_say() -> None:
    assert steps.AddVkbd(Role.GUEST, Devid(0)) == steps.AddVkbd(Role.GUEST, Devid(0))
    assert steps.AddVkbd(Role.GUEST, Devid(0)) != steps.AddVkbd(Role.STUBDOM, Devid(0))


def test_a_step_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        steps.AwaitGone(Domid(5)).domid = Domid(6)


@pytest.mark.parametrize(
    "kind", [kind for kind in vars(steps).values() if dataclasses.is_dataclass(kind)]
)
def test_every_step_is_slotted(kind: type) -> None:
    assert "__slots__" in vars(kind)
