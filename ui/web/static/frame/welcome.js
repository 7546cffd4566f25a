/* The first start: while there are no articles, the chat view says how to add some. */
import { api, attempt, button, make, newest, setOff, worded } from "../shared/dom.js";
import { currentView } from "./frame.js";
import { addingButtons, addingState, takeDrops } from "../articles/adding.js";
import { begun, look, syncState, watchSync } from "../articles/sync.js";
import { isSending, setLimits } from "../articles/upload.js";

const BODY = "byline-no-articles";
const LOOK_MS = 5000;

/* What is wrong with the index stands above the conversation. */
const problem = make("p", "byline-note byline-index-problem");
problem.setAttribute("role", "alert");
problem.hidden = true;

let page = null;
let wasEmpty = false;
let outdated = false;

export const start = () => {
  document.addEventListener("byline:library", refresh);
  document.addEventListener("byline:shown", place);
  window.addEventListener("hashchange", place);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  /* A sync in a terminal ends without a word to this page. */
  setInterval(() => (wasEmpty || !problem.hidden) && !document.hidden && look(), LOOK_MS);
  document.addEventListener("byline:answered", look);
  document.querySelector("gradio-app").before(problem);
  new ResizeObserver(makeRoom).observe(problem);
  look();
  refresh();
};

/* So much less is left for the conversation. */
const makeRoom = () => {
  const { marginTop, marginBottom } = getComputedStyle(problem);
  const height = problem.hidden ? 0 : problem.offsetHeight + parseFloat(marginTop) + parseFloat(marginBottom);
  document.documentElement.style.setProperty("--byline-above", `${height}px`);
};

const list = newest(() => api("/byline/api/articles?status=articles"));

const refresh = async () => {
  const listing = await attempt(list);
  if (!listing || listing === newest.OLD) return;
  setLimits(listing.limits);
  problem.replaceChildren(...worded(listing.problem));
  problem.hidden = !listing.problem;
  const empty = !listing.counts.articles && !listing.problem;
  if (empty) {
    if (!page) document.querySelector(".byline-views").prepend((page = build(listing)));
    page.samples.hidden = listing.counts.all > 0;
  }
  if (!empty && wasEmpty) outdated = true;
  wasEmpty = empty;
  place();
};

/* It stands in for the conversation, so only where the conversation would be. */
const place = () => {
  const inChat = currentView() === "chat";
  if (outdated && inChat && !isSending()) {
    location.reload(); // the conversation begins with what is in the articles
    return;
  }
  /* A conversation that was kept can be read although its articles are gone. */
  const bare = wasEmpty && !document.querySelector("#byline-chat .byline-question");
  document.body.classList.toggle(BODY, bare);
  if (page) page.hidden = !bare || !inChat;
};

const build = (listing) => {
  const element = make("main", "byline-view byline-start");
  element.setAttribute("aria-label", "First steps");
  const lead = "Ask a folder of articles a question, and every sentence of the answer leads to the place in the article that it rests on. The articles stay on this machine.";
  const inner = make("div", "byline-start-inner");
  inner.append(make("h1", "", "Which articles shall Byline read?"), make("p", "byline-start-lead", lead));
  inner.append(addingState(), ways(listing, element));
  element.append(inner);
  takeDrops(element);
  return element;
};

const ways = (listing, element) => {
  const three = make("div", "byline-start-ways");
  const own = way("Add your articles", "Markdown, text, web pages, PDF and Word, single files or a whole folder. They are copied to");
  own.querySelector("p").append(" ", make("bdi", "byline-path", listing.folder), ".");
  own.append(addingButtons());
  const there = way("Use a folder where it is", "Nothing is copied. In a terminal, with your folder in place of FOLDER:");
  there.append(make("code", "byline-start-command", command(listing)));
  element.samples = way("Only look around", "Twenty short articles of an invented town come with Byline.");
  const name = "Try it with the sample articles";
  const sample = button(name, "byline-button", async () => {
    sample.textContent = "Copying the sample …";
    await attempt(trySample);
    sample.textContent = name;
  });
  watchSync((state) => setOff(sample, state.running));
  element.samples.append(sample);
  three.append(own, there, element.samples);
  return three;
};

const way = (title, text) => {
  const block = make("section", "byline-start-way");
  block.append(make("h2", "", title), make("p", "", text));
  return block;
};

const command = ({ index_path }) => {
  const plain = /^[\w./~-]+$/.test(index_path);
  return `byline sync FOLDER --index ${plain ? index_path : `'${index_path.replace(/'/g, `'\\''`)}'`}`;
};

const trySample = async () => {
  if (syncState().running) return;
  const done = await api("/byline/api/sample", { method: "POST" });
  begun(done.sync);
};
