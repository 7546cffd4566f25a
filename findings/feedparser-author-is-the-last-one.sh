#!/bin/bash
# feedparser 6.0.14: of several authors, entry.author is the one who is named last.
# Guess:   entry.author is the first author, or all of them joined, and entry.authors the list.
# Happens: it is the last one, in RSS (dc:creator, author) and in Atom. With a desk's address below the creators,
#          the desk is the author; above them, the last creator is. The list in entry.authors has all.
# Matters: the citation names the third of three reporters, or the desk, and drops the one who led the story.
# Avoid:   read entry.authors.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check feedparser==6.0.14 2>/dev/null
cat > check.py <<'PY'
import feedparser

print("feedparser", feedparser.__version__)
RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Marlow Bay News</title>
<link>https://news.example/</link><description>News</description><item><title>Council votes</title>%s</item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Marlow Bay News</title><id>urn:x:1</id>
<updated>2024-03-05T10:00:00Z</updated><entry><title>Council votes</title><id>urn:x:2</id>
<updated>2024-03-05T10:00:00Z</updated>%s</entry></feed>"""
TWO = "<dc:creator>Anna Pym</dc:creator><dc:creator>Tom Berg</dc:creator>"
DESK = "<author>desk@news.com (News Desk)</author>"
PEOPLE = "".join(f"<author><name>{name}</name></author>" for name in ("Anna Pym", "Tom Berg", "Ida Holm"))
for feed, first, author in (
    (RSS % TWO, "Anna Pym", "Tom Berg"),
    (RSS % (TWO + DESK), "Anna Pym", "desk@news.com (News Desk)"),
    (RSS % (DESK + TWO), "News Desk", "Tom Berg"),
    (ATOM % PEOPLE, "Anna Pym", "Ida Holm"),
):
    entry = feedparser.parse(feed).entries[0]
    names = [person.get("name") for person in entry.authors]
    print(f"in the feed {names} -> author {entry.author!r}")
    assert (names[0], entry.author) == (first, author)
PY
env/bin/python check.py
