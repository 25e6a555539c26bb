"""Personal data: whose it is and where, what is removed and when, what stays."""

ERASED = "[dzēsts]"
"""Stands where somebody was named; it counts as an answer, so that an application keeps the standing it was given."""
