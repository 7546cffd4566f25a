"""A reader at the page without a browser: asks as the page's script does, and takes the time."""

from __future__ import annotations

import json
import re
import secrets
import time
from dataclasses import dataclass, field

import httpx

from ui.web.values import QUOTES

WAITS_S = 60.0
_PROBLEM = re.compile(r"byline-problem[^>]*>(.*?)</div>")
_SYNC = "/byline/api/sync"
_SHOWN = ("byline-quote", "byline-prose", "byline-unsaid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: seconds until its first sentence stood there, and what went wrong, if so."""

    first_s: float
    error: str = ""


@dataclass(slots=True, kw_only=True)
class Visitor:
    """One reader with one conversation."""

    client: httpx.AsyncClient
    events: dict[str, int]  # Gradio's numbers of the page's events
    session: str = field(default_factory=lambda: secrets.token_hex(6))
    conversation: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    model: str = QUOTES

    @classmethod
    async def at(cls, address: str) -> Visitor:
        """A new reader who has opened the page at `address`."""
        client = httpx.AsyncClient(base_url=address, timeout=WAITS_S, trust_env=False)
        (await client.get("/")).raise_for_status()
        config = (await client.get("/config")).raise_for_status().json()
        events = {event["api_name"]: event["id"] for event in config["dependencies"]}
        return cls(client=client, events=events)

    @property
    def settings(self) -> dict[str, str]:
        """How it asks."""
        return {"conversation": self.conversation, "model": self.model}

    async def ask(self, question: str) -> Asked:
        """Ask and wait until the answer is whole."""
        started = time.perf_counter()
        try:
            return await self._ask(question, started)
        except httpx.HTTPError as error:
            return Asked(first_s=time.perf_counter() - started, error=repr(error))

    async def sync(self) -> None:
        """Press "Sync now"."""
        (await self.client.post(_SYNC, headers=_SAME_ORIGIN)).raise_for_status()

    async def is_syncing(self) -> bool:
        """Whether a sync is under way."""
        state = (await self.client.get(_SYNC)).raise_for_status().json()
        return bool(state["running"])

    async def leave(self) -> None:
        """Close the page."""
        await self.client.aclose()

    async def join(self, question: str) -> None:
        """Send the question; its answer is in the stream of the session."""
        await self.send(self._event("ask", question, json.dumps(self.settings)))

    async def follow(self, conversation: str) -> None:
        """Show a conversation, as a page does that is opened at its address."""
        told = json.dumps({"op": "open", "conversation": conversation})
        await self.send(self._event("carry_out", told))

    async def stop(self) -> None:
        """Press Stop."""
        event = self._event("stop", json.dumps(self.settings))
        stopped = await self.client.post(
            "/gradio_api/run/predict", json=event, headers=_SAME_ORIGIN
        )
        stopped.raise_for_status()

    async def send(self, event: dict[str, object]) -> None:
        """Send an event as Gradio's script does."""
        address = "/gradio_api/queue/join"
        (await self.client.post(address, json=event, headers=_SAME_ORIGIN)).raise_for_status()

    async def _ask(self, question: str, started: float) -> Asked:
        await self.join(question)
        address = f"/gradio_api/queue/data?session_hash={self.session}"
        first_s, problem = 0.0, ""
        async with self.client.stream("GET", address) as stream:
            stream.raise_for_status()
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                if not first_s and any(shown in line for shown in _SHOWN):
                    first_s = time.perf_counter() - started
                problem = said[1] if (said := _PROBLEM.search(line)) else problem
                if message["msg"] == "process_completed":
                    if not message.get("success"):
                        problem = line
                    break
        if not first_s:
            return Asked(first_s=time.perf_counter() - started, error=problem or "no answer")
        return Asked(first_s=first_s, error=problem)

    def _event(self, name: str, *data: str) -> dict[str, object]:
        return {
            "data": data,
            "fn_index": self.events[name],
            "session_hash": self.session,
            "trigger_id": None,
            "event_data": None,
        }


_SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
