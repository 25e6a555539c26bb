"""`python -m bot` is `intake-bot`."""

from bot.cli import main

main()
