"""The store in a browser: Datasette, told what people call things, with pages for the morning and for one application."""
