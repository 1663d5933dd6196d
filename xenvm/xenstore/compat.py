"""Which Xen's protocol is spoken: that of 4.17, or with what newer ones added to it.

Source of the additions: docs/misc/xenstore.txt and xenstore-ring.txt of Xen 4.22.
"""

from enum import StrEnum


class Compat(StrEnum):
    """The Xen whose xenstored a client sees."""

    XEN_4_17 = "4.17"  # GET_FEATURE to SET_QUOTA are ENOSYS, a third string of WATCH is EINVAL
    XEN_4_22 = "4.22"  # features, quotas of single domains, watches limited in depth
