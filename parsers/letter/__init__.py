"""The parts of a delegation letter, each read by a module of its own from the letter's lines (`flow`)."""
