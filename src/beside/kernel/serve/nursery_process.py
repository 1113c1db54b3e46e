"""A process that has read all the house's code and bears the others: those begin in no time.

`python -m beside.kernel.serve.nursery_process MODULE...`

It reads the modules, says that it is ready, and then hears on its socket what each child is to
run. It holds no connection to the database and does nothing else, so what it bears begins
as clean as a new process. A child belongs to the supervisor: the parent in between ends at
once, and the supervisor takes the child in.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from beside.kernel.serve import imports, lifelines, pulse

SOCKET = "BESIDE_NURSERY_FD"
LONGEST_WORDS = 65_536
MOST_DESCRIPTORS = 8
ADOPTED_WITHIN = 5.0  # seconds


@dataclass(frozen=True)
class Wanted:
    """A child to be borne. With it come what it prints to, and a descriptor for each of `tells`."""

    entry: str  # "module:function"
    name: str
    parent: int
    environment: Mapping[str, str]
    tells: tuple[str, ...] = ()  # names in its environment for the numbers of the descriptors

    def written(self) -> bytes:
        return json.dumps(
            [self.entry, self.name, self.parent, dict(self.environment), self.tells]
        ).encode()


def main() -> None:
    """Read the code, then bear whoever is asked for, until the supervisor is gone."""
    asked = socket.socket(fileno=int(os.environ.pop(SOCKET)))
    with imports.uncollected():
        for name in sys.argv[1:]:
            import_module(name)
    pulse.ready()
    wanted = _born(asked)
    asked.close()
    if wanted is not None:  # we are a child
        module, _, function = wanted.entry.partition(":")
        sys.exit(getattr(import_module(module), function)())


def _born(asked: socket.socket) -> Wanted | None:
    """In each child: what it is to run. In the nursery, at its end: None."""
    while True:
        words, descriptors, _, _ = socket.recv_fds(asked, LONGEST_WORDS, MOST_DESCRIPTORS)
        if not words:
            return None
        if _is_child(asked):
            wanted = Wanted(*json.loads(words))
            _become(wanted, descriptors)
            return wanted
        for descriptor in descriptors:
            os.close(descriptor)


def _is_child(asked: socket.socket) -> bool:
    """Fork twice; once the parent in between is gone, tell the second's number. True in that."""
    reading, writing = os.pipe()
    if between := os.fork():
        os.close(writing)
        os.waitpid(between, 0)
        asked.send(os.read(reading, 32))
        os.close(reading)
        return False
    between = os.getpid()
    if pid := os.fork():
        os.write(writing, str(pid).encode())
        os._exit(0)
    os.close(reading)
    os.close(writing)
    until = time.monotonic() + ADOPTED_WITHIN
    while os.getppid() == between and time.monotonic() < until:
        time.sleep(0.0005)
    return True


def _become(wanted: Wanted, descriptors: list[int]) -> None:
    """Be as a process that the supervisor began itself."""
    os.setsid()
    lifelines.die_with(wanted.parent)
    lifelines.be_called(wanted.name)
    os.close(int(os.environ.pop(pulse.PIPE)))
    os.environ.update(wanted.environment)
    output, *told = descriptors
    for stream in (sys.stdout, sys.stderr):
        os.dup2(output, stream.fileno())
    os.close(output)
    os.environ.update(zip(wanted.tells, map(str, told), strict=True))


if __name__ == "__main__":
    main()
