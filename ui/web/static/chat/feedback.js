/* What readers think of an answer, and taking it away. */
import { api, askReader, attempt, say } from "../shared/dom.js";
import { copyText, exportItems } from "../shared/export.js";
import { openMenu } from "../shared/menu.js";

const NOTE_CHARS = 2000;
const THUMBS = ["up", "down"];

const thumbs = new Map(); // exchange -> "up" or "down"
const posting = new Set(); // exchanges

const post = (exchange, body) =>
  api(`/byline/api/answers/${encodeURIComponent(exchange)}/feedback`, { method: "POST", body });

/* Gradio draws messages anew now and then: what is pressed is set again after it. */
const showThumbs = () => {
  for (const link of document.querySelectorAll('a[href^="#do/up/"], a[href^="#do/down/"]')) {
    const [, action, exchange] = link.getAttribute("href").split("/");
    const pressed = String(thumbs.get(exchange) === action);
    if (link.getAttribute("aria-pressed") !== pressed) link.setAttribute("aria-pressed", pressed);
  }
};

const judge = async (exchange, verdict, note = "") => {
  if (posting.has(exchange)) return;
  posting.add(exchange);
  const noted = await attempt(() => post(exchange, { verdict, note }));
  posting.delete(exchange);
  if (!noted) return;
  thumbs.set(exchange, verdict);
  showThumbs();
  if (note || verdict === "up") say(note ? "Noted, with your words." : "Noted. Good to know.");
  else say("Noted.", ["Say what is wrong", () => explain(exchange)]);
};

const explain = async (exchange) => {
  const note = await askReader({
    title: "What is wrong with this answer?",
    text: "Kept with this Byline’s feedback, for whoever measures its answers.",
    confirm: "Keep",
    field: { label: "In your words", long: true, longest: NOTE_CHARS },
  });
  const thumb = document.querySelector(`a[href="#do/down/${CSS.escape(exchange)}"]`);
  if (thumb) thumb.focus(); // the button that led here is gone with its message
  if (note) judge(exchange, "down", note);
};

/* Asks for a note and keeps that a citation does not bear out its sentence. `place` counts the
   answer's citations from 1, `sentence` its sentences; it is "" or absent in lists of sources.
   Resolves to whether it was noted. */
export const wrongCitation = async ({ exchange, place, sentence }) => {
  const note = await askReader({
    title: "Call this citation wrong?",
    text: "Kept with this Byline’s feedback: byline eval counts it if the same is cited again.",
    confirm: "It is wrong",
    field: { label: "What is wrong with it (may stay empty)", long: true, longest: NOTE_CHARS },
  });
  if (note === null) return false;
  const body = { verdict: "wrong_citation", place: Number(place), note };
  if (Number(sentence)) body.sentence = Number(sentence);
  const noted = await attempt(() => post(exchange, body));
  if (noted) say("Noted. byline eval will count this citation as wrong.");
  return Boolean(noted);
};

const act = {
  up: (exchange) => thumbs.get(exchange) !== "up" && judge(exchange, "up"),
  down: (exchange) => (thumbs.get(exchange) === "down" ? explain(exchange) : judge(exchange, "down")),
  copy: (exchange) => copyText(`answers/${encodeURIComponent(exchange)}`),
  export: (exchange, link) =>
    openMenu(link, "Save the answer as", exportItems(`answers/${encodeURIComponent(exchange)}`)),
};

const follow = (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href^="#do/"]');
  if (!link) return;
  const [, action, exchange] = link.getAttribute("href").split("/");
  if (!(action in act)) return;
  event.preventDefault();
  act[action](exchange, link);
};

const recall = async ({ detail }) => {
  const address = `/byline/api/conversations/${encodeURIComponent(detail.conversation)}/feedback`;
  const known = await api(address).catch(() => ({ thumbs: {} })); // it only decides what looks pressed
  for (const [exchange, verdict] of Object.entries(known.thumbs)) {
    if (THUMBS.includes(verdict)) thumbs.set(exchange, verdict);
  }
  showThumbs();
};

export const start = () => {
  document.addEventListener("click", follow, true);
  document.addEventListener("byline:opened", recall);
  let drawn = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(drawn);
    drawn = requestAnimationFrame(showThumbs);
  }).observe(document.body, { childList: true, subtree: true });
};
