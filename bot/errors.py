"""Errors that a person is told of: what happened, where, and the remedy; with the exit code of the command they end."""

from __future__ import annotations

from pydantic import ValidationError

from bot.counting import counted


class IntakeBotError(Exception):
    """A failure with a remedy. `transient` tells whether trying again later may help."""

    exit_code = 1
    transient = False


class ConfigurationError(IntakeBotError):
    """config.toml, or a programme file, says something that cannot be followed."""

    exit_code = 2


class MailboxError(IntakeBotError):
    """The mailbox refuses us: what is wrong will not mend itself."""

    exit_code = 3


class MailboxUnreachable(MailboxError):
    """The mailbox cannot be reached now."""

    transient = True


class SendingError(IntakeBotError):
    """A message was refused for good (SMTP 5xx)."""

    exit_code = 4


class SendingPostponed(SendingError):
    """A message could not be delivered now (SMTP 4xx, no connection); it stays in the outbox."""

    transient = True


class SendingUnknown(SendingError):
    """The connection broke after the message was handed over: it may have arrived; only the same bytes may be sent again."""

    transient = True


class AlarmError(IntakeBotError):
    """The operator's command for alerts does not work."""

    exit_code = 4


class StoreError(IntakeBotError):
    """The store cannot be opened, or is not what it should be."""

    exit_code = 5


class BackupError(StoreError):
    """A backup could not be made, or a file is no backup."""


class TokenError(IntakeBotError):
    """The mail host's sign-in gives no access token (OAuth 2)."""

    exit_code = 7


class TokenUnreachable(TokenError):
    """The mail host's sign-in cannot be reached now."""

    transient = True


class MistakeError(IntakeBotError):
    """What somebody typed cannot be done as it is: a value that is none, or things that do not go together."""

    exit_code = 2


class NotFoundError(IntakeBotError):
    """What a command was asked about does not exist."""

    exit_code = 6


class NotAllowedError(IntakeBotError):
    """What a person asks for does not go together with how things stand."""


def explain(error: ValidationError, what: str) -> str:
    """All problems of a validation in one message: key, value, and what is wrong with it."""
    problems = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"]) or "(whole)"
        if problem["type"] == "extra_forbidden":
            problems.append(f"  {key}: there is no such setting; remove it or mend its spelling")
        elif problem["type"] == "missing":
            problems.append(f"  {key}: is missing; add it")
        else:
            problems.append(f"  {key} = {problem['input']!r}: {problem['msg'].removeprefix('Value error, ')}")
    return f"{what} has {counted(len(problems), 'problem')}:\n" + "\n".join(problems)
