"""Measures: a build beside other generators and what no build can do without, Markdown, how fast a page is.

`corpus` makes news items; `generators` lays them out for each generator, with its theme in `themes/`;
`builds` runs all of them in turn, each by `cost`; `floors` is the least work; `preview` times an edit under a
server. `results` holds what was measured, `report` and `plot` show it, `history` compares it with earlier
runs. `agreement` and `pages` measure what has nothing to do with other generators.
"""
