"""The zone names that people write, and what each one means here.

An abbreviation is taken literally: PST is UTC-8 in July too, for whoever writes it may mean it. The
generic names (ET, Pacific time) follow daylight saving, as their speakers do.
"""

from datetime import UTC, timedelta, timezone, tzinfo

_OFFSETS = {
    "WET": 0,
    "WEST": 60,
    "BST": 60,
    "CET": 60,
    "MET": 60,
    "MEZ": 60,
    "WAT": 60,
    "CEST": 120,
    "MEST": 120,
    "MESZ": 120,
    "EET": 120,
    "CAT": 120,
    "SAST": 120,
    "EEST": 180,
    "EAT": 180,
    "MSK": 180,
    "TRT": 180,
    "PKT": 300,
    "NPT": 345,
    "ICT": 420,
    "WIB": 420,
    "AWST": 480,
    "HKT": 480,
    "MYT": 480,
    "PHT": 480,
    "SGT": 480,
    "JST": 540,
    "KST": 540,
    "ACST": 570,
    "AEST": 600,
    "ACDT": 630,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "NDT": -150,
    "NST": -210,
    "ADT": -180,
    "ART": -180,
    "BRT": -180,
    "EDT": -240,
    "EST": -300,
    "CDT": -300,
    "CST": -360,
    "MDT": -360,
    "MST": -420,
    "PDT": -420,
    "PST": -480,
    "AKDT": -480,
    "AKST": -540,
    "HST": -600,
}

ABBREVIATIONS: dict[str, tzinfo] = {
    **dict.fromkeys(("UTC", "UCT", "GMT", "Z", "ZULU", "UTC/GMT", "GMT/UTC"), UTC),
    **{name: timezone(timedelta(minutes=east), name) for name, east in _OFFSETS.items()},
}

# Whose clocks an abbreviation is shown by, where that is beyond doubt.
HOMES = {
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("CET", "CEST"), "Europe/Brussels"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Athens"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("AKST", "AKDT"), "America/Anchorage"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    "BST": "Europe/London",
    "MSK": "Europe/Moscow",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "HKT": "Asia/Hong_Kong",
}

# Names that follow daylight saving, by the place whose clocks they mean.
GENERIC = {
    "ET": "America/New_York",
    "EST/EDT": "America/New_York",
    "EDT/EST": "America/New_York",
    "CT": "America/Chicago",
    "CST/CDT": "America/Chicago",
    "CDT/CST": "America/Chicago",
    "MT": "America/Denver",
    "MST/MDT": "America/Denver",
    "MDT/MST": "America/Denver",
    "PT": "America/Los_Angeles",
    "PST/PDT": "America/Los_Angeles",
    "PDT/PST": "America/Los_Angeles",
    "CET/CEST": "Europe/Brussels",
    "CEST/CET": "Europe/Brussels",
}

# Written with "time" behind them; the four American ones also stand alone.
ALONE = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}
LONG = {
    "coordinated universal": "UTC",
    "universal": "UTC",
    "greenwich mean": "GMT",
    "western european": "WET",
    "western european summer": "WEST",
    "british summer": "BST",
    "central european": "CET",
    "central european standard": "CET",
    "central european summer": "CEST",
    "eastern european": "EET",
    "eastern european summer": "EEST",
    "moscow": "MSK",
    "singapore": "SGT",
    "hong kong": "HKT",
    "japan": "JST",
    "japan standard": "JST",
    "korea standard": "KST",
    "australian eastern standard": "AEST",
    "australian eastern daylight": "AEDT",
    "new zealand standard": "NZST",
    "new zealand daylight": "NZDT",
    "eastern standard": "EST",
    "eastern daylight": "EDT",
    "central standard": "CST",
    "central daylight": "CDT",
    "mountain standard": "MST",
    "mountain daylight": "MDT",
    "pacific standard": "PST",
    "pacific daylight": "PDT",
    "alaska standard": "AKST",
    "alaska daylight": "AKDT",
    "hawaii standard": "HST",
}

AMBIGUOUS = {
    "IST": ("three zones", "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
    "AST": ("two zones", "America/Halifax or Asia/Riyadh"),
    "GST": ("two zones", "Asia/Dubai or Atlantic/South_Georgia"),
    "LOCAL": ("a different zone for each reader", "a name such as Europe/London"),
}

AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Brazil",
    "Canada",
    "Chile",
    "Etc",
    "Europe",
    "Indian",
    "Mexico",
    "Pacific",
    "US",
)
