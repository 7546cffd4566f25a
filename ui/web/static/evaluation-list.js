/* The list of the saved runs, and two of them chosen to be compared. */
import { button, make } from "./shared/dom.js";
import { count } from "./shared/words.js";
import {
  cell, command, moment, rowHead, runsHash, table,
} from "./evaluation-parts.js";

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

const listed = (runs) => {
  const heads = [
    ["Run", ""],
    ["Asked", ""],
    ["Settings", ""],
    ["Measured, with 95 % interval", ""],
    ["Made", "byline-evaluation-number"],
  ];
  const rows = runs.map((run) => {
    const row = make("tr");
    const link = make("a", "", run.title);
    link.href = runsHash([run.id]);
    const name = run.title === run.id ? [] : [make("small", "", run.id)];
    row.append(
      rowHead(link, ...name),
      cell("Asked", [
        make("bdi", "", run.collection),
        make("small", "", count(run.questions, "question", "questions")),
      ]),
      cell("Settings", settings(run)),
      cell("Measured", headlines(run)),
      cell("Made", moment(run.created), "byline-evaluation-number byline-evaluation-made"),
    );
    return row;
  });
  const found = table("byline-evaluation-list", "Saved runs, newest first", heads, [{ rows }]);
  return [found, meanings(runs)];
};

/* What the names of the measures stand for. */
const meanings = (runs) => {
  const known = new Map(runs.flatMap((run) => run.headlines.map((one) => [one.name, one.meaning])));
  const told = [...known].filter(([, meaning]) => meaning);
  return make("p", "byline-evaluation-foot", told.map((one) => `${one.join(": ")}.`).join(" "));
};

/* What of a run is not as shipped, in words. */
export const settings = (run) => {
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

const named = (run) => `${run.title} (${run.collection}, ${moment(run.created)})`;

const option = (run, disabled = false) => {
  const found = make("option", "", named(run));
  found.value = run.id;
  found.disabled = disabled;
  return found;
};

const field = (text, select) => {
  const label = make("label", "byline-field", text);
  label.append(select);
  return label;
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

/* A choice of what to compare a run with; null where there is nothing. */
export const compareWith = (name, runs) => {
  const own = runs.find((run) => run.id === name);
  const others = runs.filter((run) => !run.problem && run !== own && own?.same === run.same);
  if (!others.length) return null;
  const select = make("select");
  select.append(...others.map((run) => option(run)));
  const box = make("div", "byline-evaluation-with");
  const go = button("Compare", "byline-button", () => {
    location.hash = runsHash([select.value, name]);
  });
  box.append(field("Compare with", select), go);
  return box;
};
