"""The rules for the text of a body, a module for each family: a `Document` → the problems in it."""
