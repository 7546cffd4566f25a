"""A fake language model under prompt injection: it repeats an article word for word."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.hostile.payloads import EVIL, RUN
from index.text.sentences import split_sentences
from tests.support.prompts import sent_passages

PASSAGES = 4


class Repeating:
    """Repeats what is said about the first passages, and each of their sentences."""

    name = f"<img src={EVIL}/model.png onerror={RUN}> ![evil]({EVIL}/model.png) ${{owned}}"

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """The reply in pieces of 20 characters."""
        reply = "".join(_repeated(block) for block in sent_passages(messages)[:PASSAGES])
        for at in range(0, len(reply), 20):
            yield reply[at : at + 20]


def _repeated(block: tuple[str, str, str]) -> str:
    number, about, text = block
    sentences = [text[start:end] for start, end in split_sentences(text)]
    return "".join(f"{sentence} [{number}]\n" for sentence in (*sentences, about))
