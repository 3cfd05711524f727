"""The impact is told without a single number.

"Some users were affected" can mean three or three million, a second or a day. Whoever decides what
is worth mending, and whoever compares this incident with the next, needs a figure: how many, of how
many, for how long. An estimate marked with `~` will do, and so will "all sign-ins" or "nobody".

Bad:

```markdown
## Impact

Some users were affected, and a few orders came late.
```

Bad:

```markdown
## Impact

| Metric | Value |
|--------|-------|
| Users affected | many of our customers |
| Failed requests | a lot of 503s |
```

Good:

```markdown
## Impact

About 200 users could not sign in for 12 minutes.
```

Good:

```markdown
## Impact

Nobody noticed: the second region answered every request.
```

Good:

```yaml
impact: {users: ~200}
```

A figure under `impact` in the front matter is enough. Digits inside names (k8s, S3), HTTP status
codes and addresses are no figures. Which section tells the impact is up to the template: it bears
the directive `:about impact`.
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "impact-without-number"
BINDS: Status = "in-review"

_FIGURES = ("users", "requests", "revenue", "tickets", "data_loss", "data_exposed")
# Digits that say which, not how many.
_NAMES = re.compile(
    r"<!--[^<>]{0,300}-->|https?://\S{1,500}|\bHTTP[ /-]?[0-9.]{1,4}|\b50[1-4]s?\b|\b[45]xx\b"
    r"|^\s{0,9}[0-9]{1,9}[.)]\s",
    re.IGNORECASE,
)
_WORDS = (
    *("all", "any", "anyone", "anybody", "anything", "both", "complete", "completely", "each"),
    *("entire", "entirely", "every", "everyone", "everybody", "everything", "full", "fully"),
    *("half", "no", "nobody", "none", "nothing", "single", "total", "totally", "whole"),
    *("without", "zero", "neither", "overnight"),
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "ninety"),
    *("third(?!-)", "quarter", "dozen", "dozens", "hundred", "hundreds", "thousand"),
    *("thousands", "million", "millions", "billion", "percent", "majority", "an hour", "a day"),
    *("a minute", "a week", "a month", "n/a"),
)
_NUMBER = re.compile(rf"(?<![\w./-])[0-9]|\b(?:{'|'.join(_WORDS)})\b|%", re.IGNORECASE)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    impact = postmortem.front.impact
    if impact and any(getattr(impact, name) is not None for name in _FIGURES):
        return
    for wanted, section in postmortem.told("impact"):
        if not any(_NUMBER.search(_NAMES.sub(" ", line)) for line in postmortem.lines_in(wanted)):
            message = (
                f'"{section.title}" gives no number; say how many could not do what, and for how '
                'long, such as "about 200 users, for 12 minutes", or say that nobody was affected'
            )
            yield Problem(section.place.line, section.place.column, message)
