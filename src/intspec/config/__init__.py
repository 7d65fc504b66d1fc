"""A project's settings, `intspec.toml`: found, read, held against what is installed, trusted."""
