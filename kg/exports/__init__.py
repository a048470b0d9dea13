"""files for researchers."""
