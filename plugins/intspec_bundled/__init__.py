"""The plugins that come with intspec: one package each, found by entry point as a stranger's is."""
