"""Builds the Institute's microsite: Markdown and YAML in, a folder of static files out.

`build` is the pipeline of the stages, each a function from values to values; `model` has the values.
"""
