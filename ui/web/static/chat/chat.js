/* The chat from the scripts' side: how the next question is answered, and what is shown. It is
   steered through two hidden boxes of the Gradio page. */
import { askOnce, isRepeated } from "./once.js";
import { box, field, obey, write } from "./parts.js";
import { bringUp, startBringingUp, stopForReaders } from "./scroll.js";
import { putBackTyped, whyRefused } from "./typed.js";
import { askReader, make, say } from "../shared/dom.js";
import { currentView, showView } from "../frame/frame.js";

const ID = /^[\w-]{16,43}$/; // of a conversation

const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
};

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

const command = (what) => {
  if (!obey()) return; // Gradio has not built the page yet; then the address is followed
  write(field("command"), JSON.stringify(what));
  obey().click();
};

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const writeSettings = () => write(field("settings"), JSON.stringify(chat.settings));

/* Changes how the next questions are answered. */
export const setSettings = (partial) => {
  Object.assign(chat.settings, partial);
  writeSettings();
};

const address = () => `#chat/${chat.settings.conversation}`;
const remember = () => {
  if (currentView() === "chat") history.replaceState(null, "", address());
};

let opened = null; // the id that was opened, until it is seen what it is

/* Shows a conversation: a known one with its answers, or a new one. */
export const openConversation = (id) => {
  if (currentView() !== "chat") showView("chat");
  setSettings({ conversation: id, replaces: "" });
  /* The way back leads to the conversation before. */
  if (location.hash !== address()) history.pushState(null, "", address());
  opened = id;
  command({ op: "open", conversation: id });
  tell("byline:opened", { conversation: id });
};

export const newConversation = () => {
  if (questions().length || document.querySelector("#byline-chat .byline-problem")) openConversation(newId());
  else if (currentView() !== "chat") showView("chat");
  if (box()) box().focus();
};

const questions = () => document.querySelectorAll("#byline-chat .byline-question");

/* Asks once more, in place of an exchange of this conversation and of all that came after it. */
export const askAgain = ({ exchange, question, settings = {} }) => {
  const wanted = { ...chat.settings, ...settings, replaces: exchange };
  command({ op: "ask", question, settings: wanted });
};

/* The question above an element of its answer. */
const questionOf = (element) => {
  const rows = [...document.querySelectorAll("#byline-chat .byline-question, #byline-chat .byline-actions")];
  const here = rows.indexOf(element.closest(".byline-actions"));
  const above = rows.slice(0, here).reverse();
  return (above.find((row) => row.classList.contains("byline-question")) || { textContent: "" }).textContent;
};

/* What is said before an exchange is asked again on which others were built; "" for the last. */
const builtUpon = (link) => {
  const rows = document.querySelectorAll("#byline-chat .message-row");
  const last = link.closest(".message-row") === rows[rows.length - 1];
  return last ? "" : "The questions after it go away: they built on this answer.";
};

/* Whether the exchange of `link` may be replaced: the last may, of another the reader is asked. */
export const agreeToReplace = async (link, title) => {
  const text = builtUpon(link);
  return !text || Boolean(await askReader({ title, text, confirm: "Ask again" }));
};

const edited = (link, question) => {
  const field = { label: "Question", value: question, long: true, longest: 2000, required: true };
  return askReader({ title: "Edit the question", text: builtUpon(link), confirm: "Ask", field });
};

const again = async (action, exchange, link) => {
  if (action === "retry" && isRepeated(`${action} ${exchange}`)) return;
  const question = questionOf(link);
  const wanted = action === "edit" ? await edited(link, question) : question;
  if (!wanted || (action === "retry" && !(await agreeToReplace(link, "Ask this again?")))) return;
  askAgain({ exchange, question: wanted });
};

const follow = (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href^="#do/"]');
  if (!link) return;
  event.preventDefault();
  const [, action, exchange] = link.getAttribute("href").split("/");
  if (action === "retry" || action === "edit") again(action, exchange, link);
};

/* Links that act as buttons are pressed with the space bar too. */
const press = (event) => {
  if (event.key !== " " || !(event.target instanceof Element)) return;
  if (!event.target.matches('a[role="button"]')) return;
  event.preventDefault();
  event.target.click();
};

/* No labels and roles of Gradio's that read markup aloud or promise what is not there. */
let shown = "";
let pending = false;
let failed = false;
const heading = make("h1", "byline-hidden byline-chat-heading", "Conversation");
heading.hidden = true; // an empty conversation has one of its own
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
  followQuestions();
};

/* The conversation has moved on: others are told, and a new question is scrolled to. */
const followQuestions = () => {
  const { conversation } = chat.settings;
  const waits = document.querySelector("#byline-chat .byline-pending") !== null;
  const begins = waits && !pending;
  const ends = pending && !waits;
  pending = waits;
  document.body.classList.toggle("byline-waiting", waits);
  const asked = [...questions()];
  const state = asked.map((question) => question.textContent).join("\n");
  const moved = state !== shown;
  shown = state;
  if (begins) tell("byline:asked", { conversation });
  /* An answer may come so soon that the wait for it was never seen. */
  if (ends || (moved && asked.length && !waits)) tell("byline:answered", { conversation });
  if (moved || begins) {
    heading.hidden = !asked.length;
    tell("byline:shown", { questions: asked.length });
    if (asked.length) remember();
    startBringingUp();
  }
  bringUp(asked[asked.length - 1]);
  if (asked.length) opened = null;
  else leaveUnknown();
  if (begins || ends || moved) keepFocus();
};

/* Gradio builds the page some time after this script runs: then the boxes are there. */
const whenBuilt = (then) => {
  const built = () => field("settings") && field("command") && obey() && box();
  if (built()) return then();
  const watcher = new MutationObserver(() => {
    if (!built()) return;
    watcher.disconnect();
    then();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
};

const wanted = () => {
  const [view, id] = location.hash.slice(1).split("/");
  if (view !== "chat" || !id) return "";
  if (ID.test(id)) return id;
  say("That address names no conversation.");
  history.replaceState(null, "", "#chat");
  return "";
};

/* A conversation that is not there cannot be gone on with: what is asked then begins a new one. */
const told = new WeakSet();
const leaveUnknown = () => {
  const problem = document.querySelector("#byline-chat .byline-problem");
  if (!problem || told.has(problem)) return;
  told.add(problem);
  if (opened === chat.settings.conversation) {
    setSettings({ conversation: newId(), replaces: "" });
    say("What you ask now begins a new conversation.");
  }
  opened = null;
};

/* The focus goes to the box when what had it is not there any more. */
let focused = null;
const keepFocus = () => {
  if (document.activeElement !== document.body || currentView() !== "chat") return;
  const lost = !focused || !focused.isConnected || !focused.checkVisibility();
  if (lost && box() && matchMedia("(pointer: fine)").matches) box().focus({ preventScroll: true });
};

export const start = () => {
  document.querySelector(".byline-top").append(heading);
  document.addEventListener("click", follow, true);
  document.addEventListener("keydown", press);
  document.addEventListener("focusin", (event) => {
    focused = event.target;
  });
  stopForReaders();
  for (const name of ["keydown", "click"]) document.addEventListener(name, askOnce, true);
  new MutationObserver(tidy).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ["aria-label"],
  });
  whenBuilt(() => {
    writeSettings();
    putBackTyped();
    const id = wanted();
    if (id) openConversation(id);
    else tell("byline:opened", { conversation: chat.settings.conversation });
  });
  window.addEventListener("hashchange", () => {
    const addressed = location.hash;
    const id = wanted();
    if (id && id !== chat.settings.conversation) openConversation(id);
    else if (location.hash !== addressed) newConversation(); // it named none
    else if (questions().length) remember();
  });
};
