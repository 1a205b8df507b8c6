"""A browser with an empty cache that counts what travels."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Visitor

TAKES = {"Accept-Encoding": "gzip, deflate, br, zstd"}


class Wire(FlaskClient):
    """Loads what a page names once, and counts the replies and the bytes of their bodies and headers."""

    replies = bodies = headers = 0
    kept: frozenset[str] = frozenset()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs |= {"buffered": True, "headers": {**(kwargs.get("headers") or {}), **TAKES}}
        reply = super().open(*args, **kwargs)
        self.replies, self.bodies = self.replies + 1, self.bodies + len(reply.data)
        self.headers += len(f"HTTP/1.1 {reply.status}\r\n{reply.headers}")
        if reply.headers.get("Content-Encoding") == "gzip":
            reply.set_data(gzip.decompress(reply.data))
        for address in re.findall('(?:href|src)="(/(?:static|theme)[^"]+)"', reply.text):
            if address not in self.kept:
                self.kept |= {address}
                self.get(address)
        return reply


@dataclass
class Counted(Visitor):
    """A person at such a browser."""

    def __post_init__(self) -> None:
        self.app.test_client_class, usual = Wire, self.app.test_client_class
        super().__post_init__()
        self.app.test_client_class = usual

    @property
    def wire(self) -> Wire:
        """What has travelled so far."""
        assert isinstance(self.client, Wire)
        return self.client


def travelled(app: Flask, sheet: Mapping[str, Any]) -> Wire:
    """Return what travels when a person answers so and sees the result; for an empty sheet, the first page alone."""
    visitor = Counted(app)
    if sheet:
        visitor.begin().answer(**sheet)
        assert visitor.tier
    return visitor.wire
