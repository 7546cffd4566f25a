/* First start: while there are no articles, the chat view says how to add some. */
import { addingButtons, addingState, takeDrops } from "../articles/adding.js";
import { begun, look, syncState, watchSync } from "../articles/sync.js";
import { isSending, setLimits } from "../articles/upload.js";
import { exchanges } from "../chat/exchanges.js";
import { api, newest, OLD } from "../shared/api-client.js";
import { attempt } from "../shared/dialog.js";
import { built, button, find, setOff, worded } from "../shared/dom.js";
import { on } from "../shared/events.js";
import { html, render } from "../vendor/lit-html.js";
import { currentView } from "./frame.js";

/** @import { Listing } from "../types.js" */

const BODY = "byline-no-articles";
const LOOK_MS = 5000;
const SAMPLE = "Try it with the sample articles";

/* What is wrong with the index stands above the conversation. */
const problem = built(html`<p class="byline-note byline-index-problem" role="alert" hidden></p>`);

/** @type {HTMLElement | null} */
let page = null;
let wasEmpty = false;
let outdated = false;

export const start = () => {
  on("library", refresh);
  on("moved", place);
  window.addEventListener("hashchange", place);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  /* A sync in a terminal ends without a word to this page. */
  setInterval(() => (wasEmpty || !problem.hidden) && !document.hidden && look(), LOOK_MS);
  on("settled", look); // what was asked may have been refused for want of an index
  find("gradio-app").before(problem);
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
  /** @type {Listing | typeof OLD | undefined} */
  const listing = await attempt(list);
  if (!listing || listing === OLD) return;
  setLimits(listing.limits);
  render(worded(listing.problem), problem);
  problem.hidden = !listing.problem;
  const empty = !listing.counts.articles && !listing.problem;
  if (empty) {
    page ??= build(listing);
    if (!page.isConnected) find(".byline-views").prepend(page);
    find(".byline-start-samples", page).hidden = listing.counts.all > 0;
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
  const bare = wasEmpty && !exchanges().length;
  document.body.classList.toggle(BODY, bare);
  if (page) page.hidden = !bare || !inChat;
};

/** @type {(listing: Listing) => HTMLElement} */
const build = ({ folder, index_path }) => {
  const sample = button(SAMPLE, "byline-button", async () => {
    sample.textContent = "Copying the sample …";
    await attempt(trySample);
    sample.textContent = SAMPLE;
  });
  watchSync((state) => setOff(sample, state.running));
  const element =
    built(html`<main class="byline-view byline-start" aria-label="First steps"><div class="byline-start-inner">
    <h1>Which articles shall Byline read?</h1>
    <p class="byline-start-lead">Ask a folder of articles a question, and every sentence of the answer leads to the place in the article that it rests on. The articles stay on this machine.</p>
    ${addingState()}
    <div class="byline-start-ways">
      <section class="byline-card byline-start-way">
        <h2>Add your articles</h2>
        <p>Markdown, text, web pages, PDF and Word, single files or a whole folder. They are copied to <bdi class="byline-path">${folder}</bdi>.</p>
        ${addingButtons()}
      </section>
      <section class="byline-card byline-start-way">
        <h2>Use a folder where it is</h2>
        <p>Nothing is copied. In a terminal, with your folder in place of FOLDER:</p>
        <code class="byline-start-command">byline sync FOLDER --index ${quoted(index_path)}</code>
      </section>
      <section class="byline-card byline-start-way byline-start-samples">
        <h2>Only look around</h2>
        <p>Twenty short articles of an invented town come with Byline.</p>
        ${sample}
      </section>
    </div>
  </div></main>`);
  takeDrops(element);
  return element;
};

/** As a shell takes it.
 * @type {(path: string) => string} */
const quoted = (path) => (/^[\w./~-]+$/.test(path) ? path : `'${path.replace(/'/g, `'\\''`)}'`);

const trySample = async () => {
  if (syncState().running) return;
  const done = await api("/byline/api/sample", { method: "POST" });
  begun(done.sync);
};
