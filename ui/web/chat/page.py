"""The Gradio page (Blocks): a conversation that streams its answers, and a box to ask in.

What stands around it, and how it is steered, is in static/: scripts of ours write into two hidden
boxes how the next question is to be answered, and what is to be shown, and press a hidden button.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from typing import Annotated, Any, Literal

import gradio as gr
from gradio.components.chatbot import ExampleMessage
from pydantic import Field, TypeAdapter, ValidationError

from index.errors import BylineError
from ui.web.chat.answering import Answering
from ui.web.chat.messages import Message, Rendered
from ui.web.chat.newest import Newest
from ui.web.chat.render import render_problem, render_question, render_welcome
from ui.web.library.library import Library
from ui.web.text import telling
from ui.web.values import ID_PATTERN, AskSettings, JsonModel, User, user_of

EVENTS_AT_ONCE = 500
"""Of all pages together: asking and showing; `Newest` keeps some of them free."""

NOT_UNDERSTOOD = "the page is of another version of Byline than its server: reload it"

CROWDED = (
    "too many newer pages follow answers at the same time: reload this one to see how far its"
    " answer is"
)

Update = tuple[Any, Any]
"""Of the conversation and of the box: plain values, since an update of a component's settings makes
Gradio write out the settings of all for the session, which costs more than the answer."""

Updates = AsyncGenerator[Update, None]


class Open(JsonModel):
    """Show a conversation, or an empty page when it is new."""

    op: Literal["open"]
    conversation: str = Field(pattern=f"^{ID_PATTERN}$")


class Ask(JsonModel):
    """Ask a question that was not typed into the box: again, or edited."""

    op: Literal["ask"]
    question: str
    settings: AskSettings


_commands: TypeAdapter[Open | Ask] = TypeAdapter(Annotated[Open | Ask, Field(discriminator="op")])


def build_page(library: Library, answering: Answering) -> gr.Blocks:
    """The Gradio page over `answering`."""
    page: gr.Blocks = gr.Blocks(title="Byline", analytics_enabled=False, fill_height=True)
    with page:
        chat = gr.Chatbot(
            label="Conversation",
            show_label=False,
            elem_id="byline-chat",
            layout="panel",
            height="12rem",  # at least; it grows with the window
            buttons=[],
            sanitize_html=True,
            allow_tags=False,
            latex_delimiters=[],
            group_consecutive_messages=False,
            autoscroll=False,  # the page's script puts the newest question at the top instead
            scale=1,
        )
        box = gr.Textbox(
            placeholder="Ask the articles a question",
            label="Your question",
            show_label=False,
            max_lines=6,
            submit_btn="Ask",
            stop_btn="Stop",  # the page's script shows one of the two
            autofocus=True,
            elem_id="byline-ask",
        )
        settings = gr.Textbox(visible="hidden", elem_id="byline-settings", label="Settings")
        command = gr.Textbox(visible="hidden", elem_id="byline-command", label="Command")
        obey = gr.Button("Obey", visible="hidden", elem_id="byline-obey")
        _wire(page, library, answering, (chat, box, settings, command, obey))
    page.max_threads = EVENTS_AT_ONCE  # as many workers has Gradio's queue, whatever its limit
    page.queue(max_size=EVENTS_AT_ONCE, default_concurrency_limit=EVENTS_AT_ONCE, api_open=False)
    return page


def _wire(
    page: gr.Blocks, library: Library, answering: Answering, parts: tuple[Any, Any, Any, Any, Any]
) -> None:
    chat, box, settings, command, obey = parts

    crowded = ([_problem(CROWDED)], gr.skip())
    newest: Newest[Update] = Newest((gr.skip(), gr.skip()), crowded)
    rendered = Rendered(answering)

    def only(request: gr.Request, updates: Updates) -> Updates:
        return newest.only(_user(request).owner, str(request.session_hash), updates)

    async def ask(typed: str, chosen: str, request: gr.Request) -> Updates:
        async for update in only(request, _ask(rendered, _user(request), typed, chosen)):
            yield update

    async def example(chosen: str, event: gr.SelectData, request: gr.Request) -> Updates:
        async for update in only(
            request, _ask(rendered, _user(request), str(event.value["text"]), chosen)
        ):
            yield update

    async def carry_out(told: str, request: gr.Request) -> Updates:
        async for update in only(request, _obey(rendered, _user(request), told)):
            yield update

    async def stop(chosen: str, request: gr.Request) -> None:
        with suppress(ValidationError):
            conversation = AskSettings.model_validate_json(chosen).conversation
            await asyncio.to_thread(answering.stop, _user(request).owner, conversation)

    def opened() -> Update:
        return _opened(library)

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    page.load(opened, None, [chat, box], queue=False, **quiet)
    # "multiple": else what is asked in the moment between the end of an answer and Gradio's word
    # that it has ended would be dropped without a sign.
    asking: dict[str, Any] = {**quiet, "trigger_mode": "multiple"}
    box.submit(ask, [box, settings], [chat, box], **asking)
    chat.example_select(example, [settings], [chat, box], **asking)
    box.stop(stop, [settings], None, queue=False, **quiet)  # it waits behind nobody
    # Another conversation is shown instead; what is being answered goes on and is kept.
    obey.click(carry_out, [command], [chat, box], **asking)


def _user(request: gr.Request) -> User:
    sent = request.request
    assert sent is not None
    return user_of(sent.scope)


def _opened(library: Library) -> Update:
    """The conversation and the box as they are when the page is opened."""
    try:
        documents = library.documents()
    except BylineError:
        documents = ()  # the frame of the page says what is wrong
    examples: list[ExampleMessage] = [{"text": question} for question in library.examples()]
    welcome = render_welcome(documents) or None
    return gr.Chatbot(placeholder=welcome, examples=examples or None), gr.skip()


async def _obey(rendered: Rendered, user: User, told: str) -> Updates:
    try:
        wanted = _commands.validate_json(told)
    except ValidationError:
        yield [_problem(NOT_UNDERSTOOD)], gr.skip()
        return
    if isinstance(wanted, Open):
        updates = _follow(rendered, user.owner, wanted.conversation)
    else:
        updates = _ask(rendered, user, wanted.question, wanted.settings.model_dump_json())
    async for update in updates:
        yield update


async def _ask(rendered: Rendered, user: User, question: str, chosen: str) -> Updates:
    """The conversation with the question, then with its growing answer."""
    try:
        settings = AskSettings.model_validate_json(chosen)
    except ValidationError:
        yield [_problem(NOT_UNDERSTOOD)], gr.skip()
        return
    with telling("a question could not be asked") as told:
        ask = rendered.answering.ask
        await asyncio.to_thread(ask, user.owner, question, settings, user.client)
    if not told.problem:
        yield gr.skip(), ""  # what was typed and not asked stays in the box, to be mended
    unasked = _unasked(question, told.problem) if told.problem else ()
    async for update in _follow(rendered, user.owner, settings.conversation, unasked):
        yield update


async def _follow(
    rendered: Rendered, owner: str, conversation: str, unasked: Sequence[Message] = ()
) -> Updates:
    """The conversation, again and again until nothing of it is being answered.

    `unasked` stands under it.
    """
    with telling("a conversation could not be shown") as told:
        async for shown in _conversation(rendered, owner, conversation):
            yield [*shown, *unasked], gr.skip()
    if told.problem:
        yield [*(unasked or [_problem(told.problem)])], gr.skip()


async def _conversation(
    rendered: Rendered, owner: str, conversation: str
) -> AsyncGenerator[list[Message], None]:
    """Its messages as they grow; another page of the same reader may ask in it, too."""
    answering = rendered.answering
    while True:
        keys = await asyncio.to_thread(answering.exchange_ids, owner, conversation)
        running = [
            (at, job)
            for at, key in enumerate(keys)
            if (job := answering.job(owner, key)) and not job.now.done
        ]
        if not running:
            yield await asyncio.to_thread(rendered.messages, owner, keys)
            return
        newest, job = running[-1]
        before = await asyncio.to_thread(rendered.messages, owner, keys[:newest])
        after = await asyncio.to_thread(rendered.messages, owner, keys[newest + 1 :])
        async for progress in job.watch():
            if not progress.done:
                one, ahead = progress.exchange, progress.ahead
                yield [*before, *await asyncio.to_thread(rendered.growing, one, ahead), *after]


def _unasked(question: str, problem: str) -> list[Message]:
    """What was not asked, and why."""
    asked = [{"role": "user", "content": render_question(question)}] if question.strip() else []
    return [*asked, _problem(problem)]


def _problem(message: str) -> Message:
    return {"role": "assistant", "content": render_problem(message)}
