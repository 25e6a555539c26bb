"""Why a mail host refuses a password, and what mends it: the large hosts take none any more."""

from __future__ import annotations

import re
from typing import Literal

_MICROSOFT_HOST = re.compile(r"(^|\.)(outlook|office365|office|hotmail|live)\.(com|de|us)$", re.IGNORECASE)
_GOOGLE_HOST = re.compile(r"(^|\.)(gmail|googlemail|google)\.com$", re.IGNORECASE)
_MICROSOFT_SAYS = re.compile(r"5\.7\.139|basic ?auth|SmtpClientAuthentication|BasicAuthBlocked", re.IGNORECASE)
_GOOGLE_SAYS = re.compile(r"application-specific password|gsmtp\b|5\.7\.8 .*BadCredentials", re.IGNORECASE)


def password_remedy(section: Literal["mailbox", "outgoing"], host: str, said: str, *, tokens_only: bool) -> str:
    """What to do about a refused password; `said` are the server's words, `tokens_only` whether it offers OAuth 2 alone."""
    sign_in = f"configure [{section}.oauth] and run intake-bot login"
    if _MICROSOFT_HOST.search(host) or _MICROSOFT_SAYS.search(said):
        return f"Microsoft has switched basic authentication off: {sign_in}."
    if _GOOGLE_HOST.search(host) or _GOOGLE_SAYS.search(said):
        return f"Google takes app passwords only: make one for this account, or {sign_in}."
    if tokens_only:
        return f"It takes OAuth 2 only: {sign_in}."
    return f"Check the user name in {section}.url, and {section}.password or password_file."
