"""Forms: what people hand in, read as tables and made into specifications."""

from intspec.forms.records import Form, FormCell, FormError, FormRow, FormTable, FormText

__all__ = ["Form", "FormCell", "FormError", "FormRow", "FormTable", "FormText"]
