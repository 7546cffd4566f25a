/* Conversation list: a sidebar on wide pages, a drawer on narrow ones. */
import { chat, newConversation, openConversation } from "../chat/chat.js";
import { currentView, tools } from "../frame/frame.js";
import { api, newest, OLD } from "../shared/api-client.js";
import { askReader, attempt } from "../shared/dialog.js";
import { built, button, find, make, redraw } from "../shared/dom.js";
import { on } from "../shared/events.js";
import { exportItems } from "../shared/export.js";
import { count, isToday, timeOrDay } from "../shared/format.js";
import { keep, recall } from "../shared/local-storage.js";
import { openMenu } from "../shared/menu.js";
import { html, nothing } from "../vendor/lit-html.js";

/** @import { Conversation, ListedConversations } from "../types.js" */

const WIDE = matchMedia("(min-width: 75rem)");
const WIDE_ENOUGH_FOR_THREE = matchMedia("(min-width: 96rem)"); // list, chat and source panel
const FOLDED = "byline-conversations-folded";
const NONE = "What you ask is kept here, with its answers and the passages they cite.";

const list = make("div", "byline-side-list");
const scrim = make("div", "byline-scrim");
const opener = button("Conversations", "byline-quiet byline-side-opener", () => toggle());

let open = false; // the drawer

const side = built(html`<nav class="byline-side" id="byline-side" aria-label="Conversations">
  <h2 class="byline-hidden">Conversations</h2>
  <div class="byline-side-head">
    <button type="button" class="byline-button byline-side-new" @click=${() => begin()}>New conversation</button>
    <button type="button" class="byline-quiet byline-side-close" aria-label="Close" title="Close"
      @click=${() => closeDrawer()}>×</button>
  </div>
  <button type="button" class="byline-skip byline-hidden" @click=${() => skip()}>To the question</button>
  ${list}
</nav>`);
opener.setAttribute("aria-controls", side.id);

const begin = () => {
  open = false;
  arrange();
  newConversation();
};

const skip = () => {
  if (open) closeDrawer();
  find("#byline-ask textarea").focus();
};

/* ---- where it stands ---- */

let isFolded = recall(FOLDED) === "yes";
const isColumn = () =>
  WIDE.matches && (WIDE_ENOUGH_FOR_THREE.matches || !document.body.classList.contains("byline-open"));

const AROUND = "header, gradio-app, main, .byline-views, .byline-index-problem, #byline-panel";
const beside = () => /** @type {HTMLElement[]} */ ([...document.body.children].filter((one) => one.matches(AROUND)));

const arrange = () => {
  const column = isColumn();
  if (column) open = false;
  const shown = currentView() === "chat" && (column ? !isFolded : open);
  side.hidden = !shown;
  side.classList.toggle("byline-drawer", !column);
  scrim.hidden = column || !shown;
  document.body.classList.toggle("byline-with-side", column && shown);
  opener.classList.toggle("byline-unseen", currentView() !== "chat");
  opener.setAttribute("aria-expanded", String(shown));
  for (const one of beside()) one.inert = !column && shown;
};

const closeDrawer = () => {
  if (!open) return;
  open = false;
  arrange();
  opener.focus();
};

const toggle = () => {
  if (isColumn()) {
    isFolded = !isFolded;
    keep(FOLDED, isFolded ? "yes" : "no");
  } else open = true;
  arrange();
  if (open) find("button", side).focus();
};

/* ---- what stands in it ---- */

/** @type {(conversation: Conversation) => string} */
const address = ({ id }) => `conversations/${encodeURIComponent(id)}`;

/** @type {(conversation: Conversation) => Promise<void>} */
const rename = async (conversation) => {
  const title = await askReader({
    title: "Rename the conversation",
    confirm: "Rename",
    field: { label: "Name", value: conversation.title, longest: 80 },
  });
  if (title === null) return;
  await attempt(() => api(`/byline/api/${address(conversation)}`, { method: "PATCH", body: { title } }));
  refresh();
};

/** @type {(conversation: Conversation) => Promise<void>} */
const remove = async (conversation) => {
  const sure = await askReader({
    title: "Delete this conversation?",
    text: `“${conversation.title}”: ${count(conversation.questions, "question")} and what was answered. This cannot be undone. Feedback that you gave stays.`,
    confirm: "Delete",
    danger: true,
  });
  if (!sure) return;
  const done = await attempt(() => api(`/byline/api/${address(conversation)}`, { method: "DELETE" }));
  if (done && conversation.id === chat.settings.conversation) newConversation();
  await refresh();
  if (done && !side.hidden) find("button", side).focus();
};

/** @type {(conversation: Conversation, anchor: HTMLElement) => void} */
const more = (conversation, anchor) =>
  openMenu(anchor, `“${conversation.title}”`, [
    { label: "Rename", run: () => rename(conversation) },
    { heading: "Save as", items: exportItems(address(conversation)) },
    { label: "Delete", danger: true, run: () => remove(conversation) },
  ]);

/** @type {(event: MouseEvent, conversation: Conversation) => void} */
const choose = (event, conversation) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return; // another tab or window
  event.preventDefault();
  const drawer = open;
  open = false;
  arrange();
  if (drawer) opener.focus(); // what was clicked is not there any more
  if (conversation.id !== chat.settings.conversation) openConversation(conversation.id);
};

/** @type {(conversation: Conversation) => unknown} */
const row = (conversation) => {
  const { id, title, last_asked, questions } = conversation;
  const name = `More about “${title}”`;
  return html`<li class="byline-side-row">
    <a class="byline-side-link" href="#chat/${id}" data-key="open ${id}" title=${title}
      aria-current=${id === chat.settings.conversation ? "page" : nothing}
      @click=${(/** @type {MouseEvent} */ event) => choose(event, conversation)}>
      <span class="byline-side-title">${title || "Untitled"}</span>
      <span class="byline-side-meta">${timeOrDay(last_asked)} · ${count(questions, "question")}</span>
    </a>
    <button type="button" class="byline-side-more" aria-label=${name} title=${name} data-key="more ${id}"
      aria-haspopup="menu" aria-expanded="false"
      @click=${(/** @type {{ currentTarget: HTMLElement }} */ event) => more(conversation, event.currentTarget)}>⋯</button>
  </li>`;
};

/** @type {(label: string, conversations: Conversation[]) => unknown} */
const group = (label, conversations) =>
  conversations.length
    ? html`<h3 class="byline-side-group">${label}</h3><ul class="byline-side-rows">${conversations.map(row)}</ul>`
    : nothing;

/** @type {(conversations: Conversation[]) => void} */
const fill = (conversations) => {
  const today = conversations.filter((one) => isToday(one.last_asked));
  const earlier = conversations.filter((one) => !isToday(one.last_asked));
  const none = conversations.length ? nothing : html`<p class="byline-side-none">${NONE}</p>`;
  redraw([group("Today", today), group("Earlier", earlier), none], list);
};

/* Only the newest request may fill the list: an older one does not know of a rename or a deletion. */
/** @type {() => Promise<ListedConversations>} */
const fetched = () => api("/byline/api/conversations");
const ask = newest(fetched);
const refresh = () =>
  attempt(async () => {
    const found = await ask();
    if (found !== OLD) fill(found.conversations);
  });

export const start = () => {
  find("gradio-app").before(side, scrim);
  tools.prepend(opener);
  scrim.addEventListener("click", closeDrawer);
  side.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation(); // the source panel behind it stays open
    closeDrawer();
  });
  for (const query of [WIDE, WIDE_ENOUGH_FOR_THREE]) query.addEventListener("change", arrange);
  window.addEventListener("hashchange", arrange);
  new MutationObserver(arrange).observe(document.body, { attributeFilter: ["data-view", "class"] });
  for (const name of ["opened", "asked", "answered"]) on(name, refresh);
  arrange();
  refresh();
};
