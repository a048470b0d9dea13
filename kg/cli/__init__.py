"""The `kg` command: one thin call per command."""
