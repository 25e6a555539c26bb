"""What organisers do: look, put right, merge, split, read again, hand out."""
