/* The controls of the filters' dialog: two days, and lists to tick in. */
import { day, make } from "../shared/dom.js";

const MOST_SHOWN = 50;
const SEARCHED_FROM = 9; // a shorter list is seen at a glance
const BACKWARDS = "The first day is after the last one.";

const titled = (name) => {
  const group = make("fieldset", "byline-filter");
  group.append(make("legend", "", name));
  return group;
};

/* The first and last day; `onChange` gets { published_from, published_to }, null for none. Days
   that it does not get are :invalid. */
export const datesOf = (options, chosen, onChange) => {
  const group = titled("Published");
  const row = make("div", "byline-filter-dates");
  const inputs = ["from", "to"].map((end) => {
    const label = make("label", "byline-field", end === "from" ? "From" : "Until");
    const input = make("input");
    input.type = "date";
    input.value = chosen[`published_${end}`] || "";
    label.append(input);
    row.append(label);
    return input;
  });
  const wrong = make("p", "byline-note");
  wrong.setAttribute("role", "alert");
  wrong.hidden = true;
  const changed = () => {
    const [from, to] = inputs.map((input) => input.value || null);
    const backwards = Boolean(from && to && from > to);
    wrong.hidden = !backwards;
    wrong.textContent = backwards ? BACKWARDS : "";
    for (const input of inputs) input.setCustomValidity(wrong.textContent);
    if (!backwards) onChange({ published_from: from, published_to: to });
  };
  for (const input of inputs) input.addEventListener("change", changed);
  group.append(row, wrong);
  if (options.from) group.append(make("p", "byline-filter-about", spanOf(options)));
  else group.append(make("p", "byline-filter-about", "None of the articles has a date."));
  return group;
};

const spanOf = ({ from, to }) => {
  const span = from === to ? `of ${day(from)}` : `from ${day(from)} to ${day(to)}`;
  return `The dated articles are ${span}. With a day chosen, those without a date are left out.`;
};

/* A list to tick in: `values` are [value, count], `chosen` the ticked ones. */
export const choicesOf = (name, values, chosen, onChange) => {
  const group = titled(name);
  const picked = new Map(chosen.map((value) => [value.toLowerCase(), value]));
  const list = make("div", "byline-filter-list");
  const more = make("p", "byline-filter-about");
  const search = values.length >= SEARCHED_FROM ? searchBox(name) : null;
  const onTick = (value, ticked) => {
    if (ticked) picked.set(value.toLowerCase(), value);
    else picked.delete(value.toLowerCase());
    onChange([...picked.values()]);
  };
  const show = () => {
    const wanted = search ? search.value.trim().toLowerCase() : "";
    const found = matching(values, wanted, picked);
    list.replaceChildren(
      ...found.slice(0, MOST_SHOWN).map(([value, number]) =>
        tick(value, number, picked.has(value.toLowerCase()), onTick),
      ),
    );
    more.textContent = remainder(found.length, wanted);
    more.hidden = !more.textContent;
  };
  if (search) {
    search.addEventListener("input", show);
    group.append(search);
  }
  group.append(list, more);
  show();
  return group;
};

/* Those with `wanted` in them; the ticked ones come first. */
const matching = (values, wanted, picked) => {
  const fits = values.filter(([value]) => value.toLowerCase().includes(wanted));
  if (wanted) return fits;
  const isPicked = ([value]) => picked.has(value.toLowerCase());
  return [...fits.filter(isPicked), ...fits.filter((one) => !isPicked(one))];
};

const remainder = (found, wanted) => {
  if (!found) return "None has these letters in it.";
  if (found <= MOST_SHOWN) return "";
  const left = (found - MOST_SHOWN).toLocaleString("en");
  return wanted ? `and ${left} more: type more letters` : `and ${left} more: type to find them`;
};

const searchBox = (name) => {
  const input = make("input", "byline-filter-search");
  input.type = "search";
  input.placeholder = `Find ${/^[AEIOU]/.test(name) ? "an" : "a"} ${name.toLowerCase()}`;
  input.setAttribute("aria-label", input.placeholder);
  input.autocomplete = "off";
  return input;
};

const tick = (value, number, ticked, onTick) => {
  const label = make("label", "byline-check");
  const box = make("input");
  box.type = "checkbox";
  box.checked = ticked;
  box.addEventListener("change", () => onTick(value, box.checked));
  const words = make("span", "byline-check-words", value);
  label.append(box, words);
  if (number) label.append(make("span", "byline-check-count", number.toLocaleString("en")));
  else words.append(make("span", "byline-check-about", "not in the articles any more"));
  return label;
};
