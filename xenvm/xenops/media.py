"""What may change in a running guest's devices: the image in a CD drive, the network of a NIC.

Source: xenops facts 3.9 (CD media) and 10.17.
"""

from xenvm.ids import Devid, Domid
from xenvm.xenops.disk_number import disk_number
from xenvm.xenstore.local import LocalHandle


def insert_cd(store: LocalHandle, domid: Domid, device: str, path: str) -> None:
    """Puts the image into the drive; nothing happens when the guest has no such drive."""
    backend = f"/local/domain/0/backend/vbd/{domid}/{disk_number(device)}"
    if store.exists(backend):
        with store.atomically() as transaction:
            transaction.write(f"{backend}/type", "file")
            transaction.write(f"{backend}/params", path)


def move_nic(store: LocalHandle, domid: Domid, devid: Devid, network: str) -> None:
    """Names the NIC's new network to its backend, which the network daemon watches."""
    frontend = f"/local/domain/{domid}/device/vif/{devid}"
    backend = store.get(f"{frontend}/backend")
    if backend is not None:
        store.write(f"{frontend}/disconnect", "1")
        store.write(f"{backend}/bridge", network)
        store.write(f"{frontend}/disconnect", "0")
