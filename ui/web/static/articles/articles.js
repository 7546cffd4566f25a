/* The Articles view: the table of the folder's articles, with search, upload and sync. */
import { addView } from "../frame/frame.js";
import { api, newest, OLD, Problem } from "../shared/api-client.js";
import { attempt, say } from "../shared/dialog.js";
import { button, click, find, setOff, worded } from "../shared/dom.js";
import { on } from "../shared/events.js";
import { count } from "../shared/format.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { addingButtons, addingState, reasons, takeDrops } from "./adding.js";
import { look, startSync, syncState, watchSync } from "./sync.js";
import { makeTable } from "./table.js";
import { sentence, setLimits } from "./upload.js";

/** @import { Listing } from "../types.js" */

const TYPING_MS = 200;
const LOOKING = "Looking at the articles …";
const TROUBLES_SHOWN = 5;
const FILTERS = {
  all: "All files",
  articles: "Articles",
  new: "New or changed",
  failed: "Could not be read",
  warnings: "Read with a warning",
  skipped: "Passed over",
  duplicates: "Exact copies",
  near: "Same story as another",
  removed: "Removed",
};
const SORTS = {
  title: "Title",
  "-date": "Newest first",
  date: "Oldest first",
  outlet: "Outlet",
  path: "File",
  status: "Status",
};
const LOADING = "byline-articles-loading"; // until the first list is there

const wanted = { search: "", sort: "title", status: "all", page: 1 };
/** @type {HTMLElement | null} */
let view = null;
/** @type {Listing | null} */
let listed = null;
/** What failed stands above the list, whatever the list shows.
 * @type {Listing | null} */
let troubles = null;
let failure = ""; // why there is no list

export const start = () => {
  addView("articles", "Articles", { mount, shown });
  on("library", () => view && load());
  watchSync(() => listed && draw());
};

const shown = () => {
  look();
  load();
};

/** @type {(element: HTMLElement) => void} */
const mount = (element) => {
  view = element;
  takeDrops(element);
  draw();
};

/* ---- asking for the list ---- */

/** @type {(partial: Partial<typeof wanted>) => Promise<void>} */
const change = (partial) => {
  Object.assign(wanted, { page: 1 }, partial);
  return load();
};

const showAll = () => {
  /** @type {HTMLInputElement} */ (find(".byline-articles-search input")).value = "";
  return change({ search: "", status: "all" });
};

/** @type {(key: string) => Promise<void>} */
const sortBy = (key) => {
  const other = wanted.sort === key ? `-${key}` : key;
  return change({ sort: key === "date" && !wanted.sort.endsWith("date") ? "-date" : other });
};

/** @type {(place: string) => void} */
const focusOn = (place) => find(place, view ?? document).focus({ preventScroll: true });

/* After files have come or gone: the row that had the focus may not be there any more. */
const settle = () => {
  focusOn(".byline-articles-found");
  return load();
};

/** @type {(by: number) => Promise<void>} */
const turn = async (by) => {
  await change({ page: wanted.page + by });
  find(".byline-articles-bar").scrollIntoView({ block: "start" });
};

let typing = 0;
/** @type {(event: { target: HTMLInputElement }) => void} */
const typed = ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => change({ search: target.value }), TYPING_MS);
};

const list = newest(() => api(`/byline/api/articles?${new URLSearchParams({ ...wanted, page: String(wanted.page) })}`));
const listFailed = newest(() => api("/byline/api/articles?status=failed&sort=path"));

const load = async () => {
  try {
    const found = await list();
    if (found === OLD) return;
    listed = found;
    failure = "";
    wanted.page = found.page;
    setLimits(found.limits);
    keepFocus(() => tableOf.show(found.articles, wanted.sort));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (listed) return say(error.message);
    failure = error.message;
  }
  keepFocus(draw);
  if (listed) await showTroubles(listed);
};

/** @type {(listing: Listing) => Promise<void>} */
const showTroubles = async ({ counts }) => {
  const found = counts.failed && wanted.status !== "failed" ? await attempt(listFailed) : null;
  if (found === OLD) return;
  troubles = found ?? null;
  keepFocus(draw);
};

/* ---- drawing it ---- */

const tableOf = makeTable({ onSort: sortBy, settle });
const adding = addingButtons();
const state = addingState();
const previous = button("‹ Previous", "byline-button", () => turn(-1));
const next = button("Next ›", "byline-button", () => turn(1));

const draw = () => {
  if (!view) return;
  view.classList.toggle(LOADING, !listed);
  const bare = !listed || isBare(listed);
  setOff(previous, wanted.page <= 1);
  setOff(next, wanted.page >= (listed?.pages ?? 1));
  render(
    html`<div class="byline-articles-head">
      <div>
        <h1 tabindex="-1">Articles</h1>
        <p class="byline-articles-about">${listed ? aboutFolder(listed) : nothing}</p>
      </div>
      <div class="byline-articles-actions">
        ${adding}
        <button type="button" class="byline-button" @click=${click(() => attempt(startSync))}>Sync now</button>
      </div>
    </div>
    <p class="byline-articles-hint"><span class="byline-articles-drop">Drop files or folders anywhere on this page. </span>${sentence()}</p>
    ${state}
    <p class="byline-note" ?hidden=${!listed?.problem}>${worded(listed?.problem ?? "")}</p>
    <section class="byline-note byline-troubles" aria-label="Files that could not be read" ?hidden=${!troubles}>
      ${troubles ? troubled(troubles) : nothing}
    </section>
    <div class="byline-articles-bar" role="search" ?hidden=${bare && Boolean(listed)}>
      <label class="byline-field byline-articles-search">Search by title, author, outlet or file
        <input type="search" maxlength="300" @input=${typed} /></label>
      ${choice("Show", Object.entries(FILTERS).filter(isOffered).map(withCount), "status")}
      ${choice("Sort by", Object.entries(SORTS), "sort")}
    </div>
    <p class="byline-articles-found" role="status" tabindex="-1" ?hidden=${bare && Boolean(listed)}>${foundText()}</p>
    <div ?hidden=${!listed?.articles.length}>${tableOf.element}</div>
    <div class="byline-empty" ?hidden=${!isEmpty()}>${isEmpty() ? empty(bare) : nothing}</div>
    <nav class="byline-pager" aria-label="Pages of the list" ?hidden=${(listed?.pages ?? 0) < 2}>
      ${previous}<span class="byline-pager-place">Page ${listed?.page} of ${listed?.pages}</span>${next}
    </nav>`,
    view,
  );
};

/** What had the focus may be gone or hidden when `action` is done.
 * @type {(action: () => void) => void} */
const keepFocus = (action) => {
  const had = view?.contains(document.activeElement);
  action();
  const held = document.activeElement;
  if (!had || (held && held !== document.body && !held.closest("[hidden]"))) return;
  focusOn(listed && isBare(listed) ? "h1" : ".byline-articles-found");
};

/** @type {(listing: Listing) => boolean} */
const isBare = ({ counts }) => !counts.all && !counts.removed;

/** @type {(name: string, options: [string, string][], key: "status" | "sort") => unknown} */
const choice = (name, options, key) => {
  /** @type {(event: { target: HTMLSelectElement }) => unknown} */
  const chosen = ({ target }) => change({ [key]: target.value });
  return html`<label class="byline-field byline-articles-${key}">${name}<select @change=${chosen}>
    ${options.map(([value, text]) => html`<option value=${value} .selected=${value === wanted[key]}>${text}</option>`)}
  </select></label>`;
};

/** @type {(filter: [string, string]) => boolean} */
const isOffered = ([value]) => Boolean(listed?.counts[value]) || value === "all" || value === wanted.status;

/** @type {(filter: [string, string]) => [string, string]} */
const withCount = ([value, text]) => [value, `${text} (${(listed?.counts[value] ?? 0).toLocaleString("en")})`];

/** @type {(listing: Listing) => unknown} */
const aboutFolder = ({ counts, passages, folder }) => {
  if (!folder) return nothing;
  const known = counts.articles
    ? `${count(counts.articles, "article")}, ${count(passages, "passage")}, from `
    : "The folder of articles is ";
  return html`${known}<bdi class="byline-path">${folder}</bdi>`;
};

const foundText = () => {
  if (failure && !listed) {
    return html`<span class="byline-articles-failure">${failure}</span>
      <button type="button" class="byline-button" @click=${click(tryAgain)}>Try again</button>`;
  }
  if (!listed) return LOOKING;
  const files = count(listed.found, "file");
  const narrowed = wanted.search || wanted.status !== "all" ? `${files} found` : files;
  return listed.pages > 1 ? `${narrowed}, page ${listed.page} of ${listed.pages}` : narrowed;
};

const tryAgain = async () => {
  failure = "";
  draw();
  focusOn(".byline-articles-found");
  await load();
};

const isEmpty = () =>
  listed !== null && !listed.articles.length && !listed.problem && !(isBare(listed) && syncState().running);

/** @type {(bare: boolean) => unknown} */
const empty = (bare) =>
  bare
    ? html`<h2>There are no articles yet</h2>
        <p>Add files or a folder, or drop them here. They are copied into the folder above and stay on this machine.</p>`
    : html`<p>${wanted.search ? `No file matches “${wanted.search}” here.` : "There is no such file."}</p>
        <button type="button" class="byline-button" @click=${click(showAll)}>Show all files</button>`;

/** @type {(failed: Listing) => unknown} */
const troubled = ({ found, articles }) => {
  const files = articles.slice(0, TROUBLES_SHOWN).map(({ path, reason }) => ({ path, why: reason }));
  const all = click(() => change({ status: "failed", search: "" }));
  return html`<p class="byline-troubles-head">${count(found, "file")} could not be read</p>
    ${reasons(files)}
    ${found > files.length ? html`<button type="button" class="byline-quiet" @click=${all}>Show them all</button>` : nothing}`;
};
