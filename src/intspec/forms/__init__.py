"""Forms: what people hand in, read as tables and made into specifications."""

from intspec.forms.form import (
    MOST_FORM_COLUMNS,
    Form,
    FormCell,
    FormError,
    FormRow,
    FormTable,
    FormText,
)

__all__ = ["MOST_FORM_COLUMNS", "Form", "FormCell", "FormError", "FormRow", "FormTable", "FormText"]
