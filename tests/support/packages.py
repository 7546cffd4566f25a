"""Small Word, OpenDocument and PowerPoint files, made from the XML of their parts."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def make_package(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these parts, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def make_word(body: str, *, styles: str = "", namespace: str = WORD, **parts: str) -> bytes:
    """A Word document; each of `parts` is the inside of a part such as `footnotes`."""
    inside = {"document": f"<w:body>{body}</w:body>", "styles": styles, **parts}
    return make_package(
        {
            f"word/{name}.xml": f'<w:{name.rstrip("0123456789")} xmlns:w="{namespace}"'
            ' xmlns:mc="urn:mc" xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:m="urn:m">'
            f"{xml}</w:{name.rstrip('0123456789')}>"
            for name, xml in inside.items()
            if xml
        }
    )


def w_run(text: str, properties: str = "") -> str:
    """A run of a Word document."""
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def w_paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of a Word document; what is no markup becomes a run."""
    inside = "".join(run if run.startswith("<") else w_run(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"
