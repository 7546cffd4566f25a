"""A local language model through transformers: safetensors only, never its own code.

Importing transformers and torch takes seconds, so nothing here does it before it is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelError, first_line
from rag.models.local_folder import find_local_model
from rag.models.reply import Reply, Stopped, read_in_background

if TYPE_CHECKING:
    from transformers import TextStreamer

MAX_NEW_TOKENS = 768  # four sentences and their markers need a fifth of that


class LocalModel:
    """The transformers model `name`: a folder, or a name on the hub.

    It is loaded when it is first asked, and kept. Calls from several threads take turns.

    Args:
        name: A folder, or the name of a model on the hub.
        timeout_s: For the whole reply, loading included; what was begun to load goes on, and
            serves the next question.
        download: Allow the hub to be asked; without it nothing touches the network.
        max_new_tokens: A reply that is longer is cut short, which is an error.
    """

    def __init__(
        self,
        name: str | Path,
        *,
        timeout_s: float = 60.0,
        download: bool = False,
        max_new_tokens: int = MAX_NEW_TOKENS,
    ) -> None:
        self._name = str(name)
        self._timeout_s = timeout_s
        self._download = download
        self._max_new_tokens = max_new_tokens
        self._loaded: _Loaded | None = None
        self._loading = threading.Lock()
        self._generating = threading.Lock()

    def __repr__(self) -> str:
        return f"LocalModel({self._name!r})"

    @property
    def name(self) -> str:
        """The folder's own name, or the name on the hub."""
        folder = Path(self._name).expanduser()
        return folder.resolve().name if folder.is_dir() else self._name

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """See `LanguageModel`. The whole reply takes at most the model's `timeout_s`."""
        asked = [dict(message) for message in messages]
        yield from read_in_background(
            lambda reply: self._produce(asked, reply), self._timeout_s, who=self._name
        )

    def _produce(self, messages: list[dict[str, str]], reply: Reply) -> None:
        with self._loading:
            if self._loaded is None:
                self._loaded = _Loaded(find_local_model(self._name, download=self._download))
        if not self._generating.acquire(timeout=reply.left()):
            raise Stopped
        try:
            self._loaded.generate(messages, reply, self._max_new_tokens)
        finally:
            self._generating.release()


class _Loaded:
    """Weights and tokenizer in memory."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), **safe)
            model: Any = AutoModelForCausalLM.from_pretrained(
                str(folder), use_safetensors=True, dtype="auto", **safe
            )
        except Exception as error:  # what a broken model raises depends on what is broken in it
            raise ModelError(f"cannot be loaded ({first_line(error)})") from error
        self._model = model.to(_device()).eval()

    def generate(self, messages: list[dict[str, str]], reply: Reply, max_new_tokens: int) -> None:
        """Put the reply into `reply`; raises `ModelError` when it is cut short or empty."""
        import torch

        ids = self._tokenizer(
            self._prompt(messages), return_tensors="pt", add_special_tokens=not self._has_template
        ).to(self._model.device)
        length = ids["input_ids"].shape[1]
        self._check_room(length, max_new_tokens)
        said: list[str] = []
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=ids["input_ids"],
                attention_mask=ids["attention_mask"],
                max_new_tokens=max_new_tokens,
                do_sample=False,
                streamer=_streamer(self._tokenizer, reply, said.append),
                pad_token_id=self._padding,
            )
        if int(output[0, -1]) not in self._ends:
            raise ModelError(f"cut its answer short (at {max_new_tokens} tokens)")
        if not "".join(said).strip():
            raise ModelError("gave an empty answer")

    @property
    def _has_template(self) -> bool:
        return bool(getattr(self._tokenizer, "chat_template", None))

    def _prompt(self, given: list[dict[str, str]]) -> str:
        messages = [{**message, "content": self._plain(message["content"])} for message in given]
        if not self._has_template:
            return "\n\n".join([*(message["content"] for message in messages), "Answer:"])
        merged = "\n\n".join(message["content"] for message in messages)
        problem: Exception | None = None
        # Some templates know no system message.
        for asked in (messages, [{"role": "user", "content": merged}]):
            try:
                return str(
                    self._tokenizer.apply_chat_template(
                        asked, tokenize=False, add_generation_prompt=True
                    )
                )
            except Exception as error:  # noqa: BLE001  # a template raises what it likes
                problem = error
        raise ModelError("has a chat template that does not work") from problem

    def _plain(self, text: str) -> str:
        """The text without the model's control tokens: an article must not end its passage."""
        for token in self._tokenizer.added_tokens_decoder.values():
            if token.special:
                text = text.replace(token.content, " ")
        return text

    def _check_room(self, length: int, max_new_tokens: int) -> None:
        most = getattr(self._model.config, "max_position_embeddings", None)
        if isinstance(most, int) and length + max_new_tokens > most:
            raise ModelError(
                f"takes {most:,} tokens, and this question with its passages and answer needs "
                f"{length + max_new_tokens:,}: lower BYLINE_BUDGET_TOKENS"
            )

    @property
    def _ends(self) -> set[int]:
        found = self._model.generation_config.eos_token_id
        if found is None:
            found = self._tokenizer.eos_token_id
        return {found} if isinstance(found, int) else set(found or ())

    @property
    def _padding(self) -> int:
        padding = self._tokenizer.pad_token_id
        return padding if padding is not None else min(self._ends, default=0)


def _device() -> str:
    from index.encoders.hardware import gpu_at_hand

    return "cuda" if gpu_at_hand() else "cpu"


def _streamer(tokenizer: Any, reply: Reply, heard: Callable[[str], None]) -> TextStreamer:
    from transformers import TextStreamer

    class Pieces(TextStreamer):
        """Hands on text as soon as its characters are whole; raising ends the generation."""

        def put(self, value: Any) -> None:
            if reply.stopped.is_set() or not reply.left():
                raise Stopped
            super().put(value)  # type: ignore[no-untyped-call]

        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
            if text:
                heard(text)
                reply.put(text)

    return Pieces(tokenizer, skip_prompt=True, skip_special_tokens=True)
