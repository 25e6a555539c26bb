"""How well documents are read: generated cases whose truth is known, and a table of what was read right."""
