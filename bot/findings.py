"""What keeps an application from being complete, or is wrong with what came: one finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap or fault. `code` is as in the design ("missing_field:idea"); `document` is the file's name it is about;
    `detail` what exactly is wrong (a name, an address, a count)."""

    code: str
    document: str | None = None
    detail: str | None = None

    def told(self) -> dict[str, str]:
        """The finding for JSON: what it does not have is left out."""
        parts = {"code": self.code, "document": self.document, "detail": self.detail}
        return {key: value for key, value in parts.items() if value is not None}
