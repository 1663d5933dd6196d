"""The simulated world around the toolstack: makes the actors and passes on what concerns them.

Also stands for the kernel of the host: xenstore learns of deaths from here. Source: xenops facts 0.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

from xenvm.clock import Clock
from xenvm.ids import DOM0, Domid, VmUuid
from xenvm.sim.backends import BackendDomain
from xenvm.sim.dm_agent import DeviceModelAgent
from xenvm.sim.guest import Guest, Make, Service, Surroundings
from xenvm.sim.knobs import Behaviour, Fault, GuestKnobs, KnobTable
from xenvm.sim.networks import Networks
from xenvm.sim.pace import Pace
from xenvm.xenstore.local import LocalHandle
from xenvm.xenstore.store import Store
from xenvm.xiu.hypervisor import Hypervisor


class World:
    """Everything that answers on one simulated host.

    Made before the toolstack, so that xenstore hears of a death before the toolstack does.
    """

    def __init__(
        self,
        hypervisor: Hypervisor,
        store: Store,
        clock: Clock,
        rng: Random,
        knobs: KnobTable | None = None,
    ) -> None:
        self.knobs = knobs or KnobTable()
        self.networks = Networks()
        self._hypervisor = hypervisor
        self._store = store
        self._clock = clock
        self._pace = Pace(hypervisor, clock, rng, self.knobs)
        self._guests: dict[Domid, Guest] = {}
        self._backends: dict[Domid, BackendDomain] = {}
        self._around = Surroundings(hypervisor, self._pace, self._connect, self._backends.get)
        hypervisor.run_guests(self)
        hypervisor.bind_virq(self._domains_changed)
        self._start_dom0(self._connect(DOM0))

    def guest(self, domid: Domid) -> Guest | None:
        """The guest in a domain, from its first unpause until it ends."""
        return self._guests.get(domid)

    def guest_of(self, uuid: VmUuid) -> Guest | None:
        """The guest of a VM."""
        domid = self._hypervisor.find_domid(uuid)
        return None if domid is None else self._guests.get(domid)

    def guests(self) -> tuple[Guest, ...]:
        """Every guest whose domain has run and not ended, stub domains too."""
        return tuple(self._guests.values())

    # The hypervisor tells what the code in its domains is to know.

    def domain_runs(self, domid: Domid) -> None:
        guest = self._guests.get(domid)
        if guest is None:
            guest = self._guests[domid] = self._make_guest(domid)
        guest.runs()

    def domain_pauses(self, domid: Domid) -> None:
        self._guests[domid].pauses()

    def domain_ends(self, domid: Domid) -> None:
        self._pace.depart(domid)
        backend = self._backends.pop(domid, None)
        if backend is not None:
            backend.close()
        guest = self._guests.pop(domid, None)
        if guest is not None:
            guest.ends()

    # Drivers and device models reach guests through the machine they share.

    def backend_waits(self, domid: Domid, frontend: str) -> None:
        """A backend of this domain's device is ready."""
        guest = self._guests.get(domid)
        if guest is not None:
            guest.backend_waits(frontend)

    def backend_closes(self, domid: Domid, frontend: str) -> None:
        """A backend of this domain's device closes."""
        guest = self._guests.get(domid)
        if guest is not None:
            guest.backend_closes(frontend)

    def _connect(self, domid: Domid) -> LocalHandle:
        return LocalHandle(self._store, domid, defer=self._clock.call_soon)

    def _start_dom0(self, handle: LocalHandle) -> None:
        handle.write("/local/domain/0/domid", "0")
        handle.write("/local/domain/0/name", "Domain-0")
        self._serve_devices(DOM0, handle)
        self._serve_device_models(DOM0, None, handle)

    def _serve_devices(self, domid: Domid, handle: LocalHandle) -> None:
        self._backends[domid] = BackendDomain(domid, handle, self._pace, self)

    def _serve_device_models(
        self, domid: Domid, target_domid: Domid | None, handle: LocalHandle
    ) -> None:
        DeviceModelAgent(
            domid,
            handle,
            pace=self._pace,
            hypervisor=self._hypervisor,
            button_of=self._guests.get,
            target_domid=target_domid,
        )

    def _make_guest(self, domid: Domid) -> Guest:
        target_domid = self._hypervisor.domain_target(domid)
        if target_domid is not None:
            return self._make_stubdom(domid, target_domid)
        knobs = partial(self._pace.knobs_of, domid)
        services: Sequence[Service] = ()
        if knobs().driver_domain:
            services = (partial(self._serve_devices, domid),)
        make = Make(
            hvm=self._hypervisor.domain_getinfo(domid).hvm,
            balloons=True,
            boot_at_ns=self._clock.now_ns() + self._pace.stretched(knobs().boot_ns, knobs()),
            knobs=knobs,
            services=services,
        )
        return Guest(domid, make, self._around)

    def _make_stubdom(self, domid: Domid, target_domid: Domid) -> Guest:
        """A stub domain is part of its VM's creation: it boots and goes within an answer's time."""
        services: list[Service] = []
        if Fault.STUBDOM_SILENT not in self._pace.knobs_of(domid).faults:
            services.append(partial(self._serve_device_models, domid, target_domid))
        make = Make(
            hvm=False,
            balloons=False,
            boot_at_ns=self._pace.ready_ns(domid),
            knobs=lambda: _stubdom_knobs(self._pace.knobs_of(domid)),
            services=services,
        )
        return Guest(domid, make, self._around)

    def _domains_changed(self, domids: tuple[Domid, ...]) -> None:
        for domid in domids:
            if self._hypervisor.domain_exists(domid):
                self._store.domain_shut_down(domid)
            else:
                self._store.domain_died(domid)


def _stubdom_knobs(knobs: GuestKnobs) -> GuestKnobs:
    return replace(knobs, shutdown_ns=knobs.answer_ns, behaviour=Behaviour.NORMAL, sentinel="")
