from xenvm.xenstore.quota import Quotas


def test_defaults_are_those_of_xenstored() -> None:
    quotas = Quotas()
    assert (quotas.nodes, quotas.watches, quotas.node_bytes) == (1000, 128, 2048)
    assert (quotas.transactions, quotas.perms, quotas.transaction_nodes) == (10, 5, 1024)
    assert (quotas.memory_hard_bytes, quotas.memory_soft_bytes) == (2621440, 2097152)
    assert quotas.outstanding == 20
