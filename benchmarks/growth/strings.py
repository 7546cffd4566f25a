"""Adversarial strings: short patterns, repeated to any length, that make careless readers slow."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from index.text.calendar import MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """`opening`, `unit` over and over, then `closing`; `{}` in a unit is a new word each time."""

    unit: str
    opening: str = ""
    closing: str = ""

    def of_length(self, chars: int) -> str:
        """The string, of about `chars` characters."""
        times = max(1, (chars - len(self.opening) - len(self.closing)) // self._unit_chars())
        if "{}" not in self.unit:
            return f"{self.opening}{self.unit * times}{self.closing}"
        units = (self.unit.replace("{}", new_word(number)) for number in range(times))
        return f"{self.opening}{''.join(units)}{self.closing}"

    def _unit_chars(self) -> int:
        return len(self.unit.replace("{}", new_word(0)))


def new_word(number: int) -> str:
    """A capitalised word of six letters that no other number has."""
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(ascii_lowercase[letter])
    return "".join(letters).capitalize()


MARKS = {
    **{f"many {name}": Pattern(unit=mark) for name, mark in {
        "full stops": ".", "spaced full stops": ". ", "commas": ",", "spaced commas": ", ",
        "semicolons": "; ", "colons": ":", "question marks": "?", "exclamations": "! ",
        "ellipses": "… ", "straight quotes": '"', "spaced quotes": '" ', "quotes at words": '"a ',
        "closing at words": 'a" ', "opening curly quotes": "“", "spaced opening curly": "“a ",
        "closing curly quotes": "”", "pairs of curly": "“a” ", "apostrophes": "'",
        "single at words": "'a ", "curly apostrophes": "’", "spaced apostrophes": "’ ",
        "opening singles": "‘a ", "guillemets": "«a ", "low quotes": "„a ",
        "opening brackets": "(", "closing brackets": ")", "opening squares": "[",
        "squares and words": "[a ", "closing squares": "]", "pairs of squares": "[]",
        "images": "![", "links": "[a](", "whole links": "[a](b) ", "braces": "{", "braced": "{{a ",
        "less than": "<", "greater than": ">", "markers": "[1] ", "lists in markers": "[1, ",
        "hyphens": "-", "spaced hyphens": "- ", "dashes": "—", "spaced dashes": " – ",
        "underscores": "_", "asterisks": "*", "asterisks at words": "*a ", "strong": "**a ",
        "backticks": "`", "backticks at words": "`a ", "tildes": "~", "hashes": "#", "pipes": "|",
        "pipes and spaces": "| ", "equals": "=", "pluses": "+", "slashes": "/", "backslashes": "\\",
        "ampersands": "&", "at signs": "@", "percent signs": "%", "dollars": "$", "degrees": "°",
    }.items()},
}  # fmt: skip

SPACES = {
    **{f"many {name}": Pattern(unit=mark) for name, mark in {
        "spaces": " ", "tabs": "\t", "line ends": "\n", "carriage returns": "\r",
        "form feeds": "\f",
        "lines with spaces": " \n", "no-break spaces": "\xa0", "soft hyphens": "\xad",
        "zero width spaces": "\u200b", "line separators": "\u2028", "thin spaces": "\u2009",
    }.items()},
    "spaces after a word": Pattern(opening="a", unit=" ", closing="b"),
    "line ends after a word": Pattern(opening="a", unit="\n", closing="b"),
    "tabs after a hyphen": Pattern(opening="co-", unit="\t", closing="b"),
}  # fmt: skip

WORDS = {
    **{f"many {name}": Pattern(unit=words) for name, words in {
        "letters": "a", "capitals": "A", "spaced letters": "a ", "spaced capitals": "A ",
        "initials": "A.", "spaced initials": "J. ", "digits": "1", "spaced digits": "1 ",
        "thousands": "1,000,", "decimals": "1.", "number words": "twenty ", "hundreds": "hundred ",
        "number words with and": "one hundred and ", "hyphened numbers": "twenty-", "ands": "and ",
        "figures with units": "5 km ", "percentages": "5 per cent ", "money": "$5m ",
        "ranges": "5-", "ranges to": "5 to ", "abbreviations": "Dr. ", "companies": "Co. ",
        "states": "U.S. ", "months": "May ", "shortened months": "Sept. ", "days": "3 May ",
        "days of the week": "Monday ", "dates": "3 May 2024, ", "numbered dates": "1/2/",
        "years": "2024 ", "year ranges": "2024-", "times": "10:30 ", "eras": "AD ",
        "ordinals": "3rd of ", "titles and names": "Mr Smith ", "hyphened names": "Anne-Marie-",
        "names": "Smith ", "possessives": "Smith's ", "names with of": "Bank of ",
        "particles": "van der ", "names with and": "Smith and ", "new names": "{} ",
        "new words": "a{} ", "new full names": "{} Smith ", "new sentences": "{} came. ",
        "new names said": "“No,” said {}. ", "negations": "not ", "nevers": "never no ",
        "questions": "who ", "question parts": "who and what ", "howevers": "However, ",
        "pronouns": "he ", "thats": "that ", "saids": "said ", "fillers": "very ",
        "roman figures": "IV ", "accents": "é", "combining accents": "e\u0301", "ideographs": "中",
        "ideographs and stops": "中。", "emoji": "👍", "joined emoji": "👍\u200d", "kana": "かな",
        "right to left": "ש ", "ligatures": "ﬁ", "full widths": "Ａ",
    }.items()},
    "months run together": Pattern(unit=" ".join(MONTHS).title() + " "),
    "a long word and a bang": Pattern(unit="aA1", closing="!"),
    "a long name and a stop": Pattern(unit="Ab-", closing="."),
    "digits and a letter": Pattern(unit="1", closing="x"),
    "grouped digits and a letter": Pattern(unit="1,", closing="x"),
}  # fmt: skip

LAYOUT = {
    **{f"many {name}": Pattern(unit=lines) for name, lines in {
        "tags": "<a>", "closing tags": "</a>", "nested divisions": "<div>", "open tags": "<a ",
        "attributes": "<a b=\"", "comments": "<!--", "closed comments": "<!-- a -->",
        "doctypes": "<!",
        "instructions": "<?a ", "entities": "&amp", "numbered entities": "&#1",
        "scripts": "<script>",
        "tables": "<table><tr><td>", "addresses": "https://a.b/", "spaced addresses": "http://a ",
        "mail addresses": "a@b.", "rows": "| a | b |\n", "rules of rows": "|---|---|\n",
        "short rows": "|\n", "headings": "# a\n", "underlined": "a\n===\n", "rules": "---\n",
        "fences": "```\n", "quoted lines": "> a\n", "nested quotes": "> ", "bullets": "- a\n",
        "deeper bullets": "  - a\n", "numbered points": "1. a\n", "footnotes": "[^1]: a\n",
        "references": "[a]: b\n", "keys": "a: b\n", "new keys": "{}: b\n", "key lines": "a:\n",
        "short lines": "a\n", "capital lines": "A\n", "hyphened lines": "co-\n",
        "figures": "1\t2\t3\n",
        "bylines": "By Ann Smith\n", "captions": "Photo: a\n", "paragraphs": "A b.\n\n",
        "new lines": "{} came\n", "groups": "{\\b ", "control words": "\\par", "hex": "\\'e9",
        "cues": "00:01.000 --> 00:02.000\na\n\n", "arrows": "-->\n", "speakers": "SMITH: a\n",
        "heads": "Subject: a\n", "boundaries": "--a\n", "base64": "QUFB", "quoted print": "=3D",
        "commas in lines": "a,b\n", "quotes in lines": '"a\n', "keyed": '{"a":', "lists": "[1,",
        "wiki links": "[[a", "templates": "{% a ", "maths": "$a$ ", "crossed": "~~a ",
    }.items()},
    "front matter without an end": Pattern(opening="---\n", unit="a: b\n"),
    "front matter": Pattern(opening="---\ntitle: a\n", unit="{}: b\n", closing="---\nText.\n"),
    "a long value": Pattern(opening="---\ntitle: ", unit="a ", closing="\n---\nText.\n"),
    "a deep list": Pattern(opening="---\na: ", unit="[", closing="\n---\nText.\n"),
    "tags of front matter": Pattern(opening="---\ntags:\n", unit="- a\n", closing="---\nText.\n"),
}  # fmt: skip

PATTERNS: Mapping[str, Pattern] = {**MARKS, **SPACES, **WORDS, **LAYOUT}
