"""PDF: views as tagged documents, through typst."""
