"""Excel: tables written and read as .xlsx."""
