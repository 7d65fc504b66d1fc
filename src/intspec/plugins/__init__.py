"""Plugins: what they may provide, how they are found, and how each is kept apart."""

from intspec.plugins.hooks import ChecklistResource, Renderer, hookimpl
from intspec.plugins.registry import Plugin, Registry, UnknownNameError

__all__ = [
    "ChecklistResource",
    "Plugin",
    "Registry",
    "Renderer",
    "UnknownNameError",
    "hookimpl",
]
