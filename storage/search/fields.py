"""The columns of an application whose words are looked for."""

FIELDS = (
    "reference",
    "title",
    "institution_text",
    "contact_name",
    "contact_email",
    "idea",
    "problem",
    "results",
    "activities",
    "costs",
    "partners",
    "strategy_fit",
    "letter_signatory",
    "letter_number",
)
