"""Each reader yields the blocks that `parsers.document` promises."""
