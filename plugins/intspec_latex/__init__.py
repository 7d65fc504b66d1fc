"""LaTeX: views as documents that compile."""
