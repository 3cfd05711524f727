"""How often the intervals of `postmortem_archive.statistics` hold what they state.

Exact where the outcomes can be counted, simulated with fixed seeds where they cannot.
"""
