"""What a message says is read from it, however it was put together."""

from __future__ import annotations

from pathlib import Path

from parsers.limits import Limits
from parsers.message import parse

LIMITS = Limits()


def test_the_samples_are_read_without_a_defect(samples: Path) -> None:
    """Orderly mail gives no defect, and its logos are no documents."""
    for path in sorted(samples.glob("[AB]/*/*.eml")):
        message = parse(path.read_bytes(), LIMITS)
        assert message.defects == ()
        assert message.from_
        assert message.text
        assert [part.inline for part in message.parts if part.media_type == "image/png"] in ([], [True])
