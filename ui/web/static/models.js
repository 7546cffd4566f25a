/* Who writes the answers: the articles' own words, or a configured model. */
import { chat, setSettings } from "/byline/chat.js";
import { api, attempt, button, make, say } from "/byline/dom.js";
import { tools } from "/byline/frame.js";

const QUOTES = "quotes";
const KEY = "byline-model";
const HOW =
  "Answers are quotations from the articles. To have a language model write them, run" +
  " “byline models” in a terminal: it tells how to configure one.";

const stored = () => {
  try {
    return localStorage.getItem(KEY) || QUOTES;
  } catch {
    return QUOTES; // storage is switched off
  }
};

const store = (model) => {
  try {
    localStorage.setItem(KEY, model);
  } catch {
    return; // it holds until the page is left
  }
};

const choice = (models) => {
  const label = make("label", "byline-model");
  label.append(make("span", "byline-model-label", "Answers by"));
  const select = make("select");
  for (const { name, label: shown } of [{ name: QUOTES, label: "Quotes only" }, ...models]) {
    const option = make("option", "", shown);
    option.value = name;
    select.append(option);
  }
  select.value = models.some(({ name }) => name === stored()) ? stored() : QUOTES;
  select.addEventListener("change", () => {
    store(select.value);
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

export const start = async () => {
  const place = make("div", "byline-models");
  tools.prepend(place);
  const library = await attempt(() => api("/byline/api/library"));
  if (!library) return;
  place.append(library.models.length ? choice(library.models) : noChoice());
  const select = place.querySelector("select");
  const model = select ? select.value : QUOTES;
  if (model !== chat.settings.model) setSettings({ model });
};
