"""`python -m bot` is `intake-bot`."""

from __future__ import annotations

import sys

from bot.standing_by.asking import ask


def main() -> None:
    """The console script: has the command answered by the process that stands by, or loads all it needs."""
    code = ask(sys.argv[1:])
    if code is None:
        from bot import cli  # noqa: PLC0415 - who is answered needs nothing of it

        cli.main()
    sys.exit(code)


if __name__ == "__main__":
    main()
