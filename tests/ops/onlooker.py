"""Who watches a connection, and sees no more of it than sizes: a relay between a person and nginx."""

import socket
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

DATA, HEAD = 23, 5
"""The kind of a TLS record that holds what is sent, and how many bytes its head has."""


@dataclass(slots=True)
class Onlooker:
    """What was seen, in order: who sent, and the sizes of TLS records."""

    port: int = 0
    seen: list[tuple[str, int]] = field(default_factory=list)

    def exchanges(self) -> list[tuple[int, int]]:
        """Return the sizes of each request and its reply, in bytes of records."""
        found: list[list[int]] = []
        last = "server"
        for sender, size in self.seen:
            if sender == "client" and last == "server":
                found.append([0, 0])
            if found:
                found[-1][sender == "server"] += size
            last = sender
        return [(sent, received) for sent, received in found]


@contextmanager
def watched(target: int) -> Iterator[Onlooker]:
    """Relay connections to a port of this machine, and note the sizes of what passes."""
    onlooker = Onlooker()
    with socket.create_server(("127.0.0.1", 0)) as door:
        onlooker.port = door.getsockname()[1]
        threading.Thread(target=_accept, args=(door, target, onlooker), daemon=True).start()
        yield onlooker


def _accept(door: socket.socket, target: int, onlooker: Onlooker) -> None:
    while True:
        try:
            client, _ = door.accept()
        except OSError:  # the door is closed
            return
        server = socket.create_connection(("127.0.0.1", target))
        for name, source, sink in (("client", client, server), ("server", server, client)):
            threading.Thread(target=_relay, args=(name, source, sink, onlooker), daemon=True).start()


def _relay(name: str, source: socket.socket, sink: socket.socket, onlooker: Onlooker) -> None:
    """Pass records on, each noted before it is passed."""
    held = b""
    while True:
        try:
            came = source.recv(65536)
        except OSError:
            came = b""
        if not came:
            with suppress(OSError):
                sink.shutdown(socket.SHUT_WR)
            return
        held += came
        while len(held) >= HEAD and len(held) >= (whole := HEAD + int.from_bytes(held[3:5], "big")):
            if held[0] == DATA:
                onlooker.seen.append((name, whole))
            held = held[whole:]
        with suppress(OSError):
            sink.sendall(came)


def best_guess(seen: Iterable[tuple[object, str]]) -> tuple[float, float]:
    """Return the share that the best guesser gets right who knows how often each size is of each class; and without.

    The guesser is given the very sizes that it is tried on, so no other one from a single size does better.
    """
    pairs = list(seen)
    by_size: dict[object, Counter[str]] = defaultdict(Counter)
    for size, name in pairs:
        by_size[size][name] += 1
    right = sum(max(counts.values()) for counts in by_size.values())
    commonest = max(Counter(name for _, name in pairs).values())
    return right / len(pairs), commonest / len(pairs)
