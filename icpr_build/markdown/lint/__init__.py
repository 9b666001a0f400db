"""The rules for one text, a module a family: each turns a `Text` into the problems that it shows."""
