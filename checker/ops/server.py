"""How is the app served? By waitress, in processes of gunicorn where that runs, with a log that tells of nobody."""

import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from flask import Flask

from checker.authoring.problems import LoadError
from checker.ops import metrics, scratch
from checker.ops.answering import answerer
from checker.ops.settings import Settings, SettingsError
from checker.review.signoff import SignoffError

Make: TypeAlias = Callable[[], Flask]
log = logging.getLogger("checker")
LOOPBACK = "127.0.0.1"
"""The address that no other machine reaches."""


class ListenError(Exception):
    """Nothing can be served at an address; the message says why and what to do."""


def serve(make: Make, set_up: Settings, ready: Callable[[], None]) -> None:
    """Serve the app until it is told to stop; call ``ready`` once browsers can come, ``make`` again at each reload."""
    with socket.socket(socket.AF_INET6 if ":" in set_up.host else socket.AF_INET) as door:
        _take(door, set_up.host, set_up.port)
        if sys.platform == "win32":
            _waitress(make(), {"sockets": [door], "threads": 4 * set_up.workers}, ready)
        else:
            own = {"workers": set_up.workers, "worker_tmp_dir": scratch.place()}
            _gunicorn(make, door, {**QUIET, **own, **_hooks(set_up, ready)})


def serve_here(make: Make, port: int, ready: Callable[[], None]) -> None:
    """Serve an app to this machine alone, in this very process; it is made only where the port is free."""
    with socket.socket() as door:
        _take(door, LOOPBACK, port)
        _waitress(make(), {"sockets": [door], "threads": 4}, ready)


def _take(door: socket.socket, host: str, port: int) -> None:
    """Take this address: gunicorn itself would try it five times, and end with eleven lines."""
    if os.name == "posix":  # elsewhere this would share the port with the program that is there
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    mend = "Choose another --port or --host, or end the program that is there"
    with _refusing(f"{address(host, port)} cannot be served", mend):
        door.bind((host, port))


@contextmanager
def _refusing(what: str, mend: str) -> Iterator[None]:
    """Raise ListenError, with what to do, where one cannot listen."""
    try:
        yield
    except (OSError, TypeError, UnicodeError) as error:  # the last two for a host longer than names may be
        why = getattr(error, "strerror", None) or "this is no name of a host"
        raise ListenError(f"{what}: {why.lower()}. {mend}") from None


def address(host: str, port: int) -> str:
    """Return where to point a browser."""
    return f"http://{_bracketed('127.0.0.1' if host in ('0.0.0.0', '') else '::1' if host == '::' else host)}:{port}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


QUIET: Mapping[str, Any] = {
    "worker_class": "checker.ops.worker.WaitressWorker",
    "threads": 4,
    "accesslog": None,
    "loglevel": "warning",
    "timeout": 30,
    "graceful_timeout": 5,
    "control_socket_disable": True,
}
"""gunicorn's settings: it looks after processes, and reads no request."""


def _waitress(app: Flask, options: Mapping[str, Any], ready: Callable[[], None]) -> None:
    server = answerer(app, **options)
    ready()
    server.run()


def _gunicorn(make: Make, door: socket.socket, options: Mapping[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in {**options, "bind": f"fd://{number}"}.items():
                if name in self.cfg.settings:  # an older gunicorn does not know them all
                    self.cfg.set(name, value)

        def load(self) -> Flask:
            return make()

        def reload(self) -> None:
            """Make the app anew, so that the workers that come next serve what the files say by now."""
            try:
                app = make()
            except (LoadError, SettingsError, SignoffError) as error:
                log.error("Not reloaded, the old questions are still served:\n%s", error)
                return
            super().reload()
            self.callable = app

    number = door.fileno()
    server = Server()
    server.wsgi()  # made here, so that every worker has it from the start and a mistake ends the start
    door.detach()  # gunicorn closes it
    server.run()


def _hooks(set_up: Settings, ready: Callable[[], None]) -> dict[str, Any]:
    """Return what gunicorn does once it listens, and when a worker has ended."""
    if not set_up.metrics_port:
        return {"when_ready": lambda _: ready()}
    metrics.prepare()
    host, port = set_up.metrics_host, set_up.metrics_port
    what = f"CHECKER_METRICS_HOST, CHECKER_METRICS_PORT: counts cannot be shown at {address(host, port)}"
    mend = "Name an address of this machine and a free port. For example: CHECKER_METRICS_HOST=127.0.0.1"
    with _refusing(what, mend):
        metrics.show(host, port)
    return {"when_ready": lambda _: ready(), "child_exit": lambda _, worker: metrics.forget(worker.pid)}
