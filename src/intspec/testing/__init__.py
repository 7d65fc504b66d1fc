"""What a plugin's author tests with: the names of `intspec_kit.testing`, which plugins rely on."""

from intspec_kit.testing import *  # noqa: F403 -- its list of names is the one that counts
from intspec_kit.testing import __all__ as __all__
