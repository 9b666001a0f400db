"""The command `icpr`: arguments in, exit status out.

In: the command line, the clock and the environment, which no other package reads. Out: what is printed.
What a problem says does not belong here.
"""
