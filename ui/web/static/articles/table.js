/* The articles table: rows on a wide page, cards on a narrow one; sort, remove, restore. */
import { api } from "../shared/api-client.js";
import { askReader, attempt, say } from "../shared/dialog.js";
import { click, find, make, redraw } from "../shared/dom.js";
import { on, tell } from "../shared/events.js";
import { count, day, upper, visible } from "../shared/format.js";
import { html, nothing } from "../vendor/lit-html.js";
import { begun } from "./sync.js";

/** @import { ArticleRow, KeptFile } from "../types.js" */

const PATH = "/byline/api/articles";
const COLUMNS = { title: "Title", outlet: "Outlet", date: "Date", path: "File", status: "Status" };
const REMOVING_ONE =
  "Byline moves it out of the folder of articles and no longer reads it. Nothing is deleted: it is kept apart, and you can put it back.";
const REMOVING_SEVERAL =
  "Byline moves them out of the folder of articles and no longer reads them. Nothing is deleted: they are kept apart, and you can put them back.";
/** @type {Record<string, string>} */
const STATUSES = { failed: "Not read", skipped: "Passed over", duplicate: "Exact copy", removed: "Removed" };
const ALSO_SHOWN = 3;

/** `onSort(key)` and `settle()`, which takes the focus and lists anew, are the view's.
 * @type {(view: { onSort: (key: string) => unknown, settle: () => Promise<unknown> }) => { element: HTMLElement, show: (rows: ArticleRow[], sort: string) => void }} */
export const makeTable = ({ onSort, settle }) => {
  const element = make("div");
  /** @type {Map<string, ArticleRow>} */
  const chosen = new Map();
  /** Removed, and listed until the sync has seen it.
   * @type {Set<string>} */
  const gone = new Set();
  on("library", () => gone.clear());
  /** @type {ArticleRow[]} */
  let rows = [];
  let sort = "";

  /** @type {(these: ArticleRow[], isChosen: boolean) => void} */
  const choose = (these, isChosen) => {
    for (const row of these) {
      if (isChosen) chosen.set(row.path, row);
      else chosen.delete(row.path);
    }
    draw();
  };
  /** @type {(text: string, action?: [string, () => unknown]) => Promise<unknown>} */
  const after = (text, action) => {
    chosen.clear();
    draw();
    say(text, action);
    return settle();
  };

  /** @type {(removed: ArticleRow[]) => Promise<void>} */
  const remove = async (removed) => {
    const agreed = await askReader({
      title: `Remove ${named(removed)}?`,
      text: removed.length === 1 ? REMOVING_ONE : REMOVING_SEVERAL,
      confirm: "Remove",
      danger: true,
    });
    if (!agreed) return;
    const query = new URLSearchParams(removed.map((row) => ["doc", row.path]));
    const done = await api(`${PATH}?${query}`, { method: "DELETE" });
    begun(done.sync);
    for (const file of done.moved) gone.add(file.path);
    const [problem] = done.problems;
    const text = problem ? `${done.moved.length} removed. ${problem.problem}` : `${named(removed)} removed.`;
    await after(text, ["Undo", () => attempt(() => restore(done.moved))]);
  };
  /** @type {(files: KeptFile[]) => Promise<void>} */
  const restore = async (files) => {
    const body = { files: files.map(({ kept, path }) => ({ kept, path })) };
    const done = await api(`${PATH}/restore`, { method: "POST", body });
    begun(done.sync);
    for (const file of done.moved) gone.delete(file.path);
    const [problem] = done.problems;
    await after(`${count(done.moved.length, "file")} put back.${problem ? ` ${problem.problem}` : ""}`);
  };
  /** @type {(these: ArticleRow[]) => (event: Event) => Promise<void>} */
  const move = (these) =>
    click(() =>
      attempt(() => (areAway(these) ? restore(these.map(({ path }) => ({ kept: path, path }))) : remove(these))),
    );

  const chooseNone = () => {
    choose([...chosen.values()], false);
    find("input", element).focus();
  };
  const several = () => {
    const these = [...chosen.values()];
    return html`<span>${count(these.length, "file")} chosen</span>
      <button type="button" class="byline-button" data-key="several" @click=${move(these)}
        >${areAway(these) ? "Put them back" : "Remove them"}</button>
      <button type="button" class="byline-quiet" data-key="none" @click=${chooseNone}>Choose none</button>`;
  };
  /** @type {(column: [string, string]) => unknown} */
  const header = ([key, name]) => {
    const sorted = sort.startsWith("-") ? "descending" : "ascending";
    return html`<th role="columnheader" scope="col" class="byline-cell-${key}"
      aria-sort=${sort.replace("-", "") === key ? sorted : nothing}>
      <button type="button" class="byline-sort" @click=${click(() => onSort(key))}>${name}</button>
    </th>`;
  };
  /** @type {(row: ArticleRow) => unknown} */
  const line = (row) => html`<tr role="row" class="byline-row-${row.status}">
    <td role="cell" class="byline-cell-choose">
      <input type="checkbox" aria-label="Choose ${nameOf(row)}" data-key="choose ${row.path}"
        .checked=${chosen.has(row.path)} @change=${ticking([row])} />
    </td>
    ${cells(row)}
    <td role="cell" class="byline-cell-do">
      <button type="button" class="byline-quiet" data-key="do ${row.path}"
        aria-label="${areAway([row]) ? "Put back" : "Remove"} ${nameOf(row)}" @click=${move([row])}
        >${areAway([row]) ? "Put back" : "Remove"}</button>
    </td>
  </tr>`;
  /** @type {(these: ArticleRow[]) => (event: { target: HTMLInputElement }) => void} */
  const ticking =
    (these) =>
    ({ target }) =>
      choose(these, target.checked);

  /* A table that is laid out as cards is a table still: hence the roles. */
  const draw = () => {
    const all = rows.length > 0 && rows.every((row) => chosen.has(row.path));
    redraw(
      html`<div class="byline-articles-several" ?hidden=${!chosen.size}>${chosen.size ? several() : nothing}</div>
      <table role="table" class="byline-table byline-articles-table" aria-label="Files">
        <thead role="rowgroup"><tr role="row">
          <th role="columnheader" class="byline-cell-choose">
            <input type="checkbox" aria-label="Choose all files of this page" .checked=${all}
              .indeterminate=${chosen.size > 0 && !all} @change=${ticking(rows)} />
          </th>
          ${Object.entries(COLUMNS).map(header)}
          <th role="columnheader" class="byline-cell-do"><span class="byline-hidden">Actions</span></th>
        </tr></thead>
        <tbody role="rowgroup">${rows.map(line)}</tbody>
      </table>`,
      element,
    );
  };
  return {
    element,
    show: (listed, sorted) => {
      sort = sorted;
      rows = listed.filter((row) => areAway([row]) || !gone.has(row.path));
      const known = new Set(rows.map((row) => row.path));
      for (const path of chosen.keys()) if (!known.has(path)) chosen.delete(path);
      draw();
    },
  };
};

/** @type {(rows: ArticleRow[]) => boolean} */
const areAway = (rows) => rows.every((row) => row.status === "removed");

/** @type {(row: ArticleRow) => string} */
const nameOf = (row) => row.title || visible(row.path.split("/").at(-1) ?? "");

/** @type {(rows: ArticleRow[]) => string} */
const named = (rows) => (rows.length === 1 ? `“${nameOf(rows[0])}”` : count(rows.length, "file"));

/** @type {(path: string) => unknown} */
const pathOf = (path) => html`<bdi class="byline-path">${visible(path)}</bdi>`;

/** What is told of a file, between its box and its button.
 * @type {(row: ArticleRow) => unknown} */
const cells = (row) => {
  const isRead = row.status === "article";
  const state = STATUSES[row.status] ?? (row.warnings.length ? "Warning" : "");
  const published = day(row.published, "short");
  return html`<td role="cell" class="byline-cell-title">
      ${
        isRead
          ? html`<button type="button" class="byline-article-title" data-key="open ${row.path}" @click=${() => read(row.path)}
            ><bdi>${row.title}</bdi></button>`
          : html`<bdi class="byline-file-name">${nameOf(row)}</bdi>`
      }
      ${row.authors ? html`<div class="byline-soft byline-authors">${row.authors}</div>` : nothing}
      ${[...(row.reason ? [reasonOf(row)] : []), ...row.warnings.map(upper)].map((why) => html`<div class="byline-why">${why}</div>`)}
      ${row.also_in.length ? sameStory(row) : nothing}
    </td>
    <td role="cell" class="byline-cell-outlet">${[row.outlet, row.section].filter(Boolean).map((line, place) => html`<div class=${place ? "byline-soft" : ""}>${line}</div>`)}</td>
    <td role="cell" class="byline-cell-date">${published ? html`<div>${published}</div>` : nothing}</td>
    <td role="cell" class="byline-cell-path">${pathOf(row.path)}
      ${isRead ? html`<div class="byline-soft">${count(row.passages, "passage")}</div>` : nothing}</td>
    <td role="cell" class="byline-cell-status">${[
      state ? html`<span class="byline-state byline-state-${row.status}">${state}</span>` : nothing,
      row.news ? html`<span class="byline-state byline-state-news">${upper(row.news)}</span>` : nothing,
    ]}</td>`;
};

/** @type {(row: ArticleRow) => string} */
const reasonOf = ({ status, reason }) =>
  status === "duplicate" ? `The same content as ${visible(reason.replace(/^same as /, ""))}` : upper(reason);

/** @type {(doc_id: string) => void} */
const read = (doc_id) => tell("read", { doc_id });

/** @type {(row: ArticleRow) => unknown} */
const sameStory = ({ path: own, also_in: paths }) => html`<div class="byline-soft">Same story in
  ${paths.slice(0, ALSO_SHOWN).map(
    (path, place) => html`${place ? ", " : ""}<button type="button" class="byline-link"
    data-key="open ${path} from ${own}" @click=${() => read(path)}>${pathOf(path)}</button>`,
  )}
  ${paths.length > ALSO_SHOWN ? `and ${paths.length - ALSO_SHOWN} more` : ""}</div>`;
