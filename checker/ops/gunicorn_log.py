"""What may gunicorn's log say? Never who asked, for which address, or with what."""

import sys
from typing import Any

from gunicorn.glogging import Logger


class QuietLogger(Logger):
    """gunicorn's log without the lines that repeat a request."""

    def warning(self, msg: object, *args: Any, **kwargs: Any) -> None:
        """Log a warning; of one about a request, only that there was one."""
        if "request" in str(msg).lower():
            msg, args, kwargs = "A request could not be read", (), {}
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        """Log the kind of the error alone: its text could repeat an address or an answer."""
        kind = sys.exc_info()[0]
        self.error_log.error("A request could not be handled: %s", kind.__name__ if kind else "unknown")
