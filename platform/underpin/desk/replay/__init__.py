"""An incident log of another help desk, lived again: rows become steps in the desk's own words.

`log` reads a file, `stream` puts its steps in one order of time, `folding` says which tenant lives
what, `comparison` and `summary` hold the figures of the replay against independently computed ones.
"""
