"""The process that stands by, by itself."""

from __future__ import annotations

import sys

from bot.standing_by.answering import listen, stand_by

if __name__ == "__main__":
    listening = listen()
    if listening is None:
        sys.exit("Error: A process of yours stands by already.")
    sys.stdout.write("Commands that you type elsewhere are answered at once. Ctrl-C ends this.\n")
    sys.stdout.flush()
    try:
        stand_by(listening)
    except KeyboardInterrupt:
        sys.exit(130)
