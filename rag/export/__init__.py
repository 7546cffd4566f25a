"""Export of answers and conversations: Markdown, HTML, Word, BibTeX, and JSON that reads back.

    answers -> `view_model.build_page` -> `write` (Markdown, HTML), `word`
            -> `bibtex`
            -> `stored` (JSON, both ways)

`write.write_export` chooses by the file's suffix.
"""
