"""What mailboxes and senders have in common: servers, TLS, sign-in, the Maildir format."""
