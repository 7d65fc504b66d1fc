"""The kit for authors of plugins: a package to start from, helpers for tests, the contract."""
