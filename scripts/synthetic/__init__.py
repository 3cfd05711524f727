"""Makes up the postmortems of a fictional company: any number, the same ones on every machine.

`mechanisms/` holds one file for each way to fail, `company.toml` who works on what, and
`phrases.toml` what any postmortem may say.
"""
