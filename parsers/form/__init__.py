"""How a form is read: labels, the answers between them, people, themes and sums; for `parsers.application_form`."""
