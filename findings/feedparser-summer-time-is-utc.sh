#!/bin/bash
# feedparser 6.0.14: time zones named outside North America are ignored, and slashed dates get today's month.
# Guess:   "10:00:00 BST" is 09:00 in UTC (published_parsed is promised in UTC), or the date is None as for other
#          unknown forms; 2024/06/04 is 4 June 2024 or None.
# Happens: EST, EDT, PST ... are subtracted, but BST, CET, CEST, EET, IST, AEST, NZDT and the like count as UTC, with no sign
#          (bozo stays False). 2024/06/04 keeps only the year: the month is that of the day on which the feed is
#          READ, so the same article has another date each month.
# Matters: articles of one agency come out one to thirteen hours late, on the wrong day near midnight; "which
#          report was first" is answered wrongly between a European and an American source.
# Avoid:   parse entry.published with a table of zone names of your own; refuse dates with slashes.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check feedparser==6.0.14 2>/dev/null
cat > check.py <<'PY'
import datetime

import feedparser

print("feedparser", feedparser.__version__)
FEED = """<rss version="2.0"><channel><title>Marlow Bay News</title><link>https://news.example/</link>
<description>News</description><item><title>Council votes</title><pubDate>%s</pubDate></item></channel></rss>"""


def published(text: str) -> datetime.datetime:
    feed = feedparser.parse(FEED % text)
    assert not feed.bozo
    return datetime.datetime(*feed.entries[0].published_parsed[:5])


TRUE_OFFSET = {"GMT": 0, "EST": -5, "PDT": -7, "+0100": 1, "BST": 1, "CEST": 2, "IST": 5.5, "AEST": 10, "NZDT": 13}
wrong = {}
for zone, offset in TRUE_OFFSET.items():
    seen = published(f"Tue, 04 Jun 2024 10:00:00 {zone}")
    true = datetime.datetime(2024, 6, 4, 10) - datetime.timedelta(hours=offset)
    print(f"10:00 {zone:5} -> {seen} UTC, true {true}")
    if seen != true:
        wrong[zone] = seen
assert list(wrong) == ["BST", "CEST", "IST", "AEST", "NZDT"]
assert set(wrong.values()) == {datetime.datetime(2024, 6, 4, 10)}
today = datetime.datetime.now(datetime.UTC)
seen = published("2024/06/04")
print("2024/06/04 ->", seen.date(), "read in month", today.month)
assert (seen.year, seen.month, seen.day) == (2024, today.month, 1)
PY
env/bin/python check.py
