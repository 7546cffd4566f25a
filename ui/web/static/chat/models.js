/* Who writes the answers: the articles' own words, or a configured model. */
import { chat, setSettings } from "./chat.js";
import { button, make, say } from "../shared/dom.js";
import { tools } from "../frame/frame.js";
import { watchLibrary } from "../shared/library.js";
import { keep, recall } from "../shared/stored.js";

const QUOTES = "quotes";
const KEY = "byline-model";
const HOW =
  "Answers are quotations from the articles. To have a language model write them, run" +
  " “byline models” in a terminal: it tells how to configure one.";

const choice = (models) => {
  const label = make("label", "byline-model");
  label.append(make("span", "byline-model-label", "Answers by"));
  const select = make("select");
  for (const { name, label: shown } of [{ name: QUOTES, label: "Quotes only" }, ...models]) {
    const option = make("option", "", shown);
    option.value = name;
    select.append(option);
  }
  select.value = models.some(({ name }) => name === recall(KEY)) ? recall(KEY) : QUOTES;
  select.addEventListener("change", () => {
    keep(KEY, select.value);
    setSettings({ model: select.value });
  });
  label.append(select);
  return label;
};

const noChoice = () => {
  const words = button("Quotes only", "byline-quiet byline-model-none", () => say(HOW));
  words.title = HOW;
  return words;
};

const place = make("div");
let offered = ""; // the models that stand there

const show = ({ models }) => {
  if (JSON.stringify(models) === offered) return;
  offered = JSON.stringify(models);
  place.replaceChildren(models.length ? choice(models) : noChoice());
  const select = place.querySelector("select");
  const model = select ? select.value : QUOTES;
  if (model !== chat.settings.model) setSettings({ model });
};

export const start = () => {
  tools.prepend(place);
  watchLibrary(show);
};
