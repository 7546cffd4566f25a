/* Form controls of the filters' dialog: two date fields, and searchable checkbox lists. */
import { built, make } from "../shared/dom.js";
import { day } from "../shared/format.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { matching } from "./selected.js";

/** @import { Filters, Options } from "../types.js" */

const MOST_SHOWN = 50;
const SEARCHED_FROM = 9; // a shorter list is seen at a glance
const BACKWARDS = "The first day is after the last one.";

/** The first and last day; `onChange` gets null for none. Days that it does not get are :invalid.
 * @type {(options: Options, chosen: Filters, onChange: (dates: Partial<Filters>) => void) => unknown} */
export const datesOf = (options, chosen, onChange) => {
  const [from, to] = [chosen.published_from, chosen.published_to].map((value) => {
    const input = make("input");
    input.type = "date";
    input.value = value ?? "";
    input.addEventListener("change", () => changed());
    return input;
  });
  const wrong = built(html`<p class="byline-note" role="alert" hidden></p>`);
  const changed = () => {
    const backwards = Boolean(from.value && to.value && from.value > to.value);
    wrong.hidden = !backwards;
    wrong.textContent = backwards ? BACKWARDS : "";
    for (const input of [from, to]) input.setCustomValidity(wrong.textContent);
    if (!backwards) onChange({ published_from: from.value || null, published_to: to.value || null });
  };
  return html`<fieldset class="byline-filter">
    <legend>Published</legend>
    <div class="byline-filter-dates">
      <label class="byline-field">From${from}</label>
      <label class="byline-field">Until${to}</label>
    </div>
    ${wrong}
    <p class="byline-filter-about">${spanOf(options)}</p>
  </fieldset>`;
};

/** @type {(options: Options) => string} */
const spanOf = ({ from, to }) => {
  if (!from) return "None of the articles has a date.";
  const span = from === to ? `of ${day(from)}` : `from ${day(from)} to ${day(to)}`;
  return `The dated articles are ${span}. With a day chosen, those without a date are left out.`;
};

/** A list to tick in: `values` with how many articles have them, `chosen` the ticked ones.
 * @type {(name: string, values: [string, number][], chosen: string[], onChange: (picked: string[]) => void) => unknown} */
export const choicesOf = (name, values, chosen, onChange) => {
  const picked = new Map(chosen.map((value) => [value.toLowerCase(), value]));
  const place = make("div");
  /** @type {(value: string) => (event: { target: HTMLInputElement }) => void} */
  const tick =
    (value) =>
    ({ target }) => {
      if (target.checked) picked.set(value.toLowerCase(), value);
      else picked.delete(value.toLowerCase());
      onChange([...picked.values()]);
    };
  /** @type {(value: [string, number]) => unknown} */
  const choice = ([value, articles]) => html`<label class="byline-check">
    <input type="checkbox" .checked=${picked.has(value.toLowerCase())} @change=${tick(value)} />
    <span class="byline-check-words">${value}${articles ? nothing : html`<span class="byline-check-about">not in the articles any more</span>`}</span>
    ${articles ? html`<span class="byline-check-count">${articles.toLocaleString("en")}</span>` : nothing}
  </label>`;
  const show = (wanted = "") => {
    const found = matching(values, wanted, picked);
    const more = remainder(found.length, wanted);
    render(nothing, place); // the reader's ticks are not lit's to move
    render(
      html`<div class="byline-card byline-filter-list">${found.slice(0, MOST_SHOWN).map(choice)}</div>
      <p class="byline-filter-about" ?hidden=${!more}>${more}</p>`,
      place,
    );
  };
  show();
  return html`<fieldset class="byline-filter">
    <legend>${name}</legend>
    ${values.length >= SEARCHED_FROM ? searchBox(name, show) : nothing}
    ${place}
  </fieldset>`;
};

/** @type {(found: number, wanted: string) => string} */
const remainder = (found, wanted) => {
  if (!found) return "None has these letters in it.";
  if (found <= MOST_SHOWN) return "";
  const left = (found - MOST_SHOWN).toLocaleString("en");
  return wanted ? `and ${left} more: type more letters` : `and ${left} more: type to find them`;
};

/** @type {(name: string, show: (wanted: string) => void) => unknown} */
const searchBox = (name, show) => {
  const find = `Find ${/^[AEIOU]/.test(name) ? "an" : "a"} ${name.toLowerCase()}`;
  return html`<input class="byline-filter-search" type="search" placeholder=${find} aria-label=${find} autocomplete="off"
    @input=${(/** @type {{ target: HTMLInputElement }} */ { target }) => show(target.value.trim().toLowerCase())} />`;
};
