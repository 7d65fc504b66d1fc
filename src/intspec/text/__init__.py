"""One room for text: names, placeholders, durations, and what a terminal shows."""
