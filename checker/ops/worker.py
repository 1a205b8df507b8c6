"""How does one process of gunicorn answer? By waitress, which reads each request whole before a thread takes it.

So a visitor who stops in the middle of a request holds a connection and no thread. gunicorn's own threads wait for the
rest of a request for as long as it takes: as many such visitors as there are threads keep everybody out.
"""

import os
from time import monotonic
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore

from checker.ops.answering import answerer


class WaitressWorker(Worker):
    """A process that gunicorn begins, watches, renews and ends, and in which waitress answers."""

    def run(self) -> None:
        """Answer until told to end; then let what has begun be finished."""
        door = self.sockets[0].sock
        connections: dict[int, Any] = {}
        server = answerer(self.wsgi, connections, sockets=[door], threads=self.cfg.threads)
        while self.alive and self.ppid == os.getppid():
            self._turn(connections)
        server.accepting = False
        latest = monotonic() + self.cfg.graceful_timeout
        self._turn(connections)
        while monotonic() < latest and any(map(_busy, [*server.active_channels.values()])):
            self._turn(connections)

    def _turn(self, connections: dict[int, Any]) -> None:
        """Tell gunicorn that this process lives, and do what is there to be done."""
        self.notify()
        for served in self.wsgi.extensions["checker"].values():
            served.sealer.keys.move_on()  # on the hour, whether or not somebody asks
        wasyncore.loop(timeout=0.2, use_poll=True, map=connections, count=1)


def _busy(channel: Any) -> bool:
    """Return whether somebody is being read, answered or sent to."""
    return bool(channel.request or channel.requests or channel.total_outbufs_len)
