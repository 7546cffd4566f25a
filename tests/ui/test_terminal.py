"""Nothing that an article, a file name or a question holds acts on the terminal."""

from __future__ import annotations

import json

from ui.cli.terminal import console, print_json

HOSTILE = "a\x1b]0;title\x07b\x9b31mc\u202ed\x7f\ud800e"


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
