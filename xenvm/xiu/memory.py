"""The host's memory, counted to the page: free, given out, and being scrubbed.

Knows amounts only, not who owns them.
"""

from xenvm.clock import Clock
from xenvm.units import pages_from_kib_down


class HostMemory:
    """Free and scrub pages; what is neither belongs to somebody.

    Returned pages are scrubbed for scrub_ns before they are free again; 0 frees them at once.
    """

    def __init__(self, clock: Clock, host_memory_kib: int, scrub_ns: int) -> None:
        self._clock = clock
        self._scrub_ns = scrub_ns
        self.total_pages = pages_from_kib_down(host_memory_kib)
        self.free_pages = self.total_pages
        self.scrub_pages = 0

    def take(self, pages: int) -> bool:
        """Give pages out; False, and nothing given, when fewer are free."""
        if pages > self.free_pages:
            return False
        self.free_pages -= pages
        return True

    def take_up_to(self, pages: int) -> int:
        """Give out as many of the pages as are free; how many that were."""
        taken = min(pages, self.free_pages)
        self.free_pages -= taken
        return taken

    def give_back(self, pages: int) -> None:
        """Take clean pages back: free at once."""
        self.free_pages += pages

    def give_back_dirty(self, pages: int) -> None:
        """Take the pages of a dead domain back: free after scrubbing."""
        if self._scrub_ns == 0 or pages == 0:
            self.free_pages += pages
            return
        self.scrub_pages += pages
        self._clock.call_after(self._scrub_ns, lambda: self._scrubbed(pages))

    def _scrubbed(self, pages: int) -> None:
        self.scrub_pages -= pages
        self.free_pages += pages
