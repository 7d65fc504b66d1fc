"""New plugins: a package with tests that pass, written from templates."""

from intspec.scaffold.names import NameRefusedError, check_name
from intspec.scaffold.packages import KINDS, Package, package

__all__ = ["KINDS", "NameRefusedError", "Package", "check_name", "package"]
