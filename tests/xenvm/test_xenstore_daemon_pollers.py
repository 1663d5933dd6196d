import asyncio
import os

import pytest

from xenvm.clock import RealClock
from xenvm.xenstore.daemon.pollers import READY_PER_TURN_MAX, AsyncioPoller, EpollPoller


class Pipe:
    def __init__(self) -> None:
        self.read_fd, self.write_fd = os.pipe2(os.O_NONBLOCK)


@pytest.mark.parametrize("kind", ["epoll", "asyncio"])
def test_callbacks_come_when_ready_and_until_stopped(kind: str) -> None:
    loop = asyncio.new_event_loop()
    clock = RealClock()
    clock.attach(loop)
    epoll = EpollPoller(clock)
    poller = epoll if kind == "epoll" else AsyncioPoller(loop, clock)
    pipe = Pipe()
    log: list[str] = []

    def stop() -> None:
        epoll.stop()
        loop.stop()

    def writable() -> None:
        log.append("write")
        poller.stop_writing(pipe.write_fd)
        os.write(pipe.write_fd, b"x")

    def readable() -> None:
        log.append("read")
        poller.soon(lambda: log.append("soon"))
        if log.count("read") == 2:
            poller.stop_reading(pipe.read_fd)
            poller.after(2_000_000, stop)
            poller.after(1_000_000, lambda: log.append("after"))

    poller.read(pipe.read_fd, readable)
    poller.write(pipe.write_fd, writable)
    if kind == "epoll":
        epoll.run()
    else:
        loop.run_forever()
    assert log == ["write", "read", "soon", "read", "soon", "after"]
    epoll.close()
    loop.close()


def test_many_ready_sockets_leave_the_loop_to_others_in_between() -> None:
    loop = asyncio.new_event_loop()
    poller = AsyncioPoller(loop, RealClock())
    pipes = [Pipe() for _ in range(3 * READY_PER_TURN_MAX)]
    log: list[str] = []
    for pipe in pipes:
        os.write(pipe.write_fd, b"x")
        poller.read(pipe.read_fd, lambda pipe=pipe: log.append(os.read(pipe.read_fd, 1).decode()))

    def other() -> None:
        log.append("other")
        if log.count("x") < len(pipes):
            loop.call_soon(other)
        else:
            loop.stop()

    loop.call_soon(other)
    loop.run_forever()
    runs = "".join("o" if entry == "other" else "x" for entry in log).split("o")
    assert max(map(len, runs)) == READY_PER_TURN_MAX
    assert log.count("x") == len(pipes)
    poller.close()
    loop.close()


def test_work_that_goes_on_and_on_leaves_sockets_their_turn() -> None:
    poller = EpollPoller(RealClock())
    pipe = Pipe()
    os.write(pipe.write_fd, b"x")

    def again() -> None:
        poller.soon(again)

    poller.soon(again)
    poller.read(pipe.read_fd, poller.stop)
    poller.run()
    poller.close()
