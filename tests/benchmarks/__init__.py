"""How fast the organisers' pages and commands are with many applications; measured, not tested."""
