"""Firefox and WebKitGTK by WebDriver: the same commands, to Firefox over its Marionette and to WebKit over HTTP."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import monotonic, sleep
from typing import Any

from tests.tools import needed

LONGEST = 30
"""Seconds that anything may take, on however busy a machine."""
Wire = Callable[..., Any]
"""Sends a browser a command, by the name that Marionette has for it, and returns what it answers."""
ENTER, ESCAPE, SPACE = "\ue007", "\ue00c", " "
_REFERENCE = "element-6066-11e4-a52e-4f735466cecf"
_PATHS = {"Navigate": "url", "ExecuteScript": "execute/sync", "SwitchToFrame": "frame", "PerformActions": "actions"}
PREFERENCES = {
    "marionette.port": 0,
    "network.cookie.cookieBehavior": 1,  # none of a third site
    "services.settings.server": "data:,",  # asks its maker for nothing
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Marionette:
    """Firefox: each message is its length, a colon and JSON."""

    def __init__(self, link: socket.socket) -> None:
        self._socket = link
        self._read()  # what it says of itself

    def __call__(self, command: str, **given: Any) -> Any:
        words = json.dumps([0, 1, f"WebDriver:{command}", given]).encode()
        self._socket.sendall(b"%d:%b" % (len(words), words))
        _, _, error, value = self._read()
        if error:
            raise DriverError(f"{error['error']}: {error['message']}")
        return value.get("value") if isinstance(value, dict) and set(value) == {"value"} else value

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._receive(1)
        return json.loads(self._receive(int(length[:-1])))

    def _receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            if not (more := self._socket.recv(size - len(data))):
                raise DriverError("the browser has gone")
            data += more
        return data


class Http:
    """WebKit: the commands of the W3C, each at a path of its own."""

    def __init__(self, port: int) -> None:
        self._port, self._session = port, ""

    def __call__(self, command: str, **given: Any) -> Any:
        if command == "NewSession":
            found = _until(lambda: self._post("/session", given))
            self._session = f"/session/{found['sessionId']}"
            return found
        if command == "DeleteSession":
            return self._post(self._session, None, "DELETE")
        if command == "ElementClick":
            return self._post(f"{self._session}/element/{given['id']}/click", {})
        if command == "SwitchToFrame":
            given = {"id": given["element"] and {_REFERENCE: given["element"]}}
        return self._post(f"{self._session}/{_PATHS[command]}", given)

    def _post(self, path: str, given: Any, method: str = "POST") -> Any:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=LONGEST)
        connection.request(method, path, json.dumps(given))
        found = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(found, dict) and "error" in found:
            raise DriverError(f"{found['error']}: {found['message']}")
        return found


class DriverError(Exception):
    """What a browser says where it cannot do what it is told."""


class Driver:
    """A browser: what it shows, and the ways to go on."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def go(self, address: str) -> None:
        """Go to an address, and wait for its page."""
        self._wire("Navigate", url=address)

    def run(self, script: str, *given: Any) -> Any:
        """Return what a script on the page, or in the frame that one is in, returns."""
        return self._wire("ExecuteScript", script=script, args=list(given))

    def wait(self, script: str, *given: Any) -> Any:
        """Return what an expression is on the page, once that is true of it; a page may come while it is asked for."""
        latest = monotonic() + LONGEST
        while True:
            try:
                if found := self.run(f"return {script}", *given):
                    return found
            except DriverError:
                pass
            assert monotonic() < latest, script
            sleep(0.05)

    def enter(self, script: str) -> None:
        """Go into the frame that an expression finds; what follows is about its page."""
        self._wire("SwitchToFrame", element=self.wait(script)[_REFERENCE])

    def leave(self) -> None:
        """Go back to the page around all frames."""
        self._wire("SwitchToFrame", element=None)

    def click(self, script: str) -> None:
        """Click what an expression finds, with a pointer."""
        self._wire("ElementClick", id=self.wait(script)[_REFERENCE])

    def press(self, key: str, script: str = "", *given: Any) -> None:
        """Press a key as a person does, on what an expression finds, or where the focus is."""
        if script:
            self.wait(f"({script})?.focus() ?? ({script})?.matches(':focus')", *given)
        strokes = [{"type": f"key{way}", "value": key} for way in ("Down", "Up")]
        self._wire("PerformActions", actions=[{"type": "key", "id": "keys", "actions": strokes}])


@contextmanager
def firefox(folder: Path) -> Iterator[Driver]:
    """Run a Firefox for a while, with a profile in this folder."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("".join(lines))
    command = [needed("firefox-esr"), "--headless", "--marionette", "--no-remote", "--profile", folder]
    with _running(command, folder):
        port = int(_until((folder / "MarionetteActivePort").read_text))
        with socket.create_connection(("127.0.0.1", port), LONGEST) as link:
            wire = Marionette(link)
            wire("NewSession", acceptInsecureCerts=True)
            yield Driver(wire)


@contextmanager
def webkit(folder: Path) -> Iterator[Driver]:
    """Run a WebKitGTK for a while, on a display of its own; it takes no cookies of third sites unless it is told to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with display(folder) as shown:
        env = {**os.environ, "DISPLAY": shown, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        with _running([needed("WebKitWebDriver"), "-p", str(port)], folder, env=env):
            wire = Http(port)
            wire("NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
            yield Driver(wire)
            wire("DeleteSession")


@contextmanager
def display(folder: Path) -> Iterator[str]:
    """Run a display that nobody sees; give its name."""
    reader, writer = os.pipe()
    command = [needed("Xvfb"), "-displayfd", str(writer), "-nolisten", "tcp"]
    with _running(command, folder, pass_fds=[writer]):
        yield f":{os.read(reader, 9).decode().strip()}"
    os.close(reader)
    os.close(writer)


@contextmanager
def _running(command: list[Any], folder: Path, env: dict[str, str] | None = None, **options: Any) -> Iterator[None]:
    env = {**(env or os.environ), "HOME": str(folder)}
    process = Popen(command, env=env, stdout=DEVNULL, stderr=DEVNULL, **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait(LONGEST)


def _until(attempt: Any) -> Any:
    """Return what an attempt returns, once it can be made."""
    latest = monotonic() + LONGEST
    while True:
        try:
            return attempt()
        except (OSError, ValueError):
            if monotonic() > latest:
                raise
            sleep(0.1)
