"""What cleaning leaves out, and that it never rewrites."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.characters import remove_invisible
from index.text.cleaning import clean

_LINES = st.one_of(
    st.just(""),
    st.just("  "),
    st.sampled_from(
        [
            "![A tram](tram.png)",
            "Advertisement",
            "Subscribe to our newsletter today",
            "Follow us on Facebook",
            "Subscribe to The Gazette",
            "About The Gazette",
            "The Gazette",
            "© 2025 The Gazette",
            "* * *",
            "<!-- hidden",
            "-->",
            "```",
            "The council met on Monday.",
        ]
    ),
    st.text(
        alphabet=st.characters(blacklist_characters="\n", blacklist_categories=["Cs"]), max_size=30
    ),
    st.text(alphabet="a \u200b\u00ad\u202e\U000e0041.", max_size=12),
)


def _words(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


@settings(deadline=None)
@given(
    lines=st.lists(_LINES, max_size=25), left_out=st.dictionaries(st.integers(0, 30), st.just("x"))
)
def test_keeps_every_line_as_it_is_when_it_is_not_listed_as_removed(
    lines: list[str], left_out: dict[int, str]
) -> None:
    visible = remove_invisible("\n".join(lines)).split("\n")
    cleaned = clean("\n".join(lines), left_out=left_out)
    removed = {line.line - 1 for line in cleaned.removed}
    assert all(visible[line.line - 1] == line.text for line in cleaned.removed)
    kept = [line for number, line in enumerate(visible) if number not in removed]
    assert _words(cleaned.text.split("\n")) == _words(kept)
    if not removed:
        assert cleaned.text == "\n".join(visible)


@settings(deadline=None)
@given(lines=st.lists(_LINES, max_size=15), data=st.data())
def test_moves_an_offset_to_the_same_character_when_that_is_kept(
    lines: list[str], data: st.DataObject
) -> None:
    text = "\n".join(lines)
    cleaned = clean(text)
    offset = data.draw(st.integers(0, len(text)))
    moved = cleaned.moved(offset)
    assert 0 <= moved <= len(cleaned.text)
    line = text.count("\n", 0, offset)
    gone = {removed.line - 1 for removed in cleaned.removed}
    character = text[offset : offset + 1]
    if character.strip() and line not in gone and remove_invisible(f"a{character}") != "a":
        assert cleaned.text[moved] == character


@pytest.mark.parametrize(
    "line",
    [
        "![A tram](https://example.org/tram.png)",
        "[![A tram](tram.png)](https://example.org)",
        '<img src="tram.png" alt="A tram">',
        "Advertisement",
        "Follow us on LinkedIn to stay informed about the latest developments!",
        "Join the conversation about AI's impact on creativity",
        "**Sign up** for our newsletter and never miss a story.",
        "Subscribe to our newsletter",
        "Share this article: Facebook | Twitter | Email",
        "Share on Facebook",
        "Share on social media · Print · Save for later",
        "*Enjoyed this article? Sign up for our free weekly newsletter, Low Tide.*",
        "*Like what you read? Join our mailing list and get every issue first.*",
        "> Do you have a story about our beaches? Write to newsdesk@example.org.",
        "Get the Gazette app and read offline.",
        "Read more: The depot that never was",
        "Related: [The depot](/depot)",
        "© 2025 Harbour Gazette. All rights reserved.",
        "Copyright 2025 Harbour Gazette",
        "© 2025 Harbour Gazette. All rights reserved. No part of this page may be used, copied or"
        " put on another page without our written permission.",
        "Support independent journalism today",
        "Get the best stories of the week delivered to your inbox",
    ],
)
def test_leaves_a_line_out_when_it_is_boilerplate(line: str) -> None:
    text = f"The council met on Monday.\n\n{line}\n\nIt voted for the tram, eleven to four."
    cleaned = clean(text)
    assert cleaned.text == "The council met on Monday.\n\nIt voted for the tram, eleven to four."
    assert [removed.line for removed in cleaned.removed] == [3]


@pytest.mark.parametrize(
    "line",
    [
        "The mayor asked readers to subscribe to the newsletter of the tram company.",
        "“Subscribe to our newsletter,” she said.",
        "Sign up to vote by Friday, officials say.",
        "Subscribe to a theory for long enough and it becomes a habit, the professor said.",
        "Share prices fell by four per cent on Monday.",
        "Share this, the mayor told the crowd, and the crowd did.",
        "About 400 people came to the harbour on Monday.",
        "About the depot",
        "Read more carefully, the report says something else.",
        "Related costs rose to 41 million.",
        "Copyright law is what the case turns on.",
        "© Ada Moss 2013. All rights reserved. The wall was built by hand and by night, with stones"
        " that the sea had brought, and it held for a century.",
        "Follow the money, the auditor wrote.",
        "Follow us, the guide said, and they did.",
        "Join the queue early, the museum advises.",
        "Twitter was bought in 2022.",
        "Email is how the council was told.",
        "Advertisements worth two million were never paid for.",
        "The image ![tram](tram.png) shows the line.",
        "| a | b |",
        "|---|---|",
        "Like what you see? the painter asked the mayor.",
        "Have a story ready, the guide tells visitors.",
        "Get the ferry across, and the app will show the next one.",
        "Donate blood on Saturday, the hospital asks.",
        "Get the vaccine in winter, doctors say.",
        "Like the mayor, she voted no on X and Y.",
    ],
)
def test_keeps_a_line_when_it_is_news(line: str) -> None:
    text = f"The council met on Monday.\n\n{line}\n\nIt voted for the tram, eleven to four."
    assert clean(text).text == text
    assert clean(f"{text}\n\n{line}").text == f"{text}\n\n{line}"


def test_leaves_the_box_and_footer_out_when_they_name_the_outlet() -> None:
    body = "\n\n".join(f"Paragraph {number} of the story." for number in range(7))
    box = (
        "Harbour Gazette\n\nSubscribe to Harbour Gazette . A paper for the whole city, with news "
        "on politics and music.\n\nAbout HARBOUR GAZETTE"
    )
    cleaned = clean(f"{body}\n\n{box}")
    assert cleaned.text == body
    assert [line.reason for line in cleaned.removed] == [
        "outlet's name before its box",
        "subscribe box",
        "footer about the outlet",
    ]


def test_keeps_a_section_about_the_outlet_when_the_article_goes_on() -> None:
    body = "\n\n".join(f"Paragraph {number} of the story." for number in range(4))
    text = f"Intro.\n\n## About The Gazette\n\n{body}"
    assert clean(text, outlet="The Gazette").text == text


def test_keeps_the_joiners_when_a_script_or_an_emoji_needs_them() -> None:
    assert (
        remove_invisible("می\u200cخواهم 👨\u200d👩\u200d👧") == "می\u200cخواهم 👨\u200d👩\u200d👧"
    )
    assert (
        remove_invisible("ca\u200cfe\u200d na\u00adive\ufeff \U000e0068i\u202e") == "cafe naive i"
    )


def test_keeps_everything_when_it_stands_in_a_code_block() -> None:
    text = "One.\n\n```\nAdvertisement\n---\n![a](b)\n```\n\nTwo."
    assert clean(text).text == text
