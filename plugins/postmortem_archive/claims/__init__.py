"""What the prose of a postmortem claims about time, with the place of each claim.

`ranges` reads durations beside two clock times, `measures` figures and durations that are named,
`clocks` times of day and the times that the timeline has, `dates` weekdays and dates, `budget`
shares of an error budget. What is wrong about a claim is for the rules to say.
"""
