"""The toolstack layer: what it takes, in hypercalls and xenstore nodes, to run one domain.

Sees the hypervisor as `xenvm.xc` and xenstore as a handle, so it cannot know that they are
simulated.
"""
