/* Templates of the source panel's content, out of the JSON of ui/web/source. */
import { click } from "../shared/dom.js";
import { count, visible } from "../shared/format.js";
import { html, nothing } from "../vendor/lit-html.js";

/** @import { Block, Part, Source } from "../types.js" */

/** @typedef {(place: string) => unknown} Open */

/** The blocks of a piece; `open` is called when another citation's mark is clicked.
 * @type {(blocks: Block[], open: Open) => unknown[]} */
export const renderBlocks = (blocks, open) =>
  grouped(blocks).map(([first, ...rest]) => {
    const page = first.page === null ? nothing : html`<div class="byline-page">Page ${first.page}</div>`;
    const shown = [first, ...rest].map((block) => renderBlock(block, open));
    if (first.kind === "item") return html`${page}<ul>${shown}</ul>`;
    return first.kind === "number" ? html`${page}<ol>${shown}</ol>` : html`${page}${shown}`;
  });

/** The items of one list together, everything else by itself; a page begins a new list.
 * @type {(blocks: Block[]) => Block[][]} */
export const grouped = (blocks) => {
  /** @type {Block[][]} */
  const groups = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const isListed = block.kind === "item" || block.kind === "number";
    if (last && isListed && block.page === null && last[0].kind === block.kind) last.push(block);
    else groups.push([block]);
  }
  return groups;
};

/** An article's own direction: right to left where it is written so.
 * @type {(block: Block, open: Open) => unknown} */
const renderBlock = ({ kind, parts }, open) => {
  const inside = marked(parts).map((some) => renderMarked(some, open));
  switch (kind) {
    case "row":
      if (parts.every((part) => part.style === "sign")) return nothing;
      break;
    case "rule":
      return html`<hr class="byline-block-rule" />`;
    case "heading":
      return html`<h4 class="byline-block-heading" dir="auto">${inside}</h4>`;
    case "quote":
      return html`<blockquote class="byline-block-quote" dir="auto">${inside}</blockquote>`;
    case "item":
    case "number":
      return html`<li class="byline-block-${kind}" dir="auto">${inside}</li>`;
  }
  return html`<p class="byline-block-${kind}" dir="auto">${inside}</p>`;
};

/** The parts under one mark together.
 * @type {(parts: Part[]) => Part[][]} */
export const marked = (parts) => {
  /** @type {Part[][]} */
  const groups = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && last[0].mark === part.mark && (!part.mark || last[0].place === part.place)) last.push(part);
    else groups.push([part]);
  }
  return groups;
};

/** @type {(parts: Part[], open: Open) => unknown} */
const renderMarked = (parts, open) => {
  const [{ mark, place }] = parts;
  const inside = parts.map(renderPart);
  if (!mark) return inside;
  if (mark !== "also") return html`<mark class="byline-${mark}">${inside}</mark>`;
  return html`<mark class="byline-also" title="The answer cites this too"
    @click=${() => open(String(place))}>${inside}</mark>`;
};

/** @type {(part: Part) => unknown} */
const renderPart = ({ text, style }) => (style === "sign" ? html`<span class="byline-sign">${text}</span>` : text);

/** What is known about the article, above its text; each part in its own direction.
 * @type {(source: Source, open: Open) => unknown} */
export const renderFacts = (source, open) => {
  const { authors, outlet, published, page, doc_id, also_in } = source;
  const known = [authors && `By ${authors}`, outlet, published, page].filter(Boolean);
  const link = outside(source);
  return html`<div class="byline-facts">
    ${known.length ? html`<p>${known.map((part, at) => html`${at ? " · " : ""}<bdi>${part}</bdi>`)}</p>` : nothing}
    <p class="byline-where"><bdi class="byline-where-path">${visible(doc_id)}</bdi>${link ? html` · ${link}` : nothing}</p>
    ${also_in.length ? html`<p class="byline-where">The same story is in ${also_in.map((also, at) => html`${at ? "; " : ""}${sameStory(also, open)}`)}</p>` : nothing}
  </div>`;
};

/** The address that the article itself gives; http and https only.
 * @type {(source: Source) => unknown} */
const outside = ({ link, link_host }) => {
  if (!link || !URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  if (protocol !== "http:" && protocol !== "https:") return null;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer" title=${link}
    aria-label="${link_host} (opens in a new tab)"><bdi>${link_host}</bdi></a>`;
};

/** @type {(also: Source["also_in"][number], open: Open) => unknown} */
const sameStory = ({ title, outlet, known, doc_id }, open) => {
  const name = html`<bdi>${outlet ? `${title} (${outlet})` : title}</bdi>`;
  /** @type {(event: Event) => void} */
  const follow = (event) => {
    event.preventDefault();
    open(doc_id);
  };
  return known ? html`<a href="#article" @click=${follow}>${name}</a>` : name;
};

/** Which sentences of the answer rest on this; the one that was followed is `from`, from 1.
 * @type {(source: Source, from: number) => unknown} */
export const renderCiting = ({ sentences, blocks }, from) => {
  const first = sentences.find(({ number }) => number === from) ?? sentences[0];
  if (!first) return nothing;
  const others = sentences.filter((sentence) => sentence !== first).map(({ number }) => number);
  const quoted = blocks.flatMap(({ parts }) => parts).filter(({ mark }) => mark === "cited");
  const words = quoted
    .map(({ text }) => text)
    .join("")
    .split(/\s+/)
    .join(" ");
  return html`<p class="byline-citing"><span>Cited in sentence ${first.number} of the answer</span>${others.length ? ` and in ${others.join(", ")}` : nothing}${words === first.text ? nothing : html`: <q>${first.text}</q>`}</p>`;
};

/** The passages that were found and that nothing rests on.
 * @type {(source: Source, open: Open) => unknown} */
export const renderUnused = (source, open) => {
  /** @type {(place: string) => unknown} */
  const current = (place) => (source.kind === "unused" && place === `unused-${source.place}` ? "true" : nothing);
  return html`<details class="byline-unused">
    <summary>Found but not used: ${count(source.unused.length, "passage")}</summary>
    <ol>${source.unused.map(
      ({ place, title, about, excerpt }) => html`<li>
      <button type="button" class="byline-found" aria-current=${current(place)} @click=${click(() => open(place))}>
        <span class="byline-found-title">${title}</span>
        ${about ? html`<span class="byline-found-about">${about}</span>` : nothing}
        <span class="byline-found-text">${excerpt}</span>
      </button>
    </li>`,
    )}</ol>
  </details>`;
};
