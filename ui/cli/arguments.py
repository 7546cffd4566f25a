"""The options that several commands share, declared without importing anything heavy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="FOLDER",
        help="Where the index lives (default: BYLINE_INDEX, else the nearest .byline above the"
        " working folder, else your default index).",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Only articles published on or after DATE."),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Only articles published on or before DATE."),
]
AuthorOption = Annotated[
    list[str] | None, typer.Option("--author", help="Only this author (repeat for more).")
]
OutletOption = Annotated[
    list[str] | None, typer.Option("--outlet", help="Only this outlet (repeat for more).")
]
SectionOption = Annotated[
    list[str] | None, typer.Option("--section", help="Only this section (repeat for more).")
]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", help="Only this tag (repeat for more).")
]
