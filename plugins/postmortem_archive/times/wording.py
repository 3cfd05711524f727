"""Prepares what was written for reading, and for being quoted back to its author."""

# No time, day, span or zone needs more; a bound on length is also the bound on backtracking.
LONGEST = 100

# Signs that look like a hyphen, one for one, so that positions stay.
HYPHENS = str.maketrans("‐‑‒−", "----")


class MisspeltError(ValueError):
    """A refusal that knows the one right form of what was written: nobody could mean another."""

    def __init__(self, message: str, right: str) -> None:
        super().__init__(message)
        self.right = right


def refusal(message: str, right: str) -> ValueError:
    """The error to raise: one that knows the right form, where there is one."""
    return MisspeltError(message, right) if right else ValueError(message)


def tidy(text: str) -> str:
    """The text on one line with single spaces and plain hyphens; "" if it is only space."""
    return " ".join(text.split()).translate(HYPHENS)


def bounded(text: str, what: str) -> str:
    """The tidied text, refused if it is too long to be `what`."""
    if len(text) > 4 * LONGEST or len(tidied := tidy(text)) > LONGEST:
        raise ValueError(f"{quoted(text)} is too long to be {what}")
    return tidied


def quoted(text: str) -> str:
    """The text as a message shows it: short, and nothing in it that a terminal would obey."""
    shown = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for letter in tidy(text[:200])
    )
    return f'"{shown[:59]}…"' if len(shown) > 60 else f'"{shown}"'
