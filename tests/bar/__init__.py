"""The bar that every page must clear, a subject a module.

Rule: every page of three sites is tried: the Institute's, one with too much of all, one with next to nothing.
Rule: what finds faults is a function of its own, and each is shown to find those of a page broken on purpose.
Rule: a fault is one line that names the condition and the element; the test's name names site and page.
"""
