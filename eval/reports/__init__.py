"""What a run or a comparison says, for people: as Markdown and as HTML."""
