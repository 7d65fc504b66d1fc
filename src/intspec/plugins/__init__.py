"""Plugins: what they may provide, how they are found, and how each is kept apart."""

from intspec.plugins.hooks import (
    Annotator,
    ChecklistResource,
    FilledForm,
    Filler,
    FormAnswer,
    Importer,
    MissingExtra,
    Options,
    Remark,
    Renderer,
    RenderError,
    UnfitView,
    ViewMaker,
    VocabularyResource,
    hookimpl,
)
from intspec.plugins.plugin import LocalFile, Plugin
from intspec.plugins.registry import Registry, UnknownNameError

__all__ = [
    "Annotator",
    "ChecklistResource",
    "FilledForm",
    "Filler",
    "FormAnswer",
    "Importer",
    "LocalFile",
    "MissingExtra",
    "Options",
    "Plugin",
    "Registry",
    "Remark",
    "RenderError",
    "Renderer",
    "UnfitView",
    "UnknownNameError",
    "ViewMaker",
    "VocabularyResource",
    "hookimpl",
]
