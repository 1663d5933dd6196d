"""The xenstore daemon by itself: `python -m xenvm.xenstore`, with the options of xenstored 4.17."""

import argparse
import gc
import os
import signal
import sys
from pathlib import Path

from xenvm.clock import RealClock
from xenvm.errors import XenstoreError
from xenvm.ids import DOM0, Domid
from xenvm.units import NS_PER_S
from xenvm.xenstore.commands import with_control
from xenvm.xenstore.compat import Compat
from xenvm.xenstore.control import Control
from xenvm.xenstore.daemon.host import DaemonHost
from xenvm.xenstore.daemon.liveupdate import (
    STATE_FILE,
    UPDATE_OPTION,
    UPDATE_OPTION_LONG,
    LiveUpdate,
    left_behind,
)
from xenvm.xenstore.daemon.pollers import EpollPoller
from xenvm.xenstore.daemon.server import EVENT_TIMEOUT_NS, Server
from xenvm.xenstore.daemon.storefile import StoreFile
from xenvm.xenstore.newer import commands_of
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store
from xenvm.xenstore.throttle import WriteLimit

RUNDIR_DEFAULT = "/run/xenstored"
GC_THRESHOLD = 50_000

# Options that set one limit each, by its name in Quotas.
_LIMITS = (
    ("-E", "--entry-nb", "nodes", "nodes that a domain may own"),
    ("-S", "--entry-size", "node_bytes", "bytes of a node's record"),
    ("-W", "--watch-nb", "watches", "watches of a domain"),
    ("-t", "--transaction", "transactions", "open transactions of a domain"),
    ("-A", "--perm-nb", "perms", "permissions of a node"),
    ("-M", "--path-max", "path_length", "characters of a path; may only be lowered"),
)
_ASSIGNED = (
    ("-Q", "--quota", "transaction-nodes, memory or outstanding; 0 = off"),
    ("-q", "--quota-soft", "memory"),
    ("-w", "--timeout", "watch-event: seconds a guest may leave events unread; 0 = for ever"),
)
_HARD_QUOTAS = {
    "transaction-nodes": "transaction_nodes",
    "memory": "memory_hard_bytes",
    "outstanding": "outstanding",
}
_SOFT_QUOTAS = {"memory": "memory_soft_bytes"}
# Options of xenstored that ask for what is always so here, or cannot be: taken and not acted on.
_IGNORED = (
    ("-D", "--no-domain-init", False),
    ("-N", "--no-fork", False),
    ("-R", "--no-recovery", False),
    ("-V", "--verbose", False),
    ("-I", "--internal-db", True),
    ("-e", "--event", True),
    ("-m", "--master-domid", True),
)


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; the exit code."""
    options = _parser().parse_args(arguments)
    rundir = Path(options.rundir or os.environ.get("XENSTORED_RUNDIR") or RUNDIR_DEFAULT)
    rootdir = Path(os.environ.get("XENSTORED_ROOTDIR") or rundir)
    store = Store(
        quotas=_quotas(options),
        compat=options.compat,
        privileged_domid=Domid(options.priv_domid),
        keep_orphans=options.keep_orphans,
    )
    clock = RealClock()
    host = DaemonHost(clock, store)
    poller = EpollPoller(clock)
    control = Control(store, host)
    server = Server(
        store,
        rundir,
        poller,
        commands=with_control(control, commands_of(options.compat)),
        trace=host.trace,
        limit=WriteLimit(clock.now_ns),
        event_timeout_ns=_event_timeout_ns(options),
    )
    host.server = server
    program = [sys.executable, "-m", "xenvm.xenstore"]
    given = sys.argv[1:] if arguments is None else arguments
    host.update = LiveUpdate(server, program, given, rootdir)
    if options.trace_file:
        host.log_to(options.trace_file)
    # Nodes are no garbage and make none: the collector need not look at them often.
    gc.set_threshold(GC_THRESHOLD, 50, 100)
    try:
        with _Signals(poller, host):
            updating = options.live_update is not None
            state_file = Path(options.live_update or rootdir / STATE_FILE)
            state = left_behind(server, state_file) if updating else None
            rundir.mkdir(parents=True, exist_ok=True)
            if options.persist:
                path = _persist_path(options)
                replay = not updating
                server.save = StoreFile(path, store, soon=poller.soon, replay=replay).save
            server.start(os.environ.get("XENSTORED_PATH"), state)
            _say_pid(options)
            poller.run()
    except XenstoreError as error:
        print(f"xenstored: live update: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or options.persist
        print(f"xenstored: {where}: {error.strerror}", file=sys.stderr)
        return 1
    finally:
        server.close()
        host.close()
        poller.close()
    return 0


def _persist_path(options: argparse.Namespace) -> Path:
    return Path(os.environ.get("XENSTORED_ROOTDIR") or "", str(options.persist))


def _say_pid(options: argparse.Namespace) -> None:
    if options.pid_file:
        Path(options.pid_file).write_text(f"{os.getpid()}\n")
    if options.output_pid and options.live_update is None:
        print(os.getpid(), flush=True)


class _Signals:
    """Signals as bytes on a pipe that the loop reads, so that they wake it."""

    def __init__(self, poller: EpollPoller, host: DaemonHost) -> None:
        self._poller = poller
        self._host = host
        self._read_fd, self._write_fd = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def __enter__(self) -> None:
        self._poller.read(self._read_fd, self._caught)
        signal.set_wakeup_fd(self._write_fd)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: None)

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        self._poller.stop_reading(self._read_fd)
        os.close(self._read_fd)
        os.close(self._write_fd)

    def _caught(self) -> None:
        for number in os.read(self._read_fd, 64):
            if number == signal.SIGHUP:
                self._host.reopen_log()
            else:
                self._poller.stop()


def _quotas(options: argparse.Namespace) -> Quotas:
    quotas = Quotas(**{name: getattr(options, name) for _, _, name, _ in _LIMITS})
    for given, names in ((options.quota, _HARD_QUOTAS), (options.quota_soft, _SOFT_QUOTAS)):
        for name, value in given:
            if name not in names:
                raise SystemExit(f"xenstored: unknown quota {name}")
            setattr(quotas, names[name], value)
    return quotas


def _event_timeout_ns(options: argparse.Namespace) -> int:
    timeout_ns = EVENT_TIMEOUT_NS
    for name, seconds in options.timeout:
        if name != "watch-event":
            raise SystemExit(f"xenstored: unknown timeout {name}")
        timeout_ns = seconds * NS_PER_S
    return timeout_ns


def _assignment(text: str) -> tuple[str, int]:
    name, equals, value = text.partition("=")
    if not equals or not value.isdigit():
        raise argparse.ArgumentTypeError(f"expected <what>=<number>, not {text}")
    return name, int(value)


def _parser() -> argparse.ArgumentParser:
    quotas = Quotas()
    parser = argparse.ArgumentParser(
        prog="xenstored",
        description="A xenstore daemon with the protocol and the semantics of xenstored 4.17. "
        "It listens on <rundir>/socket, <rundir>/socket_ro and, for each introduced domain, on "
        "<rundir>/dom<domid>.sock.",
        add_help=False,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("-H", "--help", action="help", help="show this text and exit")
    add(
        "--compat",
        type=Compat,
        choices=list(Compat),
        default=Compat.XEN_4_17,
        help="whose protocol to speak; default: %(default)s",
    )
    add("-K", "--keep-orphans", action="store_true", help="a dead domain's nodes go to dom0")
    add(
        "-p",
        "--priv-domid",
        type=int,
        metavar="DOMID",
        default=DOM0,
        help="a domain that may do what dom0 may",
    )
    add("--rundir", metavar="DIR", help=f"default: $XENSTORED_RUNDIR or {RUNDIR_DEFAULT}")
    add("-F", "--pid-file", metavar="FILE", help="write the process id there")
    add("-P", "--output-pid", action="store_true", help="print the process id when ready")
    add(
        UPDATE_OPTION,
        UPDATE_OPTION_LONG,
        nargs="?",
        const="",
        metavar="FILE",
        help=f"take over from the daemon that left its state in FILE, else in {STATE_FILE}",
    )
    add("--persist", metavar="FILE", help="keep the store in this file")
    add("-T", "--trace-file", metavar="FILE", help="trace every message to this file")
    for short, long, name, text in _LIMITS:
        default = getattr(quotas, name)
        add(short, long, dest=name, type=int, metavar="N", default=default, help=text)
    for short, long, text in _ASSIGNED:
        add(short, long, type=_assignment, action="append", default=[], metavar="WHAT=N", help=text)
    for short, long, takes_value in _IGNORED:
        action = "store" if takes_value else "store_true"
        add(short, long, action=action, help="taken for xenstored's sake, without effect")
    return parser


if __name__ == "__main__":
    sys.exit(main())
