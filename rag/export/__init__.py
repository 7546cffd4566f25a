"""Export of answers and conversations: Markdown, HTML, Word, BibTeX, and JSON that reads back.

    answers -> `page.build_page` -> `markdown`, `html`, `word`
            -> `bibtex`
            -> `stored` (JSON, both ways)

`write.write_export` chooses by the file's suffix.
"""
