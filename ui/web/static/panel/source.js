/* What the source panel shows of one source: elements out of the JSON of ui/web/source.py. All of
   it goes in as text, never as markup. */
import { button, make, visible } from "../shared/dom.js";

const GROUPS = { item: "ul", number: "ol" };
const TAGS = { heading: "h4", item: "li", number: "li", quote: "blockquote", rule: "hr" };

/* The blocks of a piece; `open(place)` is called when another citation's mark is clicked. */
export const renderBlocks = (blocks, open) => {
  const found = document.createDocumentFragment();
  let list = null;
  for (const block of blocks) {
    if (block.page !== null) found.append(make("div", "byline-page", `Page ${block.page}`));
    const group = GROUPS[block.kind];
    if (!group || (list && list.localName !== group) || block.page !== null) list = null;
    if (group && !list) found.append((list = make(group)));
    const element = renderBlock(block, open);
    if (element) (list || found).append(element);
  }
  return found;
};

const renderBlock = (block, open) => {
  if (block.kind === "row" && block.parts.every((part) => part.style === "sign")) return null;
  const element = make(TAGS[block.kind] || "p", `byline-block-${block.kind}`);
  if (block.kind === "rule") return element;
  element.dir = "auto"; // right to left where the article is
  let mark = null;
  for (const part of block.parts) {
    if (part.mark !== (mark ? mark.dataset.mark : "") || (mark && Number(mark.dataset.place) !== part.place)) {
      mark = part.mark ? makeMark(part, open) : null;
      if (mark) element.append(mark);
    }
    (mark || element).append(renderPart(part));
  }
  return element;
};

const makeMark = (part, open) => {
  const mark = make("mark", `byline-${part.mark}`);
  mark.dataset.mark = part.mark;
  mark.dataset.place = String(part.place);
  if (part.mark === "also") {
    mark.title = "The answer cites this too";
    mark.addEventListener("click", () => open(String(part.place)));
  }
  return mark;
};

const STYLES = { em: "em", strong: "strong" };

const renderPart = (part) => {
  if (!part.style) return part.text;
  if (part.style === "sign") return make("span", "byline-sign", part.text);
  return make(STYLES[part.style], "", part.text);
};

/* What is known about the article, above its text. */
export const renderFacts = (source, open) => {
  const block = make("div", "byline-facts");
  const known = [source.authors && `By ${source.authors}`, source.outlet, source.published];
  if (source.page) known.push(`page ${source.page}`);
  const line = make("p");
  for (const part of known.filter(Boolean)) {
    line.append(line.childElementCount ? " · " : "", make("bdi", "", part)); // each in its own direction
  }
  if (line.childElementCount) block.append(line);
  const where = make("p", "byline-where");
  where.append(make("bdi", "byline-where-path", visible(source.doc_id)));
  const link = outside(source);
  if (link) where.append(" · ", link);
  block.append(where);
  if (source.also_in.length) block.append(sameStory(source, open));
  return block;
};

/* The address that the article itself gives; http and https only. */
const outside = (source) => {
  if (!source.link || !URL.canParse(source.link)) return null;
  const address = new URL(source.link);
  if (address.protocol !== "http:" && address.protocol !== "https:") return null;
  const link = make("a");
  link.append(make("bdi", "", source.link_host));
  link.href = address.href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.title = source.link;
  link.setAttribute("aria-label", `${source.link_host} (opens in a new tab)`);
  return link;
};

const sameStory = (source, open) => {
  const line = make("p", "byline-where", "The same story is in ");
  source.also_in.forEach((also, number) => {
    const name = also.outlet ? `${also.title} (${also.outlet})` : also.title;
    if (number) line.append("; ");
    line.append(also.known ? toArticle(name, also.doc_id, open) : make("bdi", "", name));
  });
  return line;
};

const toArticle = (name, doc, open) => {
  const link = make("a");
  link.append(make("bdi", "", name));
  link.href = "#article";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open(doc);
  });
  return link;
};

/* Which sentences of the answer rest on this; the one that was followed is `from`, from 1. */
export const renderCiting = (source, from) => {
  const first = source.sentences.find((sentence) => sentence.number === from) || source.sentences[0];
  if (!first) return null;
  const others = source.sentences.filter((sentence) => sentence !== first);
  const block = make("p", "byline-citing");
  block.append(make("span", "", `Cited in sentence ${first.number} of the answer`));
  if (others.length) {
    block.append(` and in ${others.map((sentence) => sentence.number).join(", ")}`);
  }
  const quoted = source.blocks.flatMap((part) => part.parts).filter((part) => part.mark === "cited");
  const words = quoted.map((part) => part.text).join("").split(/\s+/).join(" ");
  if (words !== first.text) block.append(": ", make("q", "", first.text));
  return block;
};

/* The passages that were found and that nothing rests on. */
export const renderUnused = (source, open) => {
  const block = make("details", "byline-unused");
  const title = source.unused.length === 1 ? "1 passage" : `${source.unused.length} passages`;
  block.append(make("summary", "", `Found but not used: ${title}`));
  const list = make("ol");
  for (const found of source.unused) {
    const item = make("li");
    const opener = button("", "byline-found", () => open(found.place));
    if (source.kind === "unused" && found.place === `unused-${source.place}`) {
      opener.setAttribute("aria-current", "true");
    }
    opener.append(make("span", "byline-found-title", found.title));
    if (found.about) opener.append(make("span", "byline-found-about", found.about));
    opener.append(make("span", "byline-found-text", found.excerpt));
    item.append(opener);
    list.append(item);
  }
  block.append(list);
  return block;
};
