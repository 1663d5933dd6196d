"""Xen In Userspace: the simulated hypervisor behind xenvm.xc.

Knows domains, memory, event channels and HVM parameters. Knows nothing of xenstore, of devices or
of what the code inside a domain does.
"""
