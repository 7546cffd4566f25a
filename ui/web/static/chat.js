/* The chat from the scripts' side: how the next question is answered, and what is shown. It is
   steered through two hidden boxes of the Gradio page. */
import { askReader, make } from "/byline/dom.js";
import { currentView, showView } from "/byline/frame.js";

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

const field = (name) => document.querySelector(`#byline-${name} textarea`);
const box = () => field("ask");
const obey = () => document.querySelector("#byline-obey");

const write = (element, text) => {
  if (!element) return;
  element.value = text;
  element.dispatchEvent(new Event("input", { bubbles: true }));
};

const command = (what) => {
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

/* Shows a conversation: a known one with its answers, or a new one. */
export const openConversation = (id) => {
  if (currentView() !== "chat") showView("chat");
  setSettings({ conversation: id, replaces: "" });
  /* The way back leads to the conversation before. */
  if (location.hash !== address()) history.pushState(null, "", address());
  command({ op: "open", conversation: id });
  tell("byline:opened", { conversation: id });
};

export const newConversation = () => {
  openConversation(newId());
  if (box()) box().focus();
};

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

const again = async (action, exchange, link) => {
  const question = questionOf(link);
  const later = link.closest(".message-row") !== [...document.querySelectorAll("#byline-chat .message-row")].pop();
  if (action === "retry" && !later) return askAgain({ exchange, question });
  const text = later ? "The questions after it go away: they built on this answer." : "";
  const field = { label: "Question", value: question, long: true, longest: 2000 };
  const asked = await askReader(
    action === "edit"
      ? { title: "Edit the question", text, confirm: "Ask", field }
      : { title: "Ask this again?", text, confirm: "Ask again" },
  );
  if (asked) askAgain({ exchange, question: asked === true ? question : asked });
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

/* The newest question at the top with its answer under it; and no labels and roles of Gradio's
   that read a message's markup aloud or promise what is not there. */
let shown = "";
let pending = false;
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
  const waits = document.querySelector("#byline-chat .byline-pending") !== null;
  if (waits && !pending) tell("byline:asked", { conversation: chat.settings.conversation });
  const waited = pending;
  if (waited && !waits) tell("byline:answered", { conversation: chat.settings.conversation });
  pending = waits;
  document.body.classList.toggle("byline-waiting", waits);
  const questions = document.querySelectorAll("#byline-chat .user-row");
  const state = `${questions.length} ${waits}`;
  if (state === shown) return;
  shown = state;
  heading.hidden = !questions.length;
  tell("byline:shown", { questions: questions.length });
  /* An answer may come so soon that the wait for it was never seen. */
  if (questions.length && !waits && !waited) {
    tell("byline:answered", { conversation: chat.settings.conversation });
  }
  if (questions.length) remember();
  const newest = questions[questions.length - 1];
  const frame = newest && newest.closest(".panel-wrap");
  if (!frame) return;
  frame.scrollTop += newest.getBoundingClientRect().top - frame.getBoundingClientRect().top;
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
  return view === "chat" && id ? id : "";
};

export const start = () => {
  document.querySelector(".byline-top").append(heading);
  document.addEventListener("click", follow, true);
  document.addEventListener("keydown", press);
  new MutationObserver(tidy).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ["aria-label"],
  });
  whenBuilt(() => {
    writeSettings();
    if (wanted()) openConversation(wanted());
    else tell("byline:opened", { conversation: chat.settings.conversation });
  });
  window.addEventListener("hashchange", () => {
    if (wanted() && wanted() !== chat.settings.conversation) openConversation(wanted());
    else if (document.querySelector("#byline-chat .byline-question")) remember();
  });
};
