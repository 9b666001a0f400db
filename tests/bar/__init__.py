"""What every page must satisfy, one subject in a module; `test_pages` opens each page once for all of them.

The pages are of three sites: the Institute's, one with too much of everything, and one with almost nothing.
Each check is a function that yields faults, and a test shows that it finds those of a page broken on purpose.
A fault is one line that names the page, the condition and the element.
"""
