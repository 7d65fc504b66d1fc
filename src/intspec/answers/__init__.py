"""The wording of answers in forms: the module that writes a wording also reads it back."""
