/* Table of the saved evaluation runs, and the choice of two to compare. */
import { say } from "../shared/dialog.js";
import { button, make } from "../shared/dom.js";
import { toClipboard } from "../shared/export.js";
import { count } from "../shared/words.js";
import { field, moment, option, runsHash } from "./runs.js";

export const buildList = ({ runs, unfinished, folder, commands }) => {
  const whole = runs.filter((run) => !run.problem);
  const heading = make("h1", "", "Evaluation");
  if (!runs.length && !unfinished.length) return [heading, empty(folder, commands)];
  const parts = [heading, make("p", "byline-evaluation-lede", ABOUT)];
  if (whole.length > 1) parts.push(comparing(whole));
  if (whole.length) parts.push(...listed(whole));
  parts.push(...troubles(runs, unfinished));
  const more = make("details", "byline-evaluation-make");
  more.append(make("summary", "", "Make another run"), ...howTo(folder, commands));
  parts.push(more);
  return parts;
};

const ABOUT =
  "Each run asked Byline questions whose answers are known, and measured what it found, " +
  "answered, cited and refused.";

const empty = (folder, commands) => {
  const box = make("div", "byline-empty byline-evaluation-empty");
  box.append(
    make("p", "byline-evaluation-first", "Nothing has been measured yet."),
    make("p", "", "A run asks Byline questions whose answers are known. It shows how often the " +
      "right passage is found, the right sentence quoted, and a question refused that the " +
      "articles do not answer. Two runs tell whether a change made that better."),
    ...howTo(folder, commands),
  );
  return box;
};

const howTo = (folder, commands) => [
  make("p", "", "In a terminal, try it on the sample articles:"),
  command(commands.sample),
  make("p", "", "Ask your own articles; QUESTIONS is a file of questions, which " +
    "“byline eval questions FOLDER” proposes from your articles:"),
  command(commands.questions),
  ...(commands.feedback
    ? [make("p", "", "Thumbs and wrong citations from the chat can be measured too:"), command(commands.feedback)]
    : []),
  make("p", "byline-evaluation-folder", `Runs are kept in ${folder}`),
];

/* A command to type, with a button that copies it. */
const command = (text) => {
  const box = make("div", "byline-evaluation-command");
  const copy = button("Copy", "byline-quiet", async () => {
    const done = await toClipboard(text);
    say(done ? "Copied." : "This browser does not let the page copy. Select the command instead.");
  });
  copy.setAttribute("aria-label", `Copy: ${text}`);
  box.append(make("code", "", text), copy);
  return box;
};

const HEADS = ["Run", "Asked", "Settings", "Measured, with 95 % interval", "Made"];

const listed = (runs) => {
  const table = make("table", "byline-table byline-evaluation-list");
  table.append(make("caption", "byline-hidden", "Saved runs, newest first"));
  const top = table.createTHead().insertRow();
  for (const text of HEADS) {
    const head = make("th", "", text);
    head.scope = "col";
    top.append(head);
  }
  table.createTBody().append(...runs.map(rowOf));
  return [table, meanings(runs)];
};

const rowOf = (run) => {
  const row = make("tr");
  const head = make("th");
  head.scope = "row";
  const link = make("a", "", run.title);
  link.href = runsHash([run.id]);
  head.append(link, ...(run.title === run.id ? [] : [make("small", "", run.id)]));
  const asked = make("small", "", count(run.questions, "question", "questions"));
  row.append(
    head,
    cell("Asked", make("bdi", "", run.collection), asked),
    cell("Settings", ...settings(run)),
    cell("Measured", headlines(run)),
    cell("Made", moment(run.created)),
  );
  return row;
};

/* `label` is shown where the row is a card. */
const cell = (label, ...content) => {
  const found = make("td");
  found.dataset.label = label;
  found.append(...content);
  return found;
};

/* What the names of the measures stand for. */
const meanings = (runs) => {
  const known = new Map(runs.flatMap((run) => run.headlines.map((one) => [one.name, one.meaning])));
  const told = [...known].filter(([, meaning]) => meaning);
  return make("p", "byline-evaluation-foot", told.map((one) => `${one.join(": ")}.`).join(" "));
};

/* What of a run is not as shipped, in words. */
const settings = (run) => {
  const lines = run.settings.map((line) => make("span", "byline-evaluation-line", line));
  if (run.model) lines.push(make("span", "byline-evaluation-line", `answers by ${run.model}`));
  return lines.length ? lines : [make("span", "byline-evaluation-soft", "as shipped")];
};

const headlines = (run) => {
  const list = make("ul", "byline-evaluation-measured");
  for (const { name, value, interval } of run.headlines) {
    const item = make("li");
    item.append(
      make("span", "", name),
      make("span", "byline-evaluation-value", value),
      make("small", "", interval),
    );
    list.append(item);
  }
  return run.headlines.length ? list : make("span", "byline-evaluation-soft", "nothing");
};

const group = (label, runs, disabled) => {
  const found = make("optgroup");
  found.label = label;
  found.append(...runs.map((run) => option(run, disabled)));
  return found;
};

/* The newest run that another can be compared with, and the run before it. */
const newestPair = (runs) => {
  for (const run of runs) {
    const before = runs.find((other) => other !== run && other.same === run.same);
    if (before) return [before, run];
  }
  return [runs[0], null];
};

const comparing = (runs) => {
  const form = make("form", "byline-evaluation-compare");
  const [baseline, newest] = newestPair(runs);
  const from = make("select");
  from.append(...runs.map((run) => option(run)));
  from.value = baseline.id;
  const to = make("select");
  const go = make("button", "byline-button byline-primary", "Compare");
  const why = make("p", "byline-evaluation-why");
  why.setAttribute("role", "status");
  const offer = (chosen) => {
    const first = runs.find((run) => run.id === from.value);
    const others = runs.filter((run) => run !== first);
    const alike = others.filter((run) => run.same === first.same);
    const unlike = others.filter((run) => run.same !== first.same);
    to.replaceChildren(...alike.map((run) => option(run)));
    if (!alike.length) to.append(make("option", "", "No run to compare it with"));
    if (unlike.length) to.append(group("Other questions or articles", unlike, true));
    if (alike.some((run) => run.id === chosen)) to.value = chosen;
    to.disabled = !alike.length;
    go.disabled = !alike.length;
    why.textContent = alike.length
      ? ""
      : `No other run asked the questions of ${first.title} of the same articles, so nothing can be compared with it.`;
  };
  from.addEventListener("change", () => offer(to.value));
  offer(newest?.id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = runsHash([from.value, to.value]);
  });
  form.append(field("Baseline", from), field("Compared with it", to), go, why);
  return form;
};

const troubles = (runs, unfinished) => {
  const damaged = runs.filter((run) => run.problem);
  if (!damaged.length && !unfinished.length) return [];
  const list = make("ul", "byline-evaluation-troubles");
  for (const run of damaged) {
    const item = make("li");
    item.append(make("strong", "", run.id), ` cannot be read. ${run.problem}`);
    list.append(item);
  }
  for (const run of unfinished) {
    const asked = count(run.asked, "question", "questions");
    list.append(make("li", "", `A run is not complete: ${asked} asked, the last on ` +
      `${moment(run.last_asked)}. If nobody is making it now, the same command goes on with it.`));
  }
  return [make("h2", "", "Damaged and unfinished"), list];
};
