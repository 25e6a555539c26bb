"""The blank form of a call, as files to fill in."""
