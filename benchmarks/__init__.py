"""Measured, not guessed: each benchmark prints ratios to a yardstick run beside it.

`python -m benchmarks` runs all of them and prints one table.
"""
