/* Filters (dates, authors, outlets ...) of the next questions: a dialog, and chips
   above the question box. */
import { chat, setSettings } from "../chat/chat.js";
import { watchDrawn } from "../chat/gradio-redraws.js";
import { api, newest, OLD } from "../shared/api-client.js";
import { attempt, say, showDialog } from "../shared/dialog.js";
import { built, find, make } from "../shared/dom.js";
import { on } from "../shared/events.js";
import { watchLibrary } from "../shared/library.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { choicesOf, datesOf } from "./form-controls.js";
import { listenForPlain } from "./inferred-chips.js";
import { FIELDS, listed, NOTHING, toQuery, withGone } from "./selected.js";
import { forgetful } from "./selected-storage.js";

/** @import { Chosen, Filters, Library, Options } from "../types.js" */

const kept = forgetful("byline-filters");
/** @type {Options | null} */
let options = null;
let articles = 0;

/* Above the question box. */
const bar = built(html`<div class="byline-filters" role="group" aria-label="Filters" hidden></div>`);

/* what is chosen */
/** @type {() => Filters} */
const chosen = () => ({ ...NOTHING, ...chat.settings.filters });

/** @type {(partial: Partial<Chosen>) => void} */
const keep = (partial) => {
  setSettings(partial);
  kept.write(chat.settings.conversation, { filters: chosen(), chronological: chat.settings.chronological });
  showChips();
};

/** @type {(partial: Partial<Filters>) => void} */
const choose = (partial) => keep({ filters: { ...chosen(), ...partial } });

const showChips = () => {
  const found = listed(chosen(), options).map(({ without, ...rest }) => ({ ...rest, remove: () => choose(without) }));
  if (chat.settings.chronological) found.push({ words: "told by date", remove: () => keep({ chronological: false }) });
  render(
    html`<button type="button" class="byline-button byline-filters-opener" aria-haspopup="dialog" @click=${open}
      >${found.length ? `Filters (${found.length})` : "Filters"}</button>
    <ul class="byline-filters-chips" ?hidden=${!found.length}>${found.map(chip)}</ul>`,
    bar,
  );
};

/** @type {(shown: { words: string, name?: string, gone?: boolean, remove: () => void }, place: number) => unknown} */
const chip = ({ words, name, gone, remove }, place) => {
  const removed = () => {
    remove();
    const left = /** @type {NodeListOf<HTMLElement>} */ (bar.querySelectorAll(".byline-filter-chip"));
    (left[Math.min(place, left.length - 1)] ?? find("button", bar)).focus();
  };
  const why = "not in the articles any more";
  const what = `${name ? `${name.toLowerCase()} ` : ""}${words}${gone ? `, ${why}` : ""}`;
  return html`<li><button type="button" class="byline-chip byline-filter-chip ${gone ? "byline-filter-gone" : ""}"
    aria-label="Remove the filter ${what}" @click=${removed}>
    <span class="byline-filter-words">${words}</span>
    ${gone ? html`<span class="byline-filter-why">${why}</span>` : nothing}
    <span aria-hidden="true">×</span>
  </button></li>`;
};

/* the dialog */
const open = () => {
  const body = make("div", "byline-filters-body");
  const changed = () => tellPassing(find(".byline-filters-passing", dialog));
  const clear = () => {
    keep({ filters: NOTHING, chronological: false });
    fill();
  };
  const fill = () => {
    render(nothing, body); // the controls of days hold what was typed: they are made anew
    render(contents(changed), body);
    changed();
  };
  const wrong = () => /** @type {HTMLInputElement | null} */ (body.querySelector('input[type="date"]:invalid'));
  const done = () => {
    const first = wrong();
    if (!first) dialog.close();
    else if (first.validity.customError)
      first.focus(); // what is wrong stands below it
    else first.reportValidity();
  };
  const dialog = /** @type {HTMLDialogElement} */ (
    built(html`<dialog class="byline-dialog byline-filters-dialog" aria-labelledby="byline-filters-title">
      <h2 id="byline-filters-title" tabindex="-1">Which articles should be searched?</h2>
      ${body}
      <div class="byline-dialog-buttons">
        <p class="byline-filters-passing" role="status"></p>
        <button type="button" class="byline-button" @click=${clear}>Clear all</button>
        <button type="button" class="byline-button byline-primary" @click=${done}>Done</button>
      </div>
    </dialog>`)
  );
  dialog.addEventListener("close", () => {
    if (wrong()) say("The day that was typed last is left out: it made no span of days.");
    dialog.remove();
    find("button", bar).focus();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  fill();
  showDialog(dialog);
  find("h2", dialog).focus();
};

/** @type {(changed: () => void) => unknown} */
const contents = (changed) => {
  if (!options) return nothing;
  const known = options;
  /** @type {(partial: Partial<Filters>) => void} */
  const pick = (partial) => {
    choose(partial);
    changed();
  };
  const lists = FIELDS.map(([field, name]) => {
    const values = withGone(known, chosen(), field);
    return values.length ? choicesOf(name, values, chosen()[field], (picked) => pick({ [field]: picked })) : nothing;
  });
  return [datesOf(known, chosen(), pick), lists, order()];
};

const order = () => html`<label class="byline-check byline-filters-order">
  <input type="checkbox" .checked=${chat.settings.chronological}
    @change=${(/** @type {{ target: HTMLInputElement }} */ { target }) => keep({ chronological: target.checked })} />
  <span>Told by date<span class="byline-check-about">Questions about a whole story are answered from the oldest article to the newest.</span></span>
</label>`;

const askPassing = newest(() => api(`/byline/api/library/matching?${toQuery(chosen())}`));

/** @type {(told: HTMLElement) => Promise<void>} */
const tellPassing = async (told) => {
  const found = await attempt(askPassing);
  if (!found || found === OLD) return;
  const all = articles.toLocaleString("en");
  told.textContent = found.articles
    ? `${found.articles.toLocaleString("en")} of ${all} articles`
    : `None of ${all} articles`;
  told.classList.toggle("byline-filters-none", !found.articles);
};

/* keeping the bar in its place */
const place = () => {
  const ask = document.querySelector("#byline-ask");
  const box = ask?.closest(".form") ?? ask; // Gradio puts a frame around it
  if (box && box.previousElementSibling !== bar) box.before(bar);
};

/** @type {(library: Library) => void} */
const take = (library) => {
  options = library.filters;
  articles = library.articles;
  bar.hidden = !articles;
  showChips();
};

export const start = () => {
  listenForPlain();
  on("opened", ({ conversation }) => {
    setSettings(kept.read(conversation) ?? { filters: NOTHING, chronological: false });
    showChips();
  });
  watchDrawn(place);
  watchLibrary(take);
};
