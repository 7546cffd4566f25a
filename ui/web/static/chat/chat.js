/* Chat controller: settings of the next question, opening conversations, asking again. It
   steers Gradio through two hidden boxes of its page. */
import { currentView, showView } from "../frame/frame.js";
import { askReader, say } from "../shared/dialog.js";
import { addActs, find, make } from "../shared/dom.js";
import { on, tell } from "../shared/events.js";
import { isRepeated, startAskingOnce } from "./double-submit.js";
import { exchanges, forget, isLast, isWaiting, questionOf, refresh } from "./exchanges.js";
import { box, field, obey, write } from "./gradio-elements.js";
import { watchDrawn } from "./gradio-redraws.js";
import { bringUp, startBringingUp, stopForReaders, waitForNewest } from "./scroll.js";
import { putBackTyped, whyRefused } from "./unsent-question.js";

/** @import { Settings } from "../types.js" */

const ID = /^[\w-]{16,43}$/; // of a conversation

const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");
};

/** @type {{ settings: Settings }} */
export const chat = {
  settings: {
    conversation: newId(),
    replaces: "",
    filters: {},
    reads_filters: true,
    chronological: false,
    model: "quotes",
  },
};

/** @type {(what: object) => void} */
const command = (what) => {
  if (!obey()) return; // Gradio has not built the page yet; then the address is followed
  waitForNewest();
  write(field("command"), JSON.stringify(what));
  obey()?.click();
};

const writeSettings = () => write(field("settings"), JSON.stringify(chat.settings));

/** Changes how the next questions are answered.
 * @type {(partial: Partial<Settings>) => void} */
export const setSettings = (partial) => {
  Object.assign(chat.settings, partial);
  forgetOthers();
  writeSettings();
};

let shown = ""; // the conversation whose exchanges are known
const forgetOthers = () => {
  if (shown === chat.settings.conversation) return;
  shown = chat.settings.conversation;
  forget(shown);
  follow();
};

const address = () => `#chat/${chat.settings.conversation}`;
const remember = () => {
  if (currentView() === "chat") history.replaceState(null, "", address());
};

/** Shows a conversation: a known one with its answers, or a new one.
 * @type {(id: string) => void} */
export const openConversation = (id) => {
  if (currentView() !== "chat") showView("chat");
  setSettings({ conversation: id, replaces: "" });
  /* The way back leads to the conversation before. */
  if (location.hash !== address()) history.pushState(null, "", address());
  command({ op: "open", conversation: id });
  tell("opened", { conversation: id });
};

/** Whether something stands there, be it only why a question was not asked. */
const isEmpty = () => !document.querySelector("#byline-chat .message-row");

export const newConversation = () => {
  if (!isEmpty()) openConversation(newId());
  else if (currentView() !== "chat") showView("chat");
  box()?.focus();
};

/** Asks once more, in place of an exchange of this conversation and of all that came after it.
 * @type {(id: string, question: string, settings?: Partial<Settings>) => void} */
export const askAgain = (id, question, settings = {}) =>
  command({ op: "ask", question, settings: { ...chat.settings, ...settings, replaces: id } });

/** What is said before an exchange is asked again on which others were built; "" for the last.
 * @type {(id: string) => string} */
const builtUpon = (id) => (isLast(id) ? "" : "The questions after it go away: they built on this answer.");

/** Whether the exchange may be replaced: the last may, of another the reader is asked.
 * @type {(id: string, title: string) => Promise<boolean>} */
export const agreeToReplace = async (id, title) => {
  const text = builtUpon(id);
  return !text || Boolean(await askReader({ title, text, confirm: "Ask again" }));
};

/** @type {(id: string) => Promise<void>} */
const retry = async (id) => {
  if (isRepeated(`retry ${id}`)) return;
  const question = await questionOf(id);
  if (question && (await agreeToReplace(id, "Ask this again?"))) askAgain(id, question);
};

/** @type {(id: string) => Promise<void>} */
const edit = async (id) => {
  const value = await questionOf(id);
  const field = { label: "Question", value, long: true, longest: 2000, required: true };
  const question = await askReader({ title: "Edit the question", text: builtUpon(id), confirm: "Ask", field });
  if (question) askAgain(id, question);
};

/** Links that act as buttons are pressed with the space bar too.
 * @type {(event: KeyboardEvent) => void} */
const press = (event) => {
  if (event.key !== " " || !(event.target instanceof HTMLElement)) return;
  if (!event.target.matches('a[role="button"]')) return;
  event.preventDefault();
  event.target.click();
};

/* No labels and roles of Gradio's that read markup aloud or promise what is not there. */
let failed = false;
const tidy = () => {
  for (const message of document.querySelectorAll("#byline-chat [data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
  for (const examples of document.querySelectorAll('#byline-chat .examples[role="list"]')) {
    examples.setAttribute("role", "group"); // it holds buttons, no items of a list
    examples.setAttribute("aria-label", "Example questions");
  }
  const toast = document.querySelector(".toast-body") !== null;
  if (toast && !failed) whyRefused();
  failed = toast;
};

const heading = make("h1", "byline-hidden byline-chat-heading", "Conversation");
heading.hidden = true; // an empty conversation has one of its own

/** @type {(inChat: boolean) => void} */
const onDrawn = (inChat) => {
  tidy();
  if (!inChat) return;
  heading.hidden = isEmpty();
  /* A page that is loaded anew before the server has told of its exchanges finds them again. */
  if (document.querySelector("#byline-chat .byline-question")) remember();
  bringUp(exchanges().length);
  keepFocus();
  refresh();
};

/** The conversation has moved on; what is new is a question.
 * @type {(moved?: { isNew: boolean }) => void} */
const follow = ({ isNew } = { isNew: false }) => {
  document.body.classList.toggle("byline-waiting", isWaiting());
  if (!isNew || !exchanges().length) return;
  remember();
  startBringingUp();
  bringUp(exchanges().length);
};

/** Gradio builds the page some time after this script runs: then the boxes are there.
 * @type {(then: () => void) => void} */
const whenBuilt = (then) => {
  let done = false;
  const look = () => {
    if (done || !field("settings") || !field("command") || !obey() || !box()) return;
    done = true;
    then();
  };
  watchDrawn(look);
  look();
};

const wanted = () => {
  const [view, id] = location.hash.slice(1).split("/");
  if (view !== "chat" || !id) return "";
  if (ID.test(id)) return id;
  say("That address names no conversation.");
  history.replaceState(null, "", "#chat");
  return "";
};

/** A conversation that is not there cannot be gone on with: what is asked then begins a new one. */
const leaveUnknown = () => {
  setSettings({ conversation: newId(), replaces: "" });
  say("What you ask now begins a new conversation.");
};

/** What had the focus last; the focus goes to the box when it is not there any more.
 * @type {Element | null} */
let focused = null;
const keepFocus = () => {
  if (document.activeElement !== document.body || currentView() !== "chat") return;
  const lost = !focused?.isConnected || !focused.checkVisibility();
  if (lost && matchMedia("(pointer: fine)").matches) box()?.focus({ preventScroll: true });
};

const onAddress = () => {
  const addressed = location.hash;
  const id = wanted();
  if (id && id !== chat.settings.conversation) openConversation(id);
  else if (location.hash !== addressed)
    newConversation(); // it named none
  else if (exchanges().length) remember();
};

export const start = () => {
  find(".byline-top").append(heading);
  addActs({ retry: ([id]) => retry(id), edit: ([id]) => edit(id) });
  document.addEventListener("keydown", press);
  document.addEventListener("focusin", ({ target }) => {
    focused = target instanceof Element ? target : null;
  });
  stopForReaders();
  startAskingOnce();
  on("asking", writeSettings); // Gradio may build the box to ask in before all that is waited for
  on("moved", follow);
  on("unknown", leaveUnknown);
  forgetOthers();
  watchDrawn(onDrawn);
  whenBuilt(() => {
    writeSettings();
    putBackTyped();
    const id = wanted();
    if (id) openConversation(id);
    else tell("opened", { conversation: chat.settings.conversation });
  });
  window.addEventListener("hashchange", onAddress);
};
