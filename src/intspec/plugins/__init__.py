"""Plugins: what they may provide, how they are found, and how each is kept apart."""

from intspec.plugins.hooks import (
    Annotator,
    ChecklistResource,
    Extension,
    Importer,
    Remark,
    Renderer,
    VocabularyResource,
    hookimpl,
)
from intspec.plugins.plugin import Plugin
from intspec.plugins.registry import Registry, UnknownNameError

__all__ = [
    "Annotator",
    "ChecklistResource",
    "Extension",
    "Importer",
    "Plugin",
    "Registry",
    "Remark",
    "Renderer",
    "UnknownNameError",
    "VocabularyResource",
    "hookimpl",
]
