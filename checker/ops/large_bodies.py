"""What becomes of a request that is too large? It is read and thrown away, so that a browser waits for the answer.

Without this, waitress answers by itself with a bare line, and hangs up while a browser still sends: then it shows its
own page, and not even that line. The program is told the length and given nothing, and says kindly that it is too much.
"""

from io import BytesIO

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import RequestEntityTooLarge

MOST_THROWN_AWAY = 2**28 - 1
"""Bytes that are read of what is too large: a photo or a film, sent by mistake. Of more, nothing is read."""


class _Nowhere(BytesIO):
    """What keeps nothing of what it is given."""

    def append(self, data: bytes) -> None:
        """Forget these bytes."""

    def getfile(self) -> BytesIO:
        """Return nothing to read."""
        return self

    def __len__(self) -> int:
        return 0


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    thrown_away: FixedStreamReceiver | None = None

    def received(self, data: bytes) -> int:
        """Take some bytes of a request, and return how many; where it is too large by now, keep none of them."""
        if self.thrown_away is not None:
            taken = self.thrown_away.received(data)
            self.completed = self.thrown_away.completed
            return int(taken)
        taken = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self._throw_away()
        return int(taken)

    def _throw_away(self) -> None:
        self.close()
        self.error, self.body_rcv = None, FixedStreamReceiver(self.content_length, _Nowhere())
        if 0 < self.content_length <= MOST_THROWN_AWAY:
            self.thrown_away, self.completed = self.body_rcv, False
        else:
            self.headers.update(CONTENT_LENGTH=str(MOST_THROWN_AWAY + 1), CONNECTION="close")
            self.expect_continue = False


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection on which nothing of what is too large is kept, in memory or on a disk."""

    parser_class = _Parser
