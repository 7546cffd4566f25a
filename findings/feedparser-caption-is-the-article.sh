#!/bin/bash
# feedparser 6.0.14: the caption of a picture becomes the summary, or the content, of the article.
# Guess:   media:description inside media:content belongs to the picture; entry.summary is the item's description and
#          entry.content is its content:encoded.
# Happens: it depends on the order of the elements. Caption before the text: entry.summary is the CAPTION, and the
#          description is moved to entry.content. Caption after the text, with no content:encoded: entry.content
#          holds the CAPTION alone, and the usual line "content[0] if there is content, else summary" takes it.
#          Only with a content:encoded in front of the caption are both right. media:title does not do this.
# Matters: a sentence about a picture of 1987 is indexed, quoted and dated as the article's own lead, while the
#          lead is lost, and only for the items that have a picture with a caption.
# Avoid:   take media:description out of the feed before it is parsed, or use another parser for such feeds.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check feedparser==6.0.14 2>/dev/null
cat > check.py <<'PY'
import feedparser

print("feedparser", feedparser.__version__)
FEED = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Marlow Bay News</title>
 <link>https://news.example/</link><description>News</description><item><title>Council votes</title>%s</item>
 </channel></rss>"""
LEAD = "<description>The council voted.</description>"
FULL = "<content:encoded>The council voted for a new wall.</content:encoded>"
PICTURE = """<media:content url="https://news.example/1.jpg" medium="image">
 <media:title>The wall</media:title><media:description>The old wall in 1987.</media:description></media:content>"""
EXPECTED = {
    LEAD + FULL + PICTURE: ("The council voted.", ["The council voted for a new wall."]),
    PICTURE + LEAD + FULL: ("The old wall in 1987.", ["The council voted.", "The council voted for a new wall."]),
    LEAD + PICTURE: ("The council voted.", ["The old wall in 1987."]),
    PICTURE + LEAD: ("The old wall in 1987.", ["The council voted."]),
}
ORDERS = ("lead, full text, picture", "picture, lead, full text", "lead, picture", "picture, lead")
for order, (elements, expected) in zip(ORDERS, EXPECTED.items(), strict=True):
    entry = feedparser.parse(FEED % elements).entries[0]
    seen = (entry.summary, [part.value for part in entry.get("content", [])])
    print(f"{order:25} -> summary {seen[0]!r}, content {seen[1]}")
    assert seen == expected and entry.title == "Council votes"
PY
env/bin/python check.py
