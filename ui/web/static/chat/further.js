/* Questions to go on with, under the newest answer; asked for when it is there. */
import { api } from "../shared/api-client.js";
import { make } from "../shared/dom.js";
import { on } from "../shared/events.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { askAgain } from "./chat.js";
import { isLast, isWaiting } from "./exchanges.js";
import { watchDrawn } from "./gradio-redraws.js";

const place = make("div", "byline-further");
let of = ""; // the exchange that they go on from

/** @type {(questions: string[]) => unknown} */
const list = (questions) =>
  questions.length
    ? html`<h2>Ask next</h2><ul>${questions.map((question) => html`<li><button type="button" class="byline-further-question" @click=${() => askAgain("", question)}>${question}</button></li>`)}</ul>`
    : nothing;

/* Gradio draws messages anew now and then. */
const stand = () => {
  const under = document.querySelector(`.byline-actions:has(a[href="#do/retry/${CSS.escape(of)}"])`);
  if (!under || !isLast(of) || isWaiting()) place.remove();
  else if (under.nextElementSibling !== place) under.after(place);
};

/** @type {(answered: { exchange: string }) => Promise<void>} */
const offer = async ({ exchange }) => {
  if (exchange === of) return;
  of = exchange;
  render(nothing, place);
  const questions = await api(`/byline/api/answers/${encodeURIComponent(exchange)}/further`).catch(() => []);
  if (exchange !== of) return;
  render(list(questions), place);
  stand();
};

export const start = () => {
  on("answered", offer);
  on("moved", stand);
  watchDrawn((inChat) => inChat && stand());
};
