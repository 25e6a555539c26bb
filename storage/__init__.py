"""What is kept: models, the store, its migrations. Knows neither the bot nor the parsers."""

from storage.errors import StoreProblem
from storage.store import Store

__all__ = ["Store", "StoreProblem"]
