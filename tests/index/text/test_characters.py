"""What cannot be seen or would act is dropped or written as its code."""

from __future__ import annotations

from index.text.characters import one_line, printable, visible

HOSTILE = "a\x1b]0;title\x07b\x9b31mc\u202ed\x7f\ud800e"


def test_printable_drops_what_acts_on_a_terminal():
    assert printable(HOSTILE) == "a]0;titleb31mcde"


def test_printable_keeps_letters_of_every_script_and_line_ends():
    text = "Zoë said “no”\tשלום 日本 🙂\nnext"
    assert printable(text) == text


def test_one_line_shows_what_printable_drops():
    assert one_line("a\nb\x1b[1m.md") == "a\\nb\\x1b[1m.md"


def test_visible_shows_what_printable_drops():
    assert visible("a\x1b[1m\u202eb") == "a[U+001B][1m[U+202E]b"
