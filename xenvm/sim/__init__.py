"""The world that answers the toolstack: guests, backends, hotplug scripts, device models.

Its actors see the hypervisor and xenstore as real ones would, and never the toolstack.
"""
