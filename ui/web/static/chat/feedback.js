/* Feedback on an answer (thumbs up or down, wrong citation), and exporting it. */
import { api } from "../shared/api-client.js";
import { askReader, attempt, say } from "../shared/dialog.js";
import { addActs } from "../shared/dom.js";
import { on } from "../shared/events.js";
import { copyText, exportItems } from "../shared/export.js";
import { openMenu } from "../shared/menu.js";
import { exchanges } from "./exchanges.js";
import { watchDrawn } from "./gradio-redraws.js";

const NOTE_CHARS = 2000;
const THUMBS = ["up", "down"];

/** Exchange -> "up" or "down".
 * @type {Map<string, string>} */
const thumbs = new Map();
/** Exchanges.
 * @type {Set<string>} */
const posting = new Set();

/** @type {(exchange: string, body: object) => Promise<unknown>} */
const post = (exchange, body) =>
  api(`/byline/api/answers/${encodeURIComponent(exchange)}/feedback`, { method: "POST", body });

/** @type {(verdict: string, exchange: string) => HTMLElement | null} */
const thumb = (verdict, exchange) => document.querySelector(`a[href="#do/${verdict}/${CSS.escape(exchange)}"]`);

/** Gradio draws messages anew now and then: what is pressed is set again after it. */
const showThumbs = () => {
  for (const { id } of exchanges()) {
    for (const verdict of THUMBS) thumb(verdict, id)?.setAttribute("aria-pressed", String(thumbs.get(id) === verdict));
  }
};

/** @type {(exchange: string, verdict: string, note?: string) => Promise<void>} */
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

/** @type {(exchange: string) => Promise<void>} */
const explain = async (exchange) => {
  const note = await askReader({
    title: "What is wrong with this answer?",
    text: "Kept with this Byline’s feedback, for whoever measures its answers.",
    confirm: "Keep",
    field: { label: "In your words", long: true, longest: NOTE_CHARS },
  });
  thumb("down", exchange)?.focus(); // the button that led here is gone with its message
  if (note) judge(exchange, "down", note);
};

/** Asks for a note and keeps that a citation does not bear out its sentence. `place` counts the
 * answer's citations from 1, `sentence` its sentences; it is 0 in lists of sources.
 * @type {(exchange: string, place: number, sentence: number) => Promise<void>} */
export const wrongCitation = async (exchange, place, sentence) => {
  const note = await askReader({
    title: "Call this citation wrong?",
    text: "Kept with this Byline’s feedback: byline eval counts it if the same is cited again.",
    confirm: "It is wrong",
    field: { label: "What is wrong with it (may stay empty)", long: true, longest: NOTE_CHARS },
  });
  if (note === null) return;
  const where = sentence ? { place, sentence } : { place };
  const noted = await attempt(() => post(exchange, { verdict: "wrong_citation", note, ...where }));
  if (noted) say("Noted. byline eval will count this citation as wrong.");
};

/** @type {Parameters<typeof addActs>[0]} */
const acts = {
  up: ([exchange]) => thumbs.get(exchange) !== "up" && judge(exchange, "up"),
  down: ([exchange]) => (thumbs.get(exchange) === "down" ? explain(exchange) : judge(exchange, "down")),
  copy: ([exchange]) => attempt(() => copyText(`answers/${encodeURIComponent(exchange)}`)),
  export: ([exchange], link) =>
    openMenu(link, "Save the answer as", exportItems(`answers/${encodeURIComponent(exchange)}`)),
};

/** @type {(opened: { conversation: string }) => Promise<void>} */
const recall = async ({ conversation }) => {
  const address = `/byline/api/conversations/${encodeURIComponent(conversation)}/feedback`;
  const known = await api(address).catch(() => ({ thumbs: {} })); // it only decides what looks pressed
  for (const [exchange, verdict] of Object.entries(known.thumbs)) {
    if (THUMBS.includes(verdict)) thumbs.set(exchange, verdict);
  }
  showThumbs();
};

export const start = () => {
  addActs(acts);
  on("opened", recall);
  on("moved", showThumbs);
  watchDrawn((inChat) => inChat && showThumbs());
};
