"""How the documentation is built: `sphinx-build -W docs docs/_build`."""

project = "Work-based learning"
author = "the work-based-learning team"
extensions = ["myst_parser"]
html_theme = "furo"
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
# State diagrams are Mermaid text: forges draw them, here they stay readable text.
suppress_warnings = ["misc.highlighting_failure"]
