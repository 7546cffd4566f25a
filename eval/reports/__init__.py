"""What a run or a comparison says, for people (Markdown, HTML) and for programs (JSON)."""
