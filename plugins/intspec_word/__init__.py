"""Word: views written, forms read, filled and annotated as .docx."""
