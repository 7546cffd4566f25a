"""Symbol fonts: what their characters, which have no codes of their own, are in Unicode."""

_LETTERS = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SIGNS = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑"
_MARKS = {"wingdings": {0xA7: "▪", 0xA8: "☐", 0xFC: "✓", 0xFB: "✗", 0xFD: "☒", 0xFE: "☑", 0x6C: "●",
                        0x6E: "■", 0x76: "❖", 0xD8: "➢", 0xE0: "→", 0x4A: "☺", 0x28: "☎"},
          "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0xA3: "☐"}}  # fmt: skip


def symbol(code: int, font: str) -> str:
    """The character that `font` shows for `code`; "" when that is not known."""
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000  # where Word keeps the codes of fonts that are not text
    elif code > 0xFF:
        return chr(code)
    if font.casefold() == "symbol":
        if 0x41 <= code < 0x41 + len(_LETTERS):
            return _LETTERS[code - 0x41]
        if 0xA0 <= code < 0xA0 + len(_SIGNS):
            return _SIGNS[code - 0xA0]
        return chr(code) if 0x20 <= code < 0x40 else ""
    return _MARKS.get(font.casefold(), {}).get(code, "")
