/* The source panel. Opens when a marker is followed: beside the conversation or, on a narrow page,
   over it as a dialog. */
import { api, button, make, Problem, setOff, showDialog, signButton } from "../shared/dom.js";
import { wrongCitation } from "../chat/feedback.js";
import { currentView } from "../frame/frame.js";
import { keepWidth } from "./width.js";
import { renderArticle } from "./pieces.js";
import { renderCiting, renderFacts, renderUnused } from "./source.js";

const LINK = 'a[href^="#byline/"]';
const NARROW = window.matchMedia("(max-width: 60rem)");
const MOST_FETCHED = 60;
const FRESH_MS = 60_000; // then the article may have changed
const DRAWN_MS = 50;
const FETCHED_AHEAD = 3; // of the citations of an answer that has just ended

let current = null; // what is shown: { exchange, place, sentence, also } or { doc }
let asked = null; // what was asked for last, in the same form
const NOWHERE = { place: 0, count: 0, prefix: "" };
let at = NOWHERE; // which of how many it is; `prefix` of the places before and after it
let opener = ""; // the address of the link that the focus goes back to
let returnTo = null; // and the element, which Gradio may have made anew meanwhile
let view = ""; // in which it was opened
let latest = 0; // only the newest request may fill the panel

/* Sources that have been asked for: address -> promise. */
const fetched = new Map();

const fetchSource = (wanted) => {
  const address = addressOf(wanted);
  if (!fetched.has(address)) {
    const asked = api(address);
    asked.catch(() => fetched.delete(address));
    fetched.set(address, asked);
    setTimeout(() => fetched.delete(address), FRESH_MS);
    if (fetched.size > MOST_FETCHED) fetched.delete(fetched.keys().next().value);
  }
  return fetched.get(address);
};

const addressOf = ({ exchange, place, also, doc }) => {
  if (doc) return `/byline/api/articles/text?doc=${encodeURIComponent(doc)}`;
  const source = `/byline/api/answers/${encodeURIComponent(exchange)}/sources/${encodeURIComponent(place)}`;
  return also ? `${source}?also=${encodeURIComponent(also)}` : source;
};

const parse = (link) => {
  const [, exchange, place, sentence] = link.getAttribute("href").split("/");
  return { exchange, place, sentence: Number(sentence) || 0 };
};

/* its elements */
const panel = make("dialog");
panel.id = "byline-panel";
panel.setAttribute("aria-label", "Source");
const position = make("h2", "byline-position");
position.setAttribute("aria-live", "polite");
const previous = signButton("‹", "Previous citation", "", () => step(-1));
const next = signButton("›", "Next citation", "", () => step(1));
const leave = signButton("×", "Close the source", "", () => close());
const bar = make("div", "byline-bar");
bar.append(previous, position, next, leave);
const content = make("div", "byline-content");
content.tabIndex = 0;
content.setAttribute("role", "group");
content.setAttribute("aria-label", "Article");
panel.append(bar, content);

/* opening and closing */
const show = async (wanted) => {
  const request = ++latest;
  const from = currentView();
  asked = wanted;
  let source;
  try {
    source = await fetchSource(wanted);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    source = { problem: error.message };
  }
  if (request !== latest || from !== currentView()) return;
  at = placed(wanted, source);
  current = wanted;
  view = from;
  fill(source);
  open();
  markCurrent();
};

const open = () => {
  stand();
  const place = content.querySelector("mark.byline-cited");
  content.scrollTop = 0;
  if (place) place.scrollIntoView({ block: "center" });
  if (!bar.contains(document.activeElement)) content.focus({ preventScroll: true });
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
  const link = returnTo && returnTo.isConnected ? returnTo : opener && document.querySelector(opener);
  if (link) link.focus();
};

const remember = (element) => {
  returnTo = element;
  const address = element.getAttribute && element.getAttribute("href");
  opener = address ? `a[href="${CSS.escape(address)}"]` : "";
};

const step = (by) => {
  const place = at.place + by;
  if (!current || place < 1 || place > at.count) return;
  show({ exchange: current.exchange, place: `${at.prefix}${place}`, sentence: 0 });
};

const markCurrent = () => {
  for (const link of document.querySelectorAll(LINK)) {
    const { exchange, place } = parse(link);
    const here = current && exchange === current.exchange && place === current.place;
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

/* what it shows */
const NAMES = {
  cited: (source) => `Source ${source.label}`,
  near: () => "Nearest passage",
  unused: () => "Found, not used",
  also: () => "The same story",
  read: () => "Article",
};

const placed = (wanted, source) => {
  if (!source.problem) {
    const { place, count, prefix } = source;
    return count > 1 && source.kind !== "also" ? { place, count, prefix } : NOWHERE;
  }
  /* One that could not be had still has neighbours. */
  const [, prefix, place] = /^(near-|unused-|)(\d+)$/.exec(wanted.place || "") || [];
  const beside = current && current.exchange === wanted.exchange && !wanted.also && at.prefix === prefix;
  return beside ? { ...at, place: Number(place) } : NOWHERE;
};

const fill = (source) => {
  const steps = at.count > 0;
  previous.hidden = next.hidden = !steps;
  setOff(previous, at.place <= 1);
  setOff(next, at.place >= at.count);
  content.replaceChildren();
  if (source.problem) {
    position.textContent = steps ? `Source, ${at.place} of ${at.count}` : "Source";
    content.append(make("p", "byline-note", source.problem));
    return;
  }
  const name = NAMES[source.kind](source);
  position.textContent = steps ? `${name}, ${source.place} of ${source.count}` : name;
  const title = make("h3", "byline-headline", source.title);
  title.dir = "auto";
  content.append(...[back(), title, renderFacts(source, openAlso), note(source)].filter(Boolean));
  const citing = renderCiting(source, current.sentence);
  if (citing) content.append(citing);
  content.append(renderArticle(source, content, openPlace));
  const under = foot(source);
  if (under.childElementCount) content.append(under);
};

/* From an article that was opened on the way, back to the citation. */
const back = () => {
  if (!current.from) return null;
  return button("‹ Back to the source", "byline-quiet byline-back", () => show(current.from));
};

const note = (source) => {
  if (!source.note) return null;
  const quiet = ["near", "unused", "also"].includes(source.kind) && !source.changed;
  const block = make("p", quiet ? "byline-remark" : "byline-note", source.note);
  if (source.changed) {
    block.append(" ", button("See the article as it is now", "byline-link", () => openArticle(source.doc_id)));
  }
  return block;
};

const foot = (source) => {
  const block = make("div", "byline-foot");
  if (source.kind === "cited") {
    const first = source.sentences[0];
    const sentence = current.sentence || (first ? first.number : 0);
    const { exchange, place } = current;
    block.append(button("Wrong citation?", "byline-quiet", () => wrongCitation({ exchange, place, sentence })));
  }
  if (source.unused.length) block.append(renderUnused(source, openPlace));
  return block;
};

/* ways on, out of the panel itself */
const openPlace = (place) => show({ exchange: current.exchange, place, sentence: 0 });

const openAlso = (doc) => {
  const here = current;
  if (here.exchange && !here.also) show({ ...here, also: doc, from: here });
  else show({ doc, from: here.from || here });
};

const openArticle = (doc) => show({ doc, from: current });

const typing = (element) =>
  element instanceof Element && element.matches("input, textarea, select, [contenteditable]");

const onKey = (event) => {
  const covered = document.querySelector("dialog[open]:not(#byline-panel)");
  if (!panel.open || event.defaultPrevented || covered) return;
  if (event.key === "Escape") return close();
  if (event.altKey || event.ctrlKey || event.metaKey || !panel.contains(document.activeElement)) return;
  if (typing(event.target) || event.target.getAttribute("role") === "separator") return;
  const by = { ArrowLeft: -1, p: -1, ArrowRight: 1, n: 1 }[event.key];
  if (!by) return;
  event.preventDefault();
  step(by);
};

const onClick = (event) => {
  const link = event.target instanceof Element && event.target.closest(LINK);
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  remember(link);
  show(parse(link));
};

/* A source that is likely to be opened next is asked for before it is. */
const onNear = (event) => {
  const link = event.target instanceof Element && event.target.closest(LINK);
  if (link) fetchSource(parse(link)).catch(() => {});
};

/* A moment later: while Gradio draws the answer, the one that it replaces may still stand there. */
let ahead = 0;
const onAnswered = () => {
  fetched.clear();
  clearTimeout(ahead);
  ahead = setTimeout(fetchAhead, DRAWN_MS);
};

const fetchAhead = () => {
  const answers = document.querySelectorAll("#byline-chat .byline-answer");
  const newest = answers[answers.length - 1];
  if (!newest) return;
  const places = new Map([...newest.querySelectorAll(LINK)].map((link) => [parse(link).place, parse(link)]));
  for (const wanted of [...places.values()].slice(0, FETCHED_AHEAD)) fetchSource(wanted).catch(() => {});
};

export const start = () => {
  panel.prepend(keepWidth());
  document.body.append(panel);
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerover", onNear, { passive: true });
  document.addEventListener("focusin", onNear);
  document.addEventListener("byline:answered", onAnswered);
  document.addEventListener("byline:library", () => fetched.clear());
  /* Another conversation has other sources; an article that is being read stays. */
  document.addEventListener("byline:opened", () => {
    if (asked && asked.exchange) latest += 1; // it would open beside the other conversation
    if (panel.open && current && current.exchange) close();
  });
  document.addEventListener("byline:read", (event) => {
    remember(document.activeElement);
    show({ doc: event.detail.doc_id });
  });
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  window.addEventListener("hashchange", () => panel.open && currentView() !== view && close());
  NARROW.addEventListener("change", () => panel.open && stand());
  /* Gradio makes the links of a conversation anew now and then. */
  const chat = document.querySelector("gradio-app");
  if (chat) new MutationObserver(() => current && markCurrent()).observe(chat, { childList: true, subtree: true });
};
