/* The source panel. Opens when a marker is followed: beside the conversation or, on a narrow page,
   over it as a dialog. */
import { wrongCitation } from "../chat/feedback.js";
import { watchDrawn } from "../chat/gradio-redraws.js";
import { currentView } from "../frame/frame.js";
import { Problem } from "../shared/api-client.js";
import { showDialog } from "../shared/dialog.js";
import { addressParts, around, built, click, make, setOff, signButton } from "../shared/dom.js";
import { on } from "../shared/events.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { renderArticle } from "./pieces.js";
import { renderCiting, renderFacts, renderUnused } from "./source.js";
import { fetchSource, forgetSources, NOWHERE, placed, placedBeside, toWanted } from "./source-links.js";
import { keepWidth } from "./width.js";

/** @import { Source, Wanted } from "../types.js" */

const LINK = 'a[href^="#byline/"]';
const NARROW = window.matchMedia("(max-width: 60rem)");
const FETCHED_AHEAD = 3; // of the citations of an answer that has just ended

/** What is shown.
 * @type {Wanted | null} */
let current = null;
/** What was asked for last.
 * @type {Wanted | null} */
let asked = null;
let at = NOWHERE;
/** The link that the focus goes back to, and its address: Gradio may have made it anew meanwhile.
 * @type {HTMLElement | null} */
let returnTo = null;
let opener = "";
let view = ""; // in which it was opened
let latest = 0; // only the newest request may fill the panel

/* its elements */
const previous = signButton("‹", "Previous citation", "", () => step(-1));
const next = signButton("›", "Next citation", "", () => step(1));
const leave = signButton("×", "Close the source", "", () => close());
const position = built(html`<h2 class="byline-position" aria-live="polite"></h2>`);
const bar = built(html`<div class="byline-bar">${previous}${position}${next}${leave}</div>`);
const content = built(html`<div class="byline-content" tabindex="0" role="group" aria-label="Article"></div>`);
const panel = /** @type {HTMLDialogElement} */ (
  built(html`<dialog id="byline-panel" aria-label="Source">${keepWidth()}${bar}${content}</dialog>`)
);

/* opening and closing */

/** The source, or why it cannot be had.
 * @type {(wanted: Wanted) => Promise<Source | string>} */
const sourceOf = async (wanted) => {
  try {
    return await fetchSource(wanted);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.message;
  }
};

/** @type {(wanted: Wanted) => Promise<void>} */
const show = async (wanted) => {
  const request = ++latest;
  const from = currentView();
  asked = wanted;
  const source = await sourceOf(wanted);
  if (request !== latest || from !== currentView()) return;
  at = typeof source === "string" ? placedBeside(wanted, current, at) : placed(source);
  current = wanted;
  view = from;
  fill(source, wanted);
  stand();
  content.scrollTop = 0;
  content.querySelector("mark.byline-cited")?.scrollIntoView({ block: "center" });
  if (!bar.contains(document.activeElement)) content.focus({ preventScroll: true });
  markCurrent();
};

/* Beside the rest of the page, or on a narrow one over it: then nothing else takes the focus. */
const stand = () => {
  const over = NARROW.matches;
  if (panel.open && panel.matches(":modal") === over) return;
  panel.close();
  if (over) showDialog(panel);
  else panel.show();
  document.body.classList.add("byline-open");
};

const close = () => {
  latest += 1;
  current = null;
  panel.close();
  document.body.classList.remove("byline-open");
  markCurrent();
  const again = opener ? document.querySelector(`a[href="${CSS.escape(opener)}"]`) : null;
  const link = returnTo?.isConnected ? returnTo : again;
  if (link instanceof HTMLElement) link.focus();
};

/** @type {(element: Element | null) => void} */
const remember = (element) => {
  returnTo = element instanceof HTMLElement ? element : null;
  opener = element?.getAttribute("href") ?? "";
};

/** @type {(by: number) => void} */
const step = (by) => {
  const place = at.place + by;
  if (current && place >= 1 && place <= at.count) openPlace(`${at.prefix}${place}`);
};

const markCurrent = () => {
  for (const link of document.querySelectorAll(`${LINK}[aria-current]`)) link.removeAttribute("aria-current");
  if (!current?.exchange) return;
  const address = `#byline/${current.exchange}/${current.place}`;
  for (const link of document.querySelectorAll(`a[href="${address}"], a[href^="${address}/"]`)) {
    link.setAttribute("aria-current", "true");
  }
};

/* what it shows */

/** @type {Record<Source["kind"], (source: Source) => string>} */
const NAMES = {
  cited: (source) => `Source ${source.label}`,
  near: () => "Nearest passage",
  unused: () => "Found, not used",
  also: () => "The same story",
  read: () => "Article",
};

/** @type {(source: Source | string, wanted: Wanted) => void} */
const fill = (source, wanted) => {
  const steps = at.count > 0;
  previous.hidden = next.hidden = !steps;
  setOff(previous, at.place <= 1);
  setOff(next, at.place >= at.count);
  const name = typeof source === "string" ? "Source" : NAMES[source.kind](source);
  position.textContent = steps ? `${name}, ${at.place} of ${at.count}` : name;
  const shown = make("div");
  render(typeof source === "string" ? html`<p class="byline-note">${source}</p>` : filled(source, wanted), shown);
  content.replaceChildren(shown);
};

/** @type {(source: Source, wanted: Wanted) => unknown} */
const filled = (source, { exchange = "", place, sentence, from }) => {
  const cites = sentence || (source.sentences[0]?.number ?? 0);
  const isWrong = click(() => wrongCitation(exchange, Number(place), cites));
  return html`
    ${from ? html`<button type="button" class="byline-quiet byline-back" @click=${click(() => show(from))}>‹ Back to the source</button>` : nothing}
    <h3 class="byline-headline" dir="auto">${source.title}</h3>
    ${renderFacts(source, openAlso)}
    ${note(source)}
    ${renderCiting(source, sentence ?? 0)}
    ${renderArticle(source, content, openPlace)}
    ${
      source.kind === "cited" || source.unused.length
        ? html`<div class="byline-foot">
      ${source.kind === "cited" ? html`<button type="button" class="byline-quiet" @click=${isWrong}>Wrong citation?</button>` : nothing}
      ${source.unused.length ? renderUnused(source, openPlace) : nothing}
    </div>`
        : nothing
    }`;
};

/** @type {(source: Source) => unknown} */
const note = (source) => {
  if (!source.note) return nothing;
  const quiet = ["near", "unused", "also"].includes(source.kind) && !source.changed;
  const now = click(() => show({ doc: source.doc_id, from: current ?? undefined }));
  return html`<p class=${quiet ? "byline-remark" : "byline-note"}>${source.note}${
    source.changed
      ? html` <button type="button" class="byline-link" @click=${now}>See the article as it is now</button>`
      : nothing
  }</p>`;
};

/* ways on, out of the panel itself */

/** @type {(place: string) => Promise<void>} */
const openPlace = (place) => show({ exchange: current?.exchange, place, sentence: 0 });

/** @type {(doc: string) => void} */
const openAlso = (doc) => {
  const here = current ?? {};
  if (here.exchange && !here.also) show({ ...here, also: doc, from: here });
  else show({ doc, from: here.from ?? here });
};

/** @type {(element: Element) => boolean} */
const takesKeys = (element) => element.matches('input, textarea, select, [contenteditable], [role="separator"]');

/** @type {(event: KeyboardEvent) => void} */
const onKey = (event) => {
  const covered = document.querySelector("dialog[open]:not(#byline-panel)");
  if (!panel.open || event.defaultPrevented || covered) return;
  if (event.key === "Escape") return close();
  if (event.altKey || event.ctrlKey || event.metaKey || !panel.contains(document.activeElement)) return;
  if (event.target instanceof Element && takesKeys(event.target)) return;
  const by = new Map([
    ["ArrowLeft", -1],
    ["p", -1],
    ["ArrowRight", 1],
    ["n", 1],
  ]).get(event.key);
  if (!by) return;
  event.preventDefault();
  step(by);
};

/** @type {(event: Event) => void} */
const onClick = (event) => {
  const link = around(event, LINK);
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  remember(link);
  show(toWanted(addressParts(link)));
};

/** A source that is likely to be opened next is asked for before it is.
 * @type {(event: Event) => void} */
const onNear = (event) => {
  const link = around(event, LINK);
  if (link) fetchAhead(toWanted(addressParts(link)));
};

/** @type {(wanted: Wanted) => void} */
const fetchAhead = (wanted) => {
  fetchSource(wanted).catch(() => {});
};

export const start = () => {
  document.body.append(panel);
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerover", onNear, { passive: true });
  document.addEventListener("focusin", onNear);
  on("answered", ({ exchange, sources }) => {
    forgetSources();
    for (let place = 1; place <= Math.min(sources, FETCHED_AHEAD); place++)
      fetchAhead({ exchange, place: String(place) });
  });
  on("library", forgetSources);
  /* Another conversation has other sources; an article that is being read stays. */
  on("opened", () => {
    if (asked?.exchange) latest += 1; // it would open beside the other conversation
    if (panel.open && current?.exchange) close();
  });
  on("read", ({ doc_id }) => {
    remember(document.activeElement);
    show({ doc: doc_id });
  });
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  window.addEventListener("hashchange", () => panel.open && currentView() !== view && close());
  NARROW.addEventListener("change", () => panel.open && stand());
  /* Gradio makes the links of a conversation anew now and then. */
  watchDrawn((inChat) => inChat && current && markCurrent());
};
