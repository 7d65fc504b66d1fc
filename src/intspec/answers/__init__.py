"""The language of answers in forms: each thing is written and read back by one module."""
