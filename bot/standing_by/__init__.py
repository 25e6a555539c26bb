"""A process that has loaded all there is and answers the commands of one user at once, each in a copy of itself."""
