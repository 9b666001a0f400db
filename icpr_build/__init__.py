"""Builds the Institute's microsite: Markdown and YAML in, a folder of static files out.

The stages, each a function from values to values, stand in `build`; the values they pass on, in `model`.
"""
