"""Word: views written, forms read, filled and annotated as .docx.

What plugins provide stands in `hooks`: the list of commands imports this package, and must not load
what the hooks need.
"""
