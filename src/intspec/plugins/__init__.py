"""Plugins: what they may provide, how they are found, and how each is kept apart."""

from intspec.plugins.hooks import (
    ChecklistResource,
    Extension,
    Importer,
    Renderer,
    VocabularyResource,
    hookimpl,
)
from intspec.plugins.plugin import Plugin
from intspec.plugins.registry import Registry, UnknownNameError

__all__ = [
    "ChecklistResource",
    "Extension",
    "Importer",
    "Plugin",
    "Registry",
    "Renderer",
    "UnknownNameError",
    "VocabularyResource",
    "hookimpl",
]
