"""Hard-wrapped paragraphs whose words are divided."""

from __future__ import annotations

from index.readers.text.unwrap import unwrap_divided


def test_puts_a_paragraph_on_one_line_when_it_divides_a_word() -> None:
    text = (
        "The harbour dues for pleasure boats rise in Janu-\nary, the trust said on Wednesday. A\n"
        "berth will cost 1,240 pounds.\n\nNo word is divided\nhere."
    )
    assert unwrap_divided(text) == (
        "The harbour dues for pleasure boats rise in January, the trust said on Wednesday. A "
        "berth will cost 1,240 pounds.\n\nNo word is divided\nhere."
    )


def test_keeps_items_quotations_and_code_apart() -> None:
    text = "- a long-\n  term plan\n- a pier\n\n> The mayor-\n> elect left.\n\n```\na-\nb\n```"
    assert unwrap_divided(text) == (
        "- a long-term plan\n- a pier\n\n> The mayor-elect left.\n\n```\na-\nb\n```"
    )


def test_returns_the_text_when_nothing_is_divided() -> None:
    text = "One\ntwo - \nthree--\nfour"
    assert unwrap_divided(text) is text
