"""One module a container, each opening it into the files that it holds; `parsers.attachments` decides how deep to go."""
