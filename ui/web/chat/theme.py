"""The Gradio theme: colours and type of its parts; the rest is in static/."""

from gradio.themes import Base, Color
from gradio.themes.utils.fonts import Font

# Fonts that are on the reader's machine; nothing is fetched.
_SANS = ("ui-sans-serif", "system-ui", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "Liberation Mono", "monospace")

_INK = "#faf8f4 #f3efe8 #e4ded3 #cfc7b9 #a39b8d #766f64 #5a544b #413d37 #2a2825 #1d1c1a #151412"
_RED = "#fbf1ef #f6dfdb #ecc0b9 #de978d #cc6a5d #b3493c #96382d #7a2d25 #5f251f #4a1f1a #2d110e"
"""Shades from the lightest, 50, to the darkest, 950."""


def build_theme() -> Base:
    """A calm paper-and-ink theme, light and dark."""
    ink = Color(*_INK.split())
    theme = Base(
        primary_hue=Color(*_RED.split()),
        secondary_hue=ink,
        neutral_hue=ink,
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
