"""How mail is made and what it says (RFC 5322, 2045-2047, 2231, 3676), for `parsers.message` and `parsers.mail_kind`."""
