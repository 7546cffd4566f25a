#!/bin/bash
# feedparser 6.0.14: the author's name is a piece of the mail address when the domain ends in .press or .media.
# Guess:   an author given as RSS 2.0 asks for it, "desk@marlow.press (Anna Pym)", has the name Anna Pym, whatever the domain.
# Happens: endings of more than four letters are cut in the middle. author_detail has the address desk@marlow.pres
#          and the name "s (Anna Pym"; without a name in brackets, desk@marlow.london is by "on". With .com and .info it
#          is right, so the fault hides in tests with the usual domains.
# Matters: the byline of a citation is garbage, and articles by one reporter do not group.
# Avoid:   read entry.author (the raw text) and split it with email.utils.parseaddr after swapping the two parts.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check feedparser==6.0.14 2>/dev/null
cat > check.py <<'PY'
import feedparser

print("feedparser", feedparser.__version__)
FEED = """<rss version="2.0"><channel><title>Marlow Bay News</title><link>https://news.example/</link>
<description>News</description><item><title>Council votes</title><author>%s</author></item></channel></rss>"""
EXPECTED = {
    "desk@marlow.com (Anna Pym)": ("Anna Pym", "desk@marlow.com"),
    "desk@marlow.info (Anna Pym)": ("Anna Pym", "desk@marlow.info"),
    "desk@marlow.press (Anna Pym)": ("s (Anna Pym", "desk@marlow.pres"),
    "desk@marlow.media (Anna Pym)": ("a (Anna Pym", "desk@marlow.medi"),
    "desk@marlow.london": ("on", "desk@marlow.lond"),
}
for author, expected in EXPECTED.items():
    entry = feedparser.parse(FEED % author).entries[0]
    seen = (entry.author_detail.get("name"), entry.author_detail.get("email"))
    print(f"{author:30} -> name {seen[0]!r}, address {seen[1]!r}")
    assert seen == expected and entry.author == author
PY
env/bin/python check.py
