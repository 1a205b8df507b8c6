"""How is the app served? By gunicorn, or waitress where that cannot run, with a log that tells nothing of people."""

import errno
import logging
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from flask import Flask

from checker.authoring.problems import LoadError
from checker.ops import metrics
from checker.ops.settings import Settings, SettingsError
from checker.review.signoff import SignoffError

Make: TypeAlias = Callable[[], Flask]
log = logging.getLogger("checker")


class ListenError(Exception):
    """The app cannot be served at this address; the message says why and what to do."""


def serve(make: Make, set_up: Settings, ready: Callable[[], None]) -> None:
    """Serve the app until it is told to stop; call ``ready`` once browsers can come, ``make`` again at each reload."""
    host, port = set_up.host, set_up.port
    _try(host, port)
    if sys.platform == "win32":
        _waitress(make(), {"host": host, "port": port, "threads": 4 * set_up.workers}, ready)
    else:
        options = {"bind": f"{_bracketed(host)}:{port}", "workers": set_up.workers, **QUIET}
        _gunicorn(make, options, _hooks(set_up, ready))


def _try(host: str, port: int) -> None:
    """Raise ListenError unless the app can be served there."""
    if fault := _fault(host, port):
        raise ListenError(
            f"{address(host, port)} cannot be served: {fault.why}. "
            "Choose another --port or --host, or end the program that is there"
        )


class _Fault(NamedTuple):
    """Why one cannot listen somewhere."""

    why: str
    of_host: bool
    """Whether no other port of that host would do."""


def _fault(host: str, port: int) -> _Fault | None:
    """Return why one cannot listen there; None where one can."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except UnicodeError:  # a host longer than names may be
        return _Fault("this is no name of a host", True)
    except OSError as error:
        unknown = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
        return _Fault((error.strerror or str(error)).lower(), unknown)
    return None


def _try_counts(set_up: Settings) -> None:
    """Raise ListenError unless counts can be shown where they are meant to be."""
    host, port = set_up.metrics_host, set_up.metrics_port
    other = port + 1 if port < 65535 else 9090
    if port == set_up.port:
        raise ListenError(
            f"CHECKER_METRICS_PORT: {port} is the port of the pages too, and visitors shall not see the counts. "
            f"Choose another one. For example: CHECKER_METRICS_PORT={other}"
        )
    if fault := _fault(host, port):
        mend = (
            "Name an address of this machine. For example: CHECKER_METRICS_HOST=127.0.0.1"
            if fault.of_host
            else f"Choose another port, or end the program that is there. For example: CHECKER_METRICS_PORT={other}"
        )
        raise ListenError(
            f"CHECKER_METRICS_{'HOST' if fault.of_host else 'PORT'}: "
            f"counts cannot be shown at {address(host, port)}: {fault.why}. {mend}"
        )


def address(host: str, port: int) -> str:
    """Return where to point a browser."""
    return f"http://{_bracketed('127.0.0.1' if host in ('0.0.0.0', '') else '::1' if host == '::' else host)}:{port}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


QUIET: Mapping[str, Any] = {
    "worker_class": "gthread",
    "threads": 4,
    "accesslog": None,
    "loglevel": "warning",
    "logger_class": "checker.ops.gunicorn_log.QuietLogger",
    "limit_request_line": 8190,
    "limit_request_fields": 60,
    "timeout": 30,
    "graceful_timeout": 5,
    "control_socket_disable": True,
}
"""gunicorn's settings: no access log, and no line of the error log repeats an address or what was sent."""


def _waitress(app: Flask, options: Mapping[str, Any], ready: Callable[[], None]) -> None:
    import waitress

    logging.getLogger("waitress").addFilter(_kind_alone)
    # the app itself decides which forwarded headers count
    server = waitress.create_server(app, ident=None, clear_untrusted_proxy_headers=False, **options)
    ready()
    server.run()


def _kind_alone(record: logging.LogRecord) -> bool:
    """Reduce what waitress logs of an error to its kind: the rest could repeat an address or an answer."""
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = "A request could not be handled: %s", (record.exc_info[0].__name__,)
        record.exc_info = record.exc_text = None
    return True


def _gunicorn(make: Make, options: Mapping[str, Any], hooks: Mapping[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in {**options, **hooks}.items():
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

    server = Server()
    server.wsgi()  # made here, so that every worker has it from the start and a mistake ends the start
    server.run()


def _hooks(set_up: Settings, ready: Callable[[], None]) -> dict[str, Any]:
    """Return what gunicorn does once it listens, and when a worker has ended."""
    if not set_up.metrics_port:
        return {"when_ready": lambda _: ready()}
    _try_counts(set_up)
    metrics.prepare()

    def begun(_: object) -> None:
        metrics.show(set_up.metrics_host, set_up.metrics_port)
        ready()

    return {"when_ready": begun, "child_exit": lambda _, worker: metrics.forget(worker.pid)}
