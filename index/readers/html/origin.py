"""The note behind a fetched page: from which address it came and when; the page is as it came."""

import re
from dataclasses import dataclass

_NOTE = re.compile(
    rb"\n<!-- saved from url=\(\d+\)(?P<url>[!-~]+) at (?P<time>[0-9T:+-]+) by Byline"
    rb"(?:, charset=(?P<charset>[\w.:-]+))? -->\n\Z"
)
_LONGEST_BYTES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a page came from; `charset` is what its server declared, where the page needs it."""

    url: str
    time: str
    charset: str = ""

    def note(self) -> bytes:
        """The comment, which begins as browsers write it into the pages that they save."""
        url = self.url.replace("--", "-%2D").replace(">", "%3E")
        charset = f", charset={self.charset}" if self.charset else ""
        return (
            f"\n<!-- saved from url=({len(url):04}){url} at {self.time} by Byline{charset} -->\n"
        ).encode("ascii")


def split_origin(data: bytes) -> tuple[bytes, Origin | None]:
    """The page as it came, and its origin. Only the last note counts: a page may forge others."""
    found = _NOTE.search(data, max(len(data) - _LONGEST_BYTES, 0))
    if found is None:
        return data, None
    url, time, charset = (group.decode("ascii") for group in found.groups(b""))
    return data[: found.start()], Origin(url=url, time=time, charset=charset)
