"""The command line: another way in, over the same actions and the same gate."""

from tracker.commands.cli import main

__all__ = ["main"]
