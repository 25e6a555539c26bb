"""What the errors of Microsoft's and Google's token endpoints mean, and what mends them."""

from __future__ import annotations

import re

AGAIN = "Run intake-bot login."
CONSENT = (
    "Consent is missing: an administrator of the organisation has to grant the app its permissions (for Microsoft: in Entra, "
    "App registrations, API permissions; IMAP.AccessAsUser.All and SMTP.Send, or IMAP.AccessAsApp and SMTP.SendAsApp). "
    "Then run intake-bot login."
)
CLOCK = "This machine's clock is probably wrong. Set it, and try again."
TENANT = "Check oauth.tenant: it is the organisation's domain or directory ID."
CLIENT = "Check oauth.client_id and oauth.tenant: the app is registered in one organisation only."
ANOTHER_KEY = "Make a new client secret in the app's registration and put it into client_secret_file."
PUBLIC = 'Switch on "Allow public client flows" in the app\'s registration (Entra, Authentication).'
POLICY = "The organisation's sign-in policy forbids it (conditional access): ask its administrator."
DELEGATION = (
    "Domain-wide delegation is missing: an administrator of the Google Workspace has to add the service account's client ID "
    "with the scope https://mail.google.com/ (Security, API controls, Domain-wide delegation)."
)
KEY = "The service account's key was deleted or is another's: make a new one and name it in key_file."

# Microsoft: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
_AADSTS = {
    CONSENT: (65001, 65004, 90094, 90095),
    TENANT: (90002, 50059, 900023, 90019),
    CLIENT: (700016, 500011, 70001),
    ANOTHER_KEY: (7000215, 7000222),
    PUBLIC: (7000218,),
    CLOCK: (700024, 50013),
    POLICY: (53000, 53001, 53002, 53003, 50105, 530003),
}
_BY_CODE = {code: remedy for remedy, codes in _AADSTS.items() for code in codes}

# RFC 6749, 5.2 and RFC 8628, 3.5; the first whose pattern is found in the error and its description counts
_BY_WORDS = (
    (re.compile(r"short-lived token|reasonable timeframe|\biat\b|\bexp\b.*claim", re.IGNORECASE), CLOCK),
    (re.compile(r"invalid jwt signature", re.IGNORECASE), KEY),
    (re.compile(r"unauthorized_client", re.IGNORECASE), DELEGATION),
    (re.compile(r"invalid_client|deleted_client|disabled_client", re.IGNORECASE), ANOTHER_KEY),
    (re.compile(r"consent_required|access_denied|authorization_declined|invalid_scope", re.IGNORECASE), CONSENT),
    (re.compile(r"temporarily_unavailable|server_error", re.IGNORECASE), "It is tried again later."),
)


def remedy(error: str, description: str) -> str:
    """What to do about an OAuth error; most of all, to sign in again."""
    code = re.search(r"AADSTS(\d+)", description)
    if code is not None:
        return _BY_CODE.get(int(code.group(1)), AGAIN)
    return next((remedy for words, remedy in _BY_WORDS if words.search(f"{error} {description}")), AGAIN)


def is_passing(error: str) -> bool:
    """Whether the endpoint itself is in trouble for now."""
    return error in ("temporarily_unavailable", "server_error")
