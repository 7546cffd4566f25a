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
            packed = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, data, packed)
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


_ODF = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "style", "table", "draw", "meta")
)


def make_odt(body: str, *, styles: str = "", meta: str = "", pages: str = "") -> bytes:
    """An OpenDocument text; `styles` are those of its own, `pages` those of its pages."""
    names = f'{_ODF} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:svg="urn:svg"'
    return make_package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content{names}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles{names}><office:master-styles>{pages}"
            "</office:master-styles></office:document-styles>",
            "meta.xml": f"<office:document-meta{names}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        }
    )


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(links: dict[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, _, target) in ((key, link.partition(" ")) for key, link in links.items())
    )
    return f"<Relationships>{inside}</Relationships>"


def make_slides(*slides: str, links: dict[str, str] | None = None, **parts: str) -> bytes:
    """A presentation; `links` are those of its first slide.

    What stands before a `|` in a slide are its attributes.
    """
    names = f' xmlns:a="urn:a" xmlns:p="urn:p" xmlns:r="{_RELATIONS}"'
    numbers = range(1, len(slides) + 1)
    order = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
    inside = {
        "ppt/presentation.xml": f"<p:presentation{names}><p:sldIdLst>{order}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(
            {f"rId{n}": f"slide slides/slide{n}.xml" for n in numbers}
        ),
        "ppt/slides/_rels/slide1.xml.rels": _relations(links or {}),
    }
    for number, slide in reversed(list(enumerate(slides, start=1))):
        tag, _, shapes = slide.rpartition("|")
        inside[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld {tag}{names}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        )
    for name, xml in parts.items():
        inside[f"ppt/{name}.xml"] = f"<p:{name}{names}>{xml}</p:{name}>"
    return make_package(inside)


def p_shape(*paragraphs: str, kind: str = "", about: str = "") -> str:
    """A shape of a slide; what is no markup becomes a run."""
    inside = "".join(
        f"<a:p>{text if text.startswith('<') else f'<a:r><a:t>{text}</a:t></a:r>'}</a:p>"
        for text in paragraphs
    )
    place = f'<p:ph type="{kind}"/>' if kind else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x" {about}/><p:nvPr>{place}</p:nvPr></p:nvSpPr>'
        f"<p:txBody>{inside}</p:txBody></p:sp>"
    )
