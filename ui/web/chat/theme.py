"""The Gradio theme: colours and type of its parts; the rest is in static/."""

from __future__ import annotations

from gradio.themes import Base, Color
from gradio.themes.utils.fonts import Font

# Fonts that are on the reader's machine; nothing is fetched.
_SANS = ("ui-sans-serif", "system-ui", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "Liberation Mono", "monospace")

_INK = Color(
    name="byline-ink",
    c50="#faf8f4",
    c100="#f3efe8",
    c200="#e4ded3",
    c300="#cfc7b9",
    c400="#a39b8d",
    c500="#766f64",
    c600="#5a544b",
    c700="#413d37",
    c800="#2a2825",
    c900="#1d1c1a",
    c950="#151412",
)
_RED = Color(
    name="byline-red",
    c50="#fbf1ef",
    c100="#f6dfdb",
    c200="#ecc0b9",
    c300="#de978d",
    c400="#cc6a5d",
    c500="#b3493c",
    c600="#96382d",
    c700="#7a2d25",
    c800="#5f251f",
    c900="#4a1f1a",
    c950="#2d110e",
)


def build_theme() -> Base:
    """A calm paper-and-ink theme, light and dark."""
    theme = Base(
        primary_hue=_RED,
        secondary_hue=_INK,
        neutral_hue=_INK,
        font=[Font(name) for name in _SANS],
        font_mono=[Font(name) for name in _MONO],
    )
    return theme.set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_900",
        body_text_color_dark="*neutral_100",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        input_background_fill="white",
        input_background_fill_dark="*neutral_900",
        input_border_color="*neutral_300",
        input_border_color_dark="*neutral_700",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
        button_secondary_border_color="*neutral_300",
        button_secondary_border_color_dark="*neutral_700",
        button_border_width="1px",
    )
