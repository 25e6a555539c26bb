"""Names, titles, positions, dates, institutions and languages in running text."""
