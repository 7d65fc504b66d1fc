"""How the pages are built: `sphinx-build -W --keep-going docs docs/_build`."""

import sys
from pathlib import Path

from intspec import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "intspec"
author = "The intspec authors"
copyright = author  # noqa: A001 -- Sphinx's own name
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "intspec_docs"]
exclude_patterns = ["_build", "_ext"]
source_suffix = {".md": "markdown"}
nitpicky = True
# Types in signatures need no pages of their own.
nitpick_ignore_regex = [("py:.*", ".*")]
# What stands between single backticks in docstrings is code.
default_role = "code"
autodoc_typehints = "signature"
napoleon_use_ivar = True
python_use_unqualified_type_names = True
smartquotes = False  # `--all` must stay `--all`
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"intspec {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["intspec.css"]
html_theme_options = {"top_of_page_buttons": []}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
