/* The conversations so far: a column beside the chat on wide pages, a drawer on narrow ones. */
import { api, askReader, attempt, button, count, make, newest, signButton } from "../shared/dom.js";
import { chat, newConversation, openConversation } from "../chat/chat.js";
import { exportItems } from "../shared/export.js";
import { currentView, tools } from "../frame/frame.js";
import { openMenu } from "../shared/menu.js";
import { keep, recall } from "../shared/stored.js";

const WIDE = matchMedia("(min-width: 75rem)");
const WIDE_ENOUGH_FOR_THREE = matchMedia("(min-width: 96rem)"); // list, chat and source panel
const FOLDED = "byline-conversations-folded";

const side = make("nav", "byline-side");
side.id = "byline-side";
side.setAttribute("aria-label", "Conversations");
const list = make("div", "byline-side-list");
const scrim = make("div", "byline-scrim");
const opener = button("Conversations", "byline-quiet byline-side-opener", () => toggle());
opener.setAttribute("aria-controls", side.id);

let open = false; // the drawer

/* ---- where it stands ---- */

let isFolded = recall(FOLDED) === "yes";
const fold = (wanted) => {
  isFolded = wanted;
  keep(FOLDED, wanted ? "yes" : "no");
};
const isColumn = () =>
  WIDE.matches && (WIDE_ENOUGH_FOR_THREE.matches || !document.body.classList.contains("byline-open"));

const AROUND = "header, gradio-app, main, .byline-views, .byline-index-problem, #byline-panel";
const around = () => [...document.body.children].filter((one) => one.matches(AROUND));

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
  for (const one of around()) one.inert = !column && shown;
};

const closeDrawer = () => {
  if (!open) return;
  open = false;
  arrange();
  opener.focus();
};

const toggle = () => {
  if (!isColumn()) {
    open = true;
    arrange();
    side.querySelector("button").focus();
    return;
  }
  fold(!isFolded);
  arrange();
};

/* ---- what stands in it ---- */

const isToday = (iso) => new Date(iso).toDateString() === new Date().toDateString();

const when = (iso) => {
  const at = new Date(iso);
  if (isToday(iso)) return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year });
};

const address = (conversation) => `conversations/${encodeURIComponent(conversation.id)}`;

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

const remove = async (conversation) => {
  const sure = await askReader({
    title: "Delete this conversation?",
    text: `“${conversation.title}”: ${count(conversation.questions, "question", "questions")} and what was answered. This cannot be undone. Feedback that you gave stays.`,
    confirm: "Delete",
    danger: true,
  });
  if (!sure) return;
  const done = await attempt(() => api(`/byline/api/${address(conversation)}`, { method: "DELETE" }));
  if (done && conversation.id === chat.settings.conversation) newConversation();
  await refresh();
  if (done && !side.hidden) side.querySelector("button").focus();
};

const more = (conversation, anchor) =>
  openMenu(anchor, `“${conversation.title}”`, [
    { label: "Rename", run: () => rename(conversation) },
    { heading: "Save as", items: exportItems(address(conversation)) },
    { label: "Delete", danger: true, run: () => remove(conversation) },
  ]);

const choose = (event, conversation) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return; // another tab or window
  event.preventDefault();
  const drawer = open;
  open = false;
  arrange();
  if (drawer) opener.focus(); // what was clicked is not there any more
  if (conversation.id !== chat.settings.conversation) openConversation(conversation.id);
};

const row = (conversation) => {
  const item = make("li", "byline-side-row");
  const link = make("a", "byline-side-link");
  link.href = `#chat/${conversation.id}`;
  link.dataset.key = `open ${conversation.id}`;
  link.title = conversation.title;
  const questions = count(conversation.questions, "question", "questions");
  link.append(
    make("span", "byline-side-title", conversation.title || "Untitled"),
    make("span", "byline-side-meta", `${when(conversation.last_asked)} · ${questions}`),
  );
  link.addEventListener("click", (event) => choose(event, conversation));
  const dots = signButton("⋯", `More about “${conversation.title}”`, "byline-side-more", () =>
    more(conversation, dots),
  );
  dots.dataset.key = `more ${conversation.id}`;
  dots.setAttribute("aria-haspopup", "menu");
  dots.setAttribute("aria-expanded", "false");
  item.append(link, dots);
  return item;
};

const group = (label, conversations) => {
  if (!conversations.length) return [];
  const heading = make("h3", "byline-side-group", label);
  const rows = make("ul", "byline-side-rows");
  rows.append(...conversations.map(row));
  return [heading, rows];
};

const mark = () => {
  for (const link of list.querySelectorAll("a")) {
    const current = link.dataset.key === `open ${chat.settings.conversation}`;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};

const fill = (conversations) => {
  const { key } = list.contains(document.activeElement) ? document.activeElement.dataset : {};
  const today = conversations.filter((one) => isToday(one.last_asked));
  const earlier = conversations.filter((one) => !isToday(one.last_asked));
  const shown = [...group("Today", today), ...group("Earlier", earlier)];
  const none = make("p", "byline-side-none", "What you ask is kept here, with its answers and the passages they cite.");
  list.replaceChildren(...(shown.length ? shown : [none]));
  mark();
  const again = key && [...list.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (again) again.focus();
};

/* Only the newest request may fill the list: an older one does not know of a rename or a deletion. */
const ask = newest(() => api("/byline/api/conversations"));
const refresh = () =>
  attempt(async () => {
    const found = await ask();
    if (found !== newest.OLD) fill(found.conversations);
  });

const build = () => {
  const head = make("div", "byline-side-head");
  head.append(
    button("New conversation", "byline-button byline-side-new", () => {
      open = false;
      arrange();
      newConversation();
    }),
    signButton("×", "Close", "byline-quiet byline-side-close", closeDrawer),
  );
  const skip = button("To the question", "byline-skip byline-hidden", () => {
    if (open) closeDrawer();
    document.querySelector("#byline-ask textarea").focus();
  });
  side.append(head, skip, list);
  const title = make("h2", "byline-hidden", "Conversations");
  side.prepend(title);
  document.querySelector("gradio-app").before(side, scrim);
  tools.prepend(opener);
};

export const start = () => {
  build();
  scrim.addEventListener("click", closeDrawer);
  side.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation(); // the source panel behind it stays open
    closeDrawer();
  });
  for (const query of [WIDE, WIDE_ENOUGH_FOR_THREE]) query.addEventListener("change", arrange);
  window.addEventListener("hashchange", arrange);
  new MutationObserver(arrange).observe(document.body, { attributeFilter: ["data-view", "class"] });
  for (const name of ["byline:opened", "byline:asked", "byline:answered"]) {
    document.addEventListener(name, refresh);
  }
  arrange();
  refresh();
};
