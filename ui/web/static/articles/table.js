/* The list itself: a table on a wide page, cards on a narrow one. */
import { api, askReader, attempt, button, count, day, make, say, visible } from "../shared/dom.js";
import { begun } from "./sync.js";

const PATH = "/byline/api/articles";
const COLUMNS = [
  ["title", "Title"],
  ["outlet", "Outlet"],
  ["date", "Date"],
  ["path", "File"],
  ["status", "Status"],
];
const REMOVING_ONE =
  "Byline moves it out of the folder of articles and no longer reads it. Nothing is deleted: it is kept apart, and you can put it back.";
const REMOVING_SEVERAL =
  "Byline moves them out of the folder of articles and no longer reads them. Nothing is deleted: they are kept apart, and you can put them back.";
const STATUSES = {
  failed: "Not read",
  skipped: "Passed over",
  duplicate: "Exact copy",
  removed: "Removed",
};

/* `onSort(key)` and `settle()`, which takes the focus and lists anew, are the view's. */
export const makeTable = ({ onSort, settle }) => {
  const chosen = new Map(); // path -> row
  const gone = new Set(); // removed, and listed until the sync has seen it
  document.addEventListener("byline:library", () => gone.clear());
  const element = make("div");
  const table = withRole("table", "table", "byline-table byline-articles-table");
  table.setAttribute("aria-label", "Files");
  const { head, headers, all } = makeHead(onSort);
  const body = withRole("tbody", "rowgroup");
  table.append(head, body);
  const several = make("div", "byline-articles-several");
  element.append(several, table);

  const choose = (row, box) => {
    if (box.checked) chosen.set(row.path, row);
    else chosen.delete(row.path);
    showSeveral();
  };
  const after = ({ text, action, removed = [], restored = [] }) => {
    chosen.clear();
    for (const path of removed) gone.add(path);
    for (const path of restored) gone.delete(path);
    showSeveral();
    say(text, action);
    return settle();
  };
  const showSeveral = () => {
    several.replaceChildren();
    several.hidden = !chosen.size;
    const boxes = [...body.querySelectorAll("input")];
    all.checked = boxes.length > 0 && boxes.every((box) => box.checked);
    all.indeterminate = chosen.size > 0 && !all.checked;
    if (!chosen.size) return;
    const rows = [...chosen.values()];
    const away = rows.every((row) => row.status === "removed");
    const act = away
      ? button("Put them back", "byline-button", () => attempt(() => restore(rows.map(backOf), after)))
      : button("Remove them", "byline-button", () => attempt(() => remove(rows, after)));
    const none = button("Choose none", "byline-quiet", () => {
      for (const box of body.querySelectorAll("input")) box.checked = false;
      chosen.clear();
      showSeveral();
      all.focus();
    });
    const number = make("span", "", `${count(rows.length, "file", "files")} chosen`);
    several.append(number, keyed(act, "several"), keyed(none, "none"));
  };
  all.addEventListener("change", () => {
    for (const box of body.querySelectorAll("input")) {
      if (box.checked !== all.checked) box.click();
    }
  });

  const show = (listed, sort) => {
    const { key } = element.contains(document.activeElement) ? document.activeElement.dataset : {};
    const rows = listed.filter((row) => row.status === "removed" || !gone.has(row.path));
    for (const [key, header] of headers) {
      const sorted = sort.replace("-", "") === key;
      if (sorted) header.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
    }
    const known = new Set(rows.map((row) => row.path));
    for (const path of chosen.keys()) if (!known.has(path)) chosen.delete(path);
    const actions = { choose, isChosen: (row) => chosen.has(row.path), after };
    body.replaceChildren(...rows.map((row) => makeRow(row, actions)));
    showSeveral();
    const again = key && [...element.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    if (again) again.focus({ preventScroll: true });
  };
  return { element, show };
};

/* By its key, what has the focus has it again when the list is made anew. */
const keyed = (element, key) => {
  element.dataset.key = key;
  return element;
};

const withRole = (tag, role, className = "") => {
  const element = make(tag, className);
  element.setAttribute("role", role); // a table that is laid out as cards is a table still
  return element;
};

const makeHead = (onSort) => {
  const head = withRole("thead", "rowgroup");
  const row = withRole("tr", "row");
  const all = make("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", "Choose all files of this page");
  const first = withRole("th", "columnheader", "byline-cell-choose");
  first.append(all);
  row.append(first);
  const headers = COLUMNS.map(([key, name]) => {
    const header = withRole("th", "columnheader", `byline-cell-${key}`);
    header.scope = "col";
    header.append(button(name, "byline-sort", () => onSort(key)));
    row.append(header);
    return [key, header];
  });
  const last = withRole("th", "columnheader", "byline-cell-do");
  last.append(make("span", "byline-hidden", "Actions"));
  row.append(last);
  head.append(row);
  return { head, headers, all };
};

const nameOf = (row) => row.title || visible(row.path.split("/").pop());

const makeRow = (row, actions) => {
  const element = withRole("tr", "row", `byline-row-${row.status}`);
  element.append(
    chooseCell(row, actions),
    titleCell(row),
    cell("outlet", [row.outlet, row.section].filter(Boolean)),
    cell("date", [day(row.published, "short")].filter(Boolean)),
    pathCell(row),
    statusCell(row),
    doCell(row, actions),
  );
  return element;
};

const cell = (key, lines) => {
  const element = withRole("td", "cell", `byline-cell-${key}`);
  lines.forEach((line, place) => element.append(make("div", place ? "byline-soft" : "", line)));
  return element;
};

const chooseCell = (row, { choose, isChosen }) => {
  const element = cell("choose", []);
  const box = make("input");
  box.type = "checkbox";
  box.checked = isChosen(row);
  box.setAttribute("aria-label", `Choose ${nameOf(row)}`);
  box.addEventListener("change", () => choose(row, box));
  element.append(keyed(box, `choose ${row.path}`));
  return element;
};

const titleCell = (row) => {
  const element = cell("title", []);
  if (row.status === "article") {
    const open = button("", "byline-article-title", () => read(row.path));
    open.append(make("bdi", "", row.title));
    element.append(keyed(open, `open ${row.path}`));
  } else element.append(make("bdi", "byline-file-name", nameOf(row)));
  if (row.authors) element.append(make("div", "byline-soft byline-authors", row.authors));
  if (row.reason) element.append(make("div", "byline-why", sentenceOf(row)));
  for (const warning of row.warnings) element.append(make("div", "byline-why", upper(warning)));
  if (row.also_in.length) element.append(sameStory(row));
  return element;
};

const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const sentenceOf = ({ status, reason }) =>
  status === "duplicate" ? `The same content as ${visible(reason.replace(/^same as /, ""))}` : upper(reason);

const read = (doc_id) => document.dispatchEvent(new CustomEvent("byline:read", { detail: { doc_id } }));

const sameStory = ({ path: own, also_in: paths }) => {
  const line = make("div", "byline-soft", "Same story in ");
  paths.slice(0, 3).forEach((path, place) => {
    if (place) line.append(", ");
    const link = button("", "byline-inline", () => read(path));
    link.append(make("bdi", "byline-path", visible(path)));
    line.append(keyed(link, `open ${path} from ${own}`));
  });
  if (paths.length > 3) line.append(` and ${paths.length - 3} more`);
  return line;
};

const pathCell = (row) => {
  const element = cell("path", []);
  element.append(make("bdi", "byline-path", visible(row.path)));
  if (row.status === "article") {
    element.append(make("div", "byline-soft", count(row.passages, "passage", "passages")));
  }
  return element;
};

const statusCell = (row) => {
  const element = cell("status", []);
  const shown = STATUSES[row.status] || (row.warnings.length ? "Warning" : "");
  if (shown) element.append(make("span", `byline-state byline-state-${row.status}`, shown));
  if (row.news) element.append(make("span", "byline-state byline-state-news", upper(row.news)));
  return element;
};

const doCell = (row, { after }) => {
  const element = cell("do", []);
  const away = row.status === "removed";
  const act = away ? () => restore([backOf(row)], after) : () => remove([row], after);
  const control = button(away ? "Put back" : "Remove", "byline-quiet", () => attempt(act));
  control.setAttribute("aria-label", `${away ? "Put back" : "Remove"} ${nameOf(row)}`);
  element.append(keyed(control, `do ${row.path}`));
  return element;
};

const backOf = (row) => ({ kept: row.path, path: row.path });

const named = (rows) => (rows.length === 1 ? `“${nameOf(rows[0])}”` : count(rows.length, "file", "files"));

const remove = async (rows, after) => {
  const agreed = await askReader({
    title: `Remove ${named(rows)}?`,
    text: rows.length === 1 ? REMOVING_ONE : REMOVING_SEVERAL,
    confirm: "Remove",
    danger: true,
  });
  if (!agreed) return;
  const query = new URLSearchParams(rows.map((row) => ["doc", row.path]));
  const { removed, problems, sync } = await api(`${PATH}?${query}`, { method: "DELETE" });
  begun(sync);
  const text = problems.length ? `${removed.length} removed. ${problems[0].problem}` : `${named(rows)} removed.`;
  const action = ["Undo", () => attempt(() => restore(removed, after))];
  await after({ text, action, removed: removed.map((file) => file.path) });
};

const restore = async (files, after) => {
  const body = { files: files.map(({ kept, path }) => ({ kept, path })) };
  const { restored, problems, sync } = await api(`${PATH}/restore`, { method: "POST", body });
  begun(sync);
  const words = [`${count(restored.length, "file", "files")} put back.`, ...problems.slice(0, 1).map((one) => one.problem)];
  await after({ text: words.join(" "), restored: restored.map((file) => file.path) });
};
