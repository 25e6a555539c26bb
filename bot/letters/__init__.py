"""The bot's letters, from a decision's facts to the bytes of a message."""
