/* The Articles view: the folder as the index sees it. */
import { api, attempt, button, count, make, newest, Problem, say, setOff, worded } from "../shared/dom.js";
import { addView } from "../frame/frame.js";
import { addingButtons, addingState, reasons, takeDrops } from "./adding.js";
import { look, startSync, syncState, watchSync } from "./sync.js";
import { makeTable } from "./table.js";
import { sentence, setLimits } from "./upload.js";

const TYPING_MS = 200;
const LOOKING = "Looking at the articles …";
const FILTERS = [
  ["all", "All files"],
  ["articles", "Articles"],
  ["new", "New or changed"],
  ["failed", "Could not be read"],
  ["warnings", "Read with a warning"],
  ["skipped", "Passed over"],
  ["duplicates", "Exact copies"],
  ["near", "Same story as another"],
  ["removed", "Removed"],
];
const SORTS = [
  ["title", "Title"],
  ["-date", "Newest first"],
  ["date", "Oldest first"],
  ["outlet", "Outlet"],
  ["path", "File"],
  ["status", "Status"],
];

const LOADING = "byline-articles-loading"; // until the first list is there

const wanted = { search: "", sort: "title", status: "all", page: 1 };
let parts = null;

export const start = () => {
  addView("articles", "Articles", { mount, shown });
  document.addEventListener("byline:library", () => parts && load());
  watchSync(() => listed && showEmpty(listed));
};

const shown = () => {
  look();
  load();
};

const mount = (view) => {
  const head = make("div", "byline-articles-head");
  const words = make("div");
  const title = make("h1", "", "Articles");
  title.tabIndex = -1;
  const about = make("p", "byline-articles-about");
  words.append(title, about);
  const actions = make("div", "byline-articles-actions");
  actions.append(addingButtons(), button("Sync now", "byline-button", () => attempt(startSync)));
  head.append(words, actions);
  const hint = make("p", "byline-articles-hint");
  const problem = make("p", "byline-note");
  const troubles = make("section", "byline-note byline-troubles");
  troubles.setAttribute("aria-label", "Files that could not be read");
  const search = searchField();
  const status = choice("Show", FILTERS, "status");
  const sort = choice("Sort by", SORTS, "sort");
  sort.label.classList.add("byline-articles-sort");
  const bar = make("div", "byline-articles-bar");
  bar.setAttribute("role", "search");
  bar.append(search.label, status.label, sort.label);
  const found = make("p", "byline-articles-found");
  found.setAttribute("role", "status");
  found.tabIndex = -1;
  const table = makeTable({ onSort: sortBy, settle });
  const pager = makePager();
  const empty = make("div", "byline-empty");
  view.append(head, hint, addingState(), problem, troubles, bar, found, table.element, empty, pager.element);
  takeDrops(view);
  view.classList.add(LOADING);
  found.textContent = LOOKING;
  parts = { view, title, about, hint, problem, troubles, bar, search, status, sort, found, table, empty, pager };
};

const searchField = () => {
  const label = make("label", "byline-field byline-articles-search", "Search by title, author, outlet or file");
  const input = make("input");
  input.type = "search";
  input.maxLength = 300;
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ search: input.value }), TYPING_MS);
  });
  label.append(input);
  return { label, input };
};

const choice = (name, options, key) => {
  const label = make("label", "byline-field", name);
  const select = make("select");
  for (const [value, text] of options) select.append(new Option(text, value));
  select.addEventListener("change", () => change({ [key]: select.value }));
  label.append(select);
  return { label, select };
};

const makePager = () => {
  const element = make("nav", "byline-pager");
  element.setAttribute("aria-label", "Pages of the list");
  const turn = async (by) => {
    await change({ page: wanted.page + by });
    parts.bar.scrollIntoView({ block: "start" });
  };
  const previous = button("‹ Previous", "byline-button", () => turn(-1));
  const next = button("Next ›", "byline-button", () => turn(1));
  const place = make("span", "byline-pager-place");
  element.append(previous, place, next);
  return { element, previous, next, place };
};

const change = (partial) => {
  Object.assign(wanted, { page: 1 }, partial);
  return load();
};

const searchFor = (text) => {
  parts.search.input.value = text;
  return change({ search: text, status: "all" });
};

const sortBy = (key) => {
  const other = wanted.sort === key ? `-${key}` : key;
  return change({ sort: key === "date" && !wanted.sort.endsWith("date") ? "-date" : other });
};

/* After files have come or gone: the row that had the focus may not be there any more. */
const settle = () => {
  parts.found.focus({ preventScroll: true });
  return load();
};

const list = newest(() => api(`/byline/api/articles?${new URLSearchParams(wanted)}`));
const listFailed = newest(() => api("/byline/api/articles?status=failed&sort=path"));

const load = async () => {
  let listing;
  try {
    listing = await list();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return isLoading() ? showFailure(error.message) : say(error.message);
  }
  if (listing === newest.OLD) return undefined;
  wanted.page = listing.page;
  setLimits(listing.limits);
  parts.view.classList.remove(LOADING);
  const held = parts.view.contains(document.activeElement) ? document.activeElement : null;
  show(listing);
  if (held) holdFocus();
  return undefined;
};

const isLoading = () => parts.view.classList.contains(LOADING);

/* There is no list to show yet. */
const showFailure = (message) => {
  const again = button("Try again", "byline-button", async () => {
    parts.found.textContent = LOOKING;
    parts.found.focus();
    await load();
  });
  parts.found.replaceChildren(make("span", "byline-articles-failure", message), again);
};

/* What had the focus may be gone, hidden or switched off by now. */
const holdFocus = () => {
  const held = document.activeElement;
  if (held !== document.body && !held.disabled && !held.closest("[hidden]")) return;
  const place = parts.found.hidden ? parts.title : parts.found;
  place.focus({ preventScroll: true });
};

let listed = null;
const isBare = ({ counts }) => !counts.all && !counts.removed;

const show = (listing) => {
  listed = listing;
  const { counts } = listing;
  const bare = isBare(listing);
  parts.about.replaceChildren(...aboutFolder(listing));
  parts.hint.replaceChildren(make("span", "byline-articles-drop", "Drop files or folders anywhere on this page. "), sentence());
  parts.problem.replaceChildren(...worded(listing.problem));
  parts.problem.hidden = !listing.problem;
  parts.bar.hidden = bare;
  FILTERS.forEach(([value, text], place) => {
    const option = parts.status.select.options[place];
    option.textContent = `${text} (${counts[value].toLocaleString("en")})`;
    option.hidden = !counts[value] && value !== "all" && value !== wanted.status;
  });
  parts.status.select.value = wanted.status;
  parts.sort.select.value = wanted.sort;
  parts.found.textContent = foundText(listing);
  parts.found.hidden = bare;
  parts.table.show(listing.articles, wanted.sort);
  parts.table.element.hidden = !listing.articles.length;
  showEmpty(listing);
  showPager(listing);
  showTroubles(counts);
};

const aboutFolder = ({ counts, passages, folder }) => {
  const known = counts.articles
    ? `${count(counts.articles, "article", "articles")}, ${count(passages, "passage", "passages")}, from `
    : "The folder of articles is ";
  return folder ? [known, make("bdi", "byline-path", folder)] : [];
};

const foundText = ({ found, page, pages }) => {
  const number = count(found, "file", "files");
  const narrowed = wanted.search || wanted.status !== "all" ? `${number} found` : number;
  return pages > 1 ? `${narrowed}, page ${page} of ${pages}` : narrowed;
};

const showEmpty = (listing) => {
  const bare = isBare(listing);
  const filling = bare && syncState().running;
  parts.empty.hidden = listing.articles.length > 0 || Boolean(listing.problem) || filling;
  if (parts.empty.hidden) return;
  if (bare) {
    parts.empty.replaceChildren(
      make("h2", "", "There are no articles yet"),
      make("p", "", "Add files or a folder, or drop them here. They are copied into the folder above and stay on this machine."),
    );
    return;
  }
  const all = button("Show all files", "byline-button", () => searchFor(""));
  const what = wanted.search ? `No file matches “${wanted.search}” here.` : "There is no such file.";
  parts.empty.replaceChildren(make("p", "", what), all);
};

const showPager = ({ page, pages }) => {
  const { element, previous, next, place } = parts.pager;
  element.hidden = pages < 2;
  setOff(previous, page <= 1);
  setOff(next, page >= pages);
  place.textContent = `Page ${page} of ${pages}`;
};

/* What failed stands above the list, whatever the list shows. */
const showTroubles = async (counts) => {
  parts.troubles.hidden = !counts.failed || wanted.status === "failed";
  if (parts.troubles.hidden) return;
  const failed = await attempt(listFailed);
  if (!failed || failed === newest.OLD) return;
  const held = parts.troubles.contains(document.activeElement);
  const head = make("p", "byline-troubles-head", `${count(failed.found, "file", "files")} could not be read`);
  const files = failed.articles.slice(0, 5).map(({ path, reason }) => ({ path, why: reason }));
  parts.troubles.replaceChildren(head, reasons(files));
  if (failed.found > files.length) {
    const all = () => change({ status: "failed", search: "" });
    parts.troubles.append(button("Show them all", "byline-quiet", all));
  }
  if (held) (parts.troubles.querySelector("button") || parts.found).focus({ preventScroll: true });
};
