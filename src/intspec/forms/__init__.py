"""Forms: what people hand in, read as tables and made into specifications."""

from intspec.forms.form import Form, FormCell, FormError, FormRow, FormTable, FormText

__all__ = ["Form", "FormCell", "FormError", "FormRow", "FormTable", "FormText"]
