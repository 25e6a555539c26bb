"""Backups of an SQLite store: made while the bot works, rotated, and put back."""
