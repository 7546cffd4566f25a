"""Nothing that an article, a file name or a question holds acts on the terminal."""

from __future__ import annotations

import json

from index.scan import to_doc_id
from index.text.characters import one_line, printable
from ui.cli.terminal import console, print_json

HOSTILE = "a\x1b]0;title\x07b\x9b31mc\u202ed\x7f\ud800e"


def test_printable_drops_what_acts_on_a_terminal():
    assert printable(HOSTILE) == "a]0;titleb31mcde"


def test_printable_keeps_letters_of_every_script_and_line_ends():
    text = "Zoë said “no”\tשלום 日本 🙂\nnext"
    assert printable(text) == text


def test_one_line_shows_what_printable_drops():
    assert one_line("a\nb\x1b[1m.md") == "a\\nb\\x1b[1m.md"


def test_console_prints_no_control_character(capsys):
    from rich.table import Table
    from rich.text import Text

    table = Table()
    table.add_column("a")
    table.add_row(HOSTILE)
    console().print(HOSTILE, Text(HOSTILE), table, style="bold")
    printed = capsys.readouterr().out
    assert printed.count("a]0;titleb31mcde") == 3
    assert not set(printed) & set("\x1b\x07\x9b\u202e\x7f\ud800")


def test_json_says_the_same_without_control_characters(capsys):
    print_json({"text": HOSTILE, "name": "Zoë"})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"text": HOSTILE.replace("\ud800", "\ufffd"), "name": "Zoë"}
    assert not set(printed) & set("\x1b\x07\x9b\u202e\x7f\ud800")


def test_doc_id_is_found_by_the_name_that_a_shell_completes():
    assert to_doc_id("cafe\u0301\udce9.md") == "caf\xe9\\xe9.md"
