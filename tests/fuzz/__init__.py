"""Whatever is sent, and whatever an author writes, is answered: never a traceback, never a 500."""
