#!/bin/bash
# webvtt-py 0.6.0: what the second speaker of a cue says is given to the first one.
# Guess:   caption.voice is a list, or None where a cue has two voices, or the cue is parted at its <v> marks; .text is what
#          the viewer reads, with &amp; as &.
# Happens: voice is the first name, and text holds the words of both speakers: "I lied." and "I did not." are Bo Ray's.
#          References stay as they are written ("R&amp;D"), though the tags are taken out, and the reading aid of a
#          ruby is glued to its word.
# Matters: a quotation from an interview or a debate is ascribed to the other side, often to the one who asked. Cues with
#          two voices are how WebVTT writes an exchange of short sentences.
# Avoid:   read caption.raw_text, part it at <v and unescape it.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check webvtt-py==0.6.0 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

import webvtt

print("webvtt-py", version("webvtt-py"))
FILE = """WEBVTT

00:01.000 --> 00:03.000
<v Bo Ray>Did you lie about the wall?</v>
<v Anna Pym>I did not.</v>

00:03.000 --> 00:05.000
<v Anna Pym>R&amp;D has it at &lt;5 m.</v>

00:05.000 --> 00:06.000
<v Anna Pym>The <ruby>wall<rt>mur</rt></ruby> holds.</v>
"""
both, marks, ruby = webvtt.from_string(FILE)
for caption in (both, marks, ruby):
    print(caption.voice, "|", repr(caption.text))
assert both.voice == "Bo Ray" and both.text == "Did you lie about the wall?\nI did not."
assert "<v Anna Pym>" in both.raw_text
assert marks.text == "R&amp;D has it at &lt;5 m."
assert ruby.text == "The wallmur holds."
PY
env/bin/python check.py
