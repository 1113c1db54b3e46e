"""The supervisor's side of the nursery: begin it, have children borne, own them."""

import os
import signal
import socket
from collections.abc import Mapping
from contextlib import suppress

from beside.kernel.serve import lifelines, nursery_process
from beside.kernel.serve.nursery_process import Wanted

ANSWERS_WITHIN = 5.0  # seconds; a birth takes some hundredths


class NotBorne(Exception):
    """The nursery is gone, or did not answer."""


class Borne:
    """A child that the nursery bore and we took in. As much of Popen as the supervisor needs."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        return self._look(os.WNOHANG)

    def wait(self) -> int:
        """Until it has ended."""
        return self._look(0) or 0

    def _look(self, how: int) -> int | None:
        if self.returncode is None:
            with suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, how)
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def send_signal(self, which: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, which)


class Ask:
    """Our end of the nursery's socket."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(ANSWERS_WITHIN)

    @property
    def told(self) -> dict[str, int]:
        """Their end, by the name under which the nursery looks for it."""
        return {nursery_process.SOCKET: self._theirs.fileno()}

    def begun(self) -> None:
        """The nursery holds its end now."""
        self._theirs.close()

    def bear(
        self, entry: str, name: str, environment: Mapping[str, str], output: int,
        told: Mapping[str, int],
    ) -> Borne:  # fmt: skip
        """Have a child borne that runs `entry` and prints to `output`. Raises NotBorne.

        `told`: descriptors it gets, by the name under which its environment gives their number.
        """
        wanted = Wanted(entry, name, os.getpid(), environment, tuple(told))
        try:
            with lifelines.adopting():
                socket.send_fds(self._ours, [wanted.written()], [output, *told.values()])
                answer = self._ours.recv(32)
            return Borne(int(answer))
        except (OSError, ValueError) as why:
            raise NotBorne from why

    def close(self) -> None:
        self._ours.close()
