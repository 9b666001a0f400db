"""What every page must satisfy, a subject a module; `test_pages` opens each page once and applies all of it.

Rule: pages of three sites are checked: the Institute's, one with too much of all, one with next to nothing.
Rule: what finds faults is a function of its own, and each is shown to find those of a page broken on purpose.
Rule: a fault is one line that names the page, the condition and the element.
"""
