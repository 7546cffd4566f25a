/* One run, or a run against its baseline: what came out first, then what it rests on. */
import { button, make } from "./shared/dom.js";
import { count } from "./shared/words.js";
import { compareWith, settings } from "./evaluation-list.js";
import {
  bar, cell, figure, moment, rowHead, runsHash, runsPath, scrolling, table, titled,
} from "./evaluation-parts.js";
import { buildPlots } from "./evaluation-plots.js";
import { questionList } from "./evaluation-questions.js";

/* `names` are the runs, the baseline first; `others` is the list of all. */
export const buildRuns = (names, page, others) => {
  const sections = [
    section("Measures", ...measures(page)),
    section("Plots", buildPlots(names, page.runs)),
    ...(page.kinds.length ? [section("By kind of question", ...kinds(page))] : []),
    ...page.lists.map((list) => listed(list, page)),
  ];
  return [...top(names, page), acting(names, others), jumps(sections), ...sections];
};

const section = (title, ...content) => {
  const found = make("section");
  const heading = make("h2", "", title);
  heading.tabIndex = -1;
  found.append(heading, ...content);
  return found;
};

const listed = (list, page) => {
  const found = section(list.title, ...questionList(list, page));
  found.dataset.short = list.short;
  return found;
};

/* Links cannot lead there: the address says which runs are shown. */
const jumps = (sections) => {
  const nav = make("nav", "byline-evaluation-jumps");
  nav.setAttribute("aria-label", "On this page");
  for (const one of sections) {
    const heading = one.querySelector("h2");
    nav.append(
      button(one.dataset.short || heading.textContent, "byline-quiet", () => {
        heading.scrollIntoView();
        heading.focus({ preventScroll: true });
      }),
    );
  }
  return nav;
};

const top = (names, page) => (names.length === 2 ? topOfTwo(page) : topOfOne(page));

const asked = ({ collection, questions, articles }) => {
  const over = articles ? ` over ${count(articles, "article", "articles")}` : "";
  return `${collection}: ${count(questions, "question", "questions")}${over}`;
};

const warnings = (runs) =>
  runs.flatMap((run) =>
    run.gaps.map((gap) => make("p", "byline-note", `${runs.length > 1 ? `${run.title}: ` : ""}${gap}.`)),
  );

const topOfOne = (page) => {
  const [run] = page.runs;
  const facts = make("p", "byline-evaluation-about");
  facts.append(`${asked(run)}. Made ${moment(run.created)} by Byline ${run.byline}.`);
  const changed = make("p", "byline-evaluation-about");
  changed.append("Settings: ", ...joined(settings(run)), ".");
  const figures = make("ul", "byline-evaluation-headline");
  for (const one of run.headlines) {
    const item = make("li");
    const between = one.interval ? `${one.interval}, ` : "";
    item.append(
      make("span", "byline-evaluation-figure", one.value),
      make("span", "byline-evaluation-name", one.name),
      make("small", "", one.meaning),
      make("small", "", `${between}${count(one.questions, "question", "questions")}`),
    );
    figures.append(item);
  }
  return [heading(page), facts, changed, ...warnings(page.runs), figures];
};

const joined = (parts) => parts.flatMap((part, at) => (at ? ["; ", part] : [part]));

const heading = ({ runs }) => {
  const found = make("h1");
  const [first, second] = runs;
  if (!second) found.append(make("bdi", "", first.title));
  else found.append(titled("span", 1, second.title), " against ", titled("span", 0, first.title));
  return found;
};

const topOfTwo = (page) => {
  const { tone, heading: said, text } = page.verdict;
  const verdict = make("div", `byline-evaluation-verdict byline-evaluation-${tone}`);
  verdict.append(make("p", "byline-evaluation-tone", said), make("p", "byline-evaluation-words", text));
  return [
    heading(page),
    make("p", "byline-evaluation-about", `${asked(page.runs[0])}.`),
    verdict,
    ...warnings(page.runs),
    ...changes(page),
  ];
};

const changes = (page) => {
  if (!page.changed.length) {
    return [make("p", "byline-evaluation-about", "Both were made with the same settings and the same code.")];
  }
  const list = make("ul", "byline-evaluation-changes");
  for (const { setting, before, after } of page.changed) {
    const item = make("li");
    item.append(make("strong", "", setting), ` ${before} → ${after}`);
    list.append(item);
  }
  return [make("p", "byline-evaluation-about", "What differs between them:"), list];
};

const acting = (names, others) => {
  const row = make("div", "byline-evaluation-actions");
  const report = make("a", "byline-button", "Download the report");
  report.href = runsPath(names, "/report.html");
  report.setAttribute("download", "");
  if (names.length === 1) {
    const choice = compareWith(names[0], others);
    if (choice) row.append(choice);
  } else {
    row.append(turned("Swap the two", [names[1], names[0]]));
  }
  row.append(report);
  return row;
};

const turned = (text, names) => {
  const link = make("a", "byline-button", text);
  link.href = runsHash(names);
  return link;
};

const measures = (page) => {
  const two = page.runs.length === 2;
  const rows = page.levels.map(({ heading: level, measures: own }) => ({
    heading: level,
    own: two ? own.filter((one) => !unchanged(one)) : own,
  }));
  const scale = two ? reach(page) : null;
  const groups = rows
    .filter(({ own }) => own.length)
    .map(({ heading: level, own }) => ({
      heading: level,
      rows: own.map((one) => (two ? comparedRow(one, page.runs, scale) : measuredRow(one))),
    }));
  const parts = [];
  if (groups.length) parts.push(two ? comparedTable(page, groups) : measuredTable(groups));
  parts.push(...foot(page, two), ...baselines(page));
  return parts;
};

const unchanged = ({ difference: change }) =>
  change?.counts
    ? change.counts[0] === 0 && change.counts[2] === 0
    : Boolean(change?.bar?.every((number) => number === 0));

/* The largest number on any side of zero: all differences are drawn on one scale. */
const reach = (page) => {
  const all = page.levels.flatMap((level) => level.measures.flatMap((m) => m.difference?.bar ?? []));
  return Math.max(0.01, ...all.map(Math.abs));
};

const RIGHT = "byline-evaluation-number";
const DRAWN = () => make("span", "byline-hidden", "Drawn as a line");

const comparedTable = (page, groups) => {
  const [before, after] = page.runs;
  const heads = [
    ["Measure", ""],
    [titled("span", 0, before.title), RIGHT],
    [titled("span", 1, after.title), RIGHT],
    ["Difference", RIGHT],
    [DRAWN(), "byline-evaluation-drawn"],
    ["p, corrected", RIGHT],
    ["Won, tied, lost", RIGHT],
  ];
  return table("byline-evaluation-compared", "Measures of both runs", heads, groups);
};

const measureHead = ({ name, meaning, lower }) => {
  const head = rowHead(make("span", "byline-evaluation-name", name));
  if (lower) head.append(" ", make("span", "byline-evaluation-soft", "lower is better"));
  if (meaning) head.append(make("small", "", meaning));
  return head;
};

const TONES = { better: "better", worse: "worse", same: "" };

const comparedRow = (measure, runs, scale) => {
  const { values, difference: change } = measure;
  const row = make("tr", change ? `byline-evaluation-${change.tone}` : "");
  const none = make("span", "byline-evaluation-soft", "–");
  row.append(
    measureHead(measure),
    ...runs.map((run, at) => cell(run.title, values[at] ? figure(values[at]) : "–", RIGHT)),
  );
  if (!change) {
    row.append(cell("Difference", none, RIGHT), cell("", ""), cell("", ""), cell("", ""));
    return row;
  }
  const told = figure(change);
  if (TONES[change.tone]) told.splice(1, 0, make("strong", "", ` ${TONES[change.tone]}`));
  row.append(
    cell("Difference", told, `${RIGHT} byline-evaluation-change`),
    cell("", change.bar ? bar(change.bar, -scale, scale, true) : "", "byline-evaluation-drawn"),
    cell("p, corrected", change.p || "–", RIGHT),
    cell("Won, tied, lost", change.counts ? change.counts.join(" / ") : "–", RIGHT),
  );
  return row;
};

const measuredTable = (groups) => {
  const heads = [
    ["Measure", ""],
    ["Value, 95 % interval", RIGHT],
    [DRAWN(), "byline-evaluation-drawn"],
    ["Questions", RIGHT],
  ];
  return table("", "Measures of this run", heads, groups);
};

const measuredRow = (measure) => {
  const [value] = measure.values;
  const row = make("tr");
  row.append(
    measureHead(measure),
    cell("Value", figure(value), RIGHT),
    cell("", value.bar ? bar(value.bar, 0, 1) : "", "byline-evaluation-drawn"),
    cell("Questions", measure.questions.toLocaleString("en"), RIGHT),
  );
  return row;
};

const foot = (page, two) => {
  if (!two) return [make("p", "byline-evaluation-foot", "Lines run from 0 to 1; the dot is the value, the line through it its 95 % interval.")];
  const same = page.levels.flatMap((level) => level.measures.filter(unchanged)).map((m) => m.name);
  const parts = [];
  if (same.length) parts.push(make("p", "byline-evaluation-foot", `Nothing changed in ${same.join(", ")}.`));
  parts.push(make("p", "byline-evaluation-foot", `Below values and differences stand 95 % intervals. ${page.how_sure} Won, tied, lost count questions.`));
  return parts;
};

const baselines = ({ baselines: lines }) => {
  if (!lines) return [];
  const heads = [[make("span", "byline-hidden", "Who refuses"), ""], ...lines.names.map((name) => [name, RIGHT])];
  const rows = lines.rows.map(({ title, line, values }) => {
    const row = make("tr", line ? "byline-evaluation-aside" : "");
    row.append(rowHead(make("bdi", "", title)), ...values.map((value, at) => cell(lines.names[at], value, RIGHT)));
    return row;
  });
  const caption = "Refusal, beside refusing always and never";
  return [
    make("h3", "", caption),
    make("p", "byline-evaluation-foot", "What a Byline that refuses every question, and one that refuses none, would score."),
    scrolling(caption, table("byline-evaluation-wide byline-evaluation-refusal", caption, heads, [{ rows }])),
  ];
};

const kinds = (page) => {
  const grid = make("div", "byline-evaluation-kinds");
  for (const { title, meaning, rows: own } of page.kinds) {
    const heads = [["Kind", ""], ...kindHeads(page.runs), ["Questions", RIGHT]];
    const rows = own.map((kind) => {
      const row = make("tr");
      row.append(
        rowHead(make("bdi", "", kind.kind)),
        ...kind.means.map((mean, at) => cell(page.runs[at].title, [mean, share(kind.shares[at], at)], RIGHT)),
        cell("Questions", kind.questions.toLocaleString("en"), RIGHT),
      );
      return row;
    });
    const box = make("div");
    box.append(make("h3", "", title));
    if (meaning) box.append(make("p", "byline-evaluation-foot", meaning));
    const caption = `${title} by kind of question`;
    box.append(scrolling(caption, table("byline-evaluation-wide", caption, heads, [{ rows }])));
    grid.append(box);
  }
  return [grid];
};

const kindHeads = (runs) =>
  runs.length === 1 ? [["Mean", RIGHT]] : runs.map((run, at) => [titled("span", at, run.title), RIGHT]);

/* A bar below a mean; empty where there is none. */
const share = (value, run) => {
  const track = make("span", `byline-evaluation-share byline-evaluation-run-${run}`);
  const filled = make("span");
  filled.style.width = `${Math.round(100 * Math.min(1, Math.max(0, value ?? 0)))}%`;
  track.append(filled);
  return track;
};
