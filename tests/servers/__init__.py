"""Real servers on loopback, each started for the tests that ask for it and stopped after them."""
