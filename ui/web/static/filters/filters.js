/* Which articles the next questions look at: a dialog to choose in, and what is chosen as chips
   above the question box. */
import { chat, setSettings } from "../chat/chat.js";
import { api, attempt, button, day, make, newest, say, showDialog } from "../shared/dom.js";
import { choicesOf, datesOf } from "./parts.js";
import { listenForPlain } from "./plain.js";
import { forgetful } from "./kept.js";
import { watchLibrary } from "../shared/library.js";

const FIELDS = [
  ["authors", "Author"],
  ["outlets", "Outlet"],
  ["sections", "Section"],
  ["tags", "Tag"],
];
const NOTHING = { published_from: null, published_to: null, authors: [], outlets: [], sections: [], tags: [] };

const kept = forgetful("byline-filters");
let options = null; // the index's own values: { authors: [[value, count], ...], ..., from, to }
let articles = 0;

/* Above the question box. */
const bar = make("div", "byline-filters");
bar.setAttribute("role", "group");
bar.setAttribute("aria-label", "Filters");
bar.hidden = true;
const opener = button("Filters", "byline-button byline-filters-opener", () => open());
opener.setAttribute("aria-haspopup", "dialog");
const chips = make("ul", "byline-filters-chips");
bar.append(opener, chips);

/* what is chosen */
const chosen = () => ({ ...NOTHING, ...chat.settings.filters });

const choose = (partial) => {
  const filters = { ...chosen(), ...partial };
  setSettings({ filters });
  keep();
};

const chooseOrder = (chronological) => {
  setSettings({ chronological });
  keep();
};

const keep = () => {
  kept.write(chat.settings.conversation, { filters: chosen(), chronological: chat.settings.chronological });
  showChips();
};

const clear = () => {
  setSettings({ filters: NOTHING, chronological: false });
  keep();
};

const same = (one, other) => one.toLowerCase() === other.toLowerCase();
const isGone = (field, value) => options && !options[field].some(([known]) => same(known, value));

/* Every chosen filter: { words, remove, gone }. */
const listed = () => {
  const filters = chosen();
  const found = [];
  const { published_from: from, published_to: to } = filters;
  if (from) found.push({ words: `from ${day(from, "short")}`, remove: () => choose({ published_from: null }) });
  if (to) found.push({ words: `until ${day(to, "short")}`, remove: () => choose({ published_to: null }) });
  for (const [field, name] of FIELDS) {
    for (const value of filters[field]) {
      const rest = filters[field].filter((other) => other !== value);
      found.push({ words: value, name, gone: isGone(field, value), remove: () => choose({ [field]: rest }) });
    }
  }
  if (chat.settings.chronological) found.push({ words: "told by date", remove: () => chooseOrder(false) });
  return found;
};

const showChips = () => {
  const found = listed();
  opener.textContent = found.length ? `Filters (${found.length})` : "Filters";
  chips.replaceChildren(...found.map(makeChip));
  chips.hidden = !found.length;
};

const makeChip = ({ words, name, gone, remove }, place) => {
  const item = make("li");
  const chip = button("", "byline-chip byline-filter-chip", () => {
    remove();
    const left = chips.querySelectorAll("button");
    (left[Math.min(place, left.length - 1)] || opener).focus();
  });
  chip.append(make("span", "byline-filter-words", words));
  if (gone) {
    chip.classList.add("byline-filter-gone");
    chip.append(make("span", "byline-filter-why", "not in the articles any more"));
  }
  const sign = make("span", "", "×");
  sign.setAttribute("aria-hidden", "true");
  chip.append(sign);
  const what = name ? `${name.toLowerCase()} ${words}` : words;
  chip.setAttribute("aria-label", `Remove the filter ${what}${gone ? ", not in the articles any more" : ""}`);
  item.append(chip);
  return item;
};

/* the dialog */
const open = () => {
  const dialog = make("dialog", "byline-dialog byline-filters-dialog");
  const title = make("h2", "", "Which articles should be searched?");
  title.id = "byline-filters-title";
  title.tabIndex = -1;
  dialog.setAttribute("aria-labelledby", title.id);
  const body = make("div", "byline-filters-body");
  const told = make("p", "byline-filters-passing");
  told.setAttribute("role", "status");
  const changed = () => tellPassing(told);
  const fill = () => body.replaceChildren(...contents(changed));
  const foot = make("div", "byline-dialog-buttons");
  const clearAll = button("Clear all", "byline-button", () => {
    clear();
    fill();
    changed();
  });
  const wrong = () => body.querySelector('input[type="date"]:invalid');
  const done = () => {
    const first = wrong();
    if (!first) dialog.close();
    else if (first.validity.customError) first.focus(); // what is wrong stands below it
    else first.reportValidity();
  };
  foot.append(told, clearAll, button("Done", "byline-button byline-primary", done));
  dialog.append(title, body, foot);
  dialog.addEventListener("close", () => {
    if (wrong()) say("The day that was typed last is left out: it made no span of days.");
    dialog.remove();
    opener.focus();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  fill();
  changed();
  showDialog(dialog);
  title.focus();
};

const contents = (changed) => {
  const parts = [datesOf(options, chosen(), (dates) => { choose(dates); changed(); })];
  for (const [field, name] of FIELDS) {
    const values = withGone(field);
    if (!values.length) continue;
    const onChange = (picked) => { choose({ [field]: picked }); changed(); };
    parts.push(choicesOf(name, values, chosen()[field], onChange));
  }
  parts.push(order());
  return parts;
};

/* The index's values, and before them those that are chosen although it has them no more. */
const withGone = (field) => [
  ...chosen()[field].filter((value) => isGone(field, value)).map((value) => [value, 0]),
  ...options[field],
];

const order = () => {
  const label = make("label", "byline-check byline-filters-order");
  const box = make("input");
  box.type = "checkbox";
  box.checked = chat.settings.chronological;
  box.addEventListener("change", () => chooseOrder(box.checked));
  const words = make("span", "", "Told by date");
  words.append(make("span", "byline-check-about", "Questions about a whole story are answered from the oldest article to the newest."));
  label.append(box, words);
  return label;
};

const askPassing = newest((wanted) => api(`/byline/api/library/matching?${wanted}`));

const tellPassing = async (told) => {
  const wanted = new URLSearchParams();
  for (const [name, value] of Object.entries(chosen())) {
    for (const one of [value].flat()) if (one) wanted.append(name, one);
  }
  const found = await attempt(() => askPassing(wanted));
  if (!found || found === newest.OLD) return;
  const all = articles.toLocaleString("en");
  told.textContent = found.articles ? `${found.articles.toLocaleString("en")} of ${all} articles` : `None of ${all} articles`;
  told.classList.toggle("byline-filters-none", !found.articles);
};

/* keeping the bar in its place */
const place = () => {
  const ask = document.querySelector("#byline-ask");
  const box = ask && (ask.closest(".form") || ask); // Gradio puts a frame around it
  if (box && box.previousElementSibling !== bar) box.before(bar);
};

const take = (library) => {
  options = library.filters;
  articles = library.articles;
  bar.hidden = !articles;
  showChips();
};

const onOpened = (event) => {
  const known = kept.read(event.detail.conversation);
  setSettings(known || { filters: NOTHING, chronological: false });
  showChips();
};

export const start = () => {
  listenForPlain();
  document.addEventListener("byline:opened", onOpened);
  const app = document.querySelector("gradio-app") || document.body;
  new MutationObserver(place).observe(app, { childList: true, subtree: true });
  place();
  watchLibrary(take);
};
