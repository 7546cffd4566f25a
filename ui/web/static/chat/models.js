/* Language model selector: answers in the articles' own words, or by a configured model. */
import { tools } from "../frame/frame.js";
import { say } from "../shared/dialog.js";
import { make } from "../shared/dom.js";
import { watchLibrary } from "../shared/library.js";
import { keep, recall } from "../shared/local-storage.js";
import { html, render } from "../vendor/lit-html.js";
import { chat, setSettings } from "./chat.js";

/** @import { Library } from "../types.js" */

const QUOTES = "quotes";
const KEY = "byline-model";
const HOW =
  "Answers are quotations from the articles. To have a language model write them, run" +
  " “byline models” in a terminal: it tells how to configure one.";

/** @type {(event: { target: HTMLSelectElement }) => void} */
const choose = ({ target }) => {
  keep(KEY, target.value);
  setSettings({ model: target.value });
};

/** @type {(models: Library["models"], chosen: string) => unknown} */
const choice = (models, chosen) => html`<label class="byline-model">
  <span class="byline-model-label">Answers by</span>
  <select @change=${choose}>
    ${[QUOTES, ...models].map((name) => html`<option value=${name} ?selected=${name === chosen}>${name === QUOTES ? "Quotes only" : name}</option>`)}
  </select>
</label>`;

const noChoice = () =>
  html`<button type="button" class="byline-quiet" title=${HOW} @click=${() => say(HOW)}>Quotes only</button>`;

const place = make("div");
let offered = ""; // the models that stand there

/** @type {(library: Library) => void} */
const show = ({ models }) => {
  if (JSON.stringify(models) === offered) return;
  offered = JSON.stringify(models);
  const kept = recall(KEY);
  const model = kept && models.includes(kept) ? kept : QUOTES;
  render(models.length ? choice(models, model) : noChoice(), place);
  if (model !== chat.settings.model) setSettings({ model });
};

export const start = () => {
  tools.prepend(place);
  watchLibrary(show);
};
