"""The core of the suite: a simulated Xen host, its xenstore, its toolstack and its VM actions.

Knows nothing of D-Bus objects, of OpenXT's properties or of the configuration database.
"""
