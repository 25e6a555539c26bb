"""The store in a browser: Datasette, told what people call things, with pages of its own for the morning and for one application."""
