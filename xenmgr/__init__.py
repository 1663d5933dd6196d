"""The OpenXT services on D-Bus over the simulated toolstack."""
