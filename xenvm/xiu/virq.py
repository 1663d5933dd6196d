"""VIRQ_DOM_EXC: tells the toolstack that domains went down or died.

Deferred by one turn of the loop and batched; knows domids only.
"""

from xenvm.clock import Clock
from xenvm.ids import Domid
from xenvm.xc import VirqCallback


class DomainExceptions:
    """The bound callbacks, each with the domids it has yet to hear of."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._bindings: list[VirqBinding] = []

    def bind(self, callback: VirqCallback) -> "VirqBinding":
        """Call with the domids concerned, in the order of binding, until cancelled."""
        binding = VirqBinding(self, callback)
        self._bindings.append(binding)
        return binding

    def unbind(self, binding: "VirqBinding") -> None:
        """Forget a binding; harmless when it is forgotten already."""
        if binding in self._bindings:
            self._bindings.remove(binding)

    def raise_for(self, domid: Domid) -> None:
        """The domain went down or died: everybody bound hears of it next turn."""
        for binding in self._bindings:
            if not binding.dirty:
                self._clock.call_soon(binding.deliver)
            binding.dirty.add(domid)


class VirqBinding:
    """One callback's place in the order; the Binding that Xc.bind_virq returns."""

    __slots__ = ("_callback", "_exceptions", "dirty")

    def __init__(self, exceptions: DomainExceptions, callback: VirqCallback) -> None:
        self._exceptions = exceptions
        self._callback = callback
        self.dirty: set[Domid] = set()

    def cancel(self) -> None:
        """Call no more; what is pending is dropped."""
        self._exceptions.unbind(self)
        self.dirty.clear()

    def deliver(self) -> None:
        """Hand over what is pending."""
        if self.dirty:
            domids = tuple(sorted(self.dirty))
            self.dirty.clear()
            self._callback(domids)
