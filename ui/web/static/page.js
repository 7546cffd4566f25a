/* The source panel. Opens when a marker is followed, beside the conversation or, on a narrow
   page, over it. Everything it shows arrives as JSON and is put in as text, never as markup. */
"use strict";

(() => {
  const LINK = 'a[href^="#byline/"]';
  const NARROW = window.matchMedia("(max-width: 60rem)");
  let current = null; // { key, kind, place, opener }
  let latest = 0; // only the newest request may fill the panel

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const button = (className, label, sign, action) => {
    const element = make("button", className, sign);
    element.type = "button";
    element.setAttribute("aria-label", label);
    element.title = label;
    element.addEventListener("click", action);
    return element;
  };

  const panel = make("aside");
  panel.id = "byline-panel";
  panel.hidden = true;
  panel.setAttribute("aria-label", "Source");
  const position = make("span", "byline-position");
  position.setAttribute("aria-live", "polite");
  const previous = button("byline-step", "Previous source", "‹", () => step(-1));
  const next = button("byline-step", "Next source", "›", () => step(1));
  const leave = button("byline-close", "Close the source", "×", () => close());
  const bar = make("div", "byline-bar");
  bar.append(previous, position, next, leave);
  const content = make("div", "byline-content");
  content.tabIndex = 0;
  content.setAttribute("role", "document");
  content.setAttribute("aria-label", "Article");
  panel.append(bar, content);

  const app = () => document.querySelector("gradio-app");

  const parse = (link) => {
    const [, key, place] = link.getAttribute("href").split("/");
    const near = place.startsWith("near-");
    return { key, near, place: Number(near ? place.slice(5) : place) };
  };

  const show = async (wanted) => {
    const request = ++latest;
    const place = wanted.near ? `near-${wanted.place}` : String(wanted.place);
    current = wanted;
    let source;
    try {
      const reply = await fetch(`/byline/source/${encodeURIComponent(wanted.key)}/${place}`);
      source = await reply.json();
    } catch {
      source = { problem: "Byline does not answer. Is it still running in its terminal?" };
    }
    if (request !== latest) return;
    fill(source);
    open();
    markCurrent();
  };

  const open = () => {
    panel.hidden = false;
    document.body.classList.add("byline-open");
    cover();
    const place = content.querySelector("mark");
    if (place) place.scrollIntoView({ block: "center" });
    else content.scrollTop = 0;
    content.focus({ preventScroll: true });
  };

  const close = () => {
    const opener = current && current.opener;
    latest += 1;
    current = null;
    panel.hidden = true;
    document.body.classList.remove("byline-open");
    cover();
    markCurrent();
    if (opener && opener.isConnected) opener.focus();
  };

  /* On a narrow page the panel lies over the conversation, which then must not take the focus. */
  const cover = () => {
    const covered = !panel.hidden && NARROW.matches;
    if (app()) app().inert = covered;
    panel.setAttribute("role", covered ? "dialog" : "complementary");
  };

  const step = (by) => {
    if (current) show({ ...current, place: current.place + by });
  };

  const markCurrent = () => {
    for (const link of document.querySelectorAll(LINK)) {
      const { key, near, place } = parse(link);
      const here = current && key === current.key && near === current.near;
      if (here && place === current.place) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  const fill = (source) => {
    content.replaceChildren();
    const steps = source.count > 1;
    previous.hidden = next.hidden = !steps;
    previous.disabled = source.place <= 1;
    next.disabled = source.place >= source.count;
    position.textContent = source.problem ? "" : heading(source);
    if (source.problem) {
      content.append(make("p", "byline-note", source.problem));
      return;
    }
    content.append(make("h2", "byline-headline", source.title), meta(source));
    if (source.note) content.append(make("p", "byline-note", source.note));
    content.append(article(source));
  };

  const heading = (source) => {
    const name = source.kind === "near" ? "Nearest passage" : `Source ${source.label}`;
    return source.count > 1 ? `${name}, ${source.place} of ${source.count}` : name;
  };

  const meta = (source) => {
    const block = make("div", "byline-facts");
    const page = source.page ? `page ${source.page}` : "";
    const byline = [source.authors && `By ${source.authors}`, source.outlet, source.published, page];
    const known = byline.filter(Boolean);
    if (known.length) block.append(make("p", "", known.join(" · ")));
    const where = make("p", "byline-where");
    where.append(make("span", "", source.doc_id));
    if (source.link) where.append(" · ", outside(source));
    block.append(where);
    if (source.also_in.length) {
      block.append(make("p", "byline-where", `The same story is in ${source.also_in.join(", ")}`));
    }
    return block;
  };

  const outside = (source) => {
    const link = make("a", "", source.link_host);
    const address = new URL(source.link);
    if (address.protocol === "http:" || address.protocol === "https:") link.href = address.href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.title = source.link;
    return link;
  };

  const article = (source) => {
    const block = make("div", "byline-article");
    if (source.cut_before) block.append(make("p", "byline-cut", "… the article begins earlier"));
    for (const paragraph of source.paragraphs) {
      const element = make(paragraph.heading ? "h3" : "p");
      for (const part of paragraph.parts) {
        element.append(part.cited ? make("mark", "", part.text) : part.text);
      }
      block.append(element);
    }
    if (source.cut_after) block.append(make("p", "byline-cut", "the article goes on …"));
    return block;
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest(LINK);
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      show({ ...parse(link), opener: link });
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
  NARROW.addEventListener("change", cover);

  /* The conversation: the newest question at the top with its answer under it; and no labels
     that read a message's markup aloud, which Gradio sets. */
  let shown = "";
  const tidy = () => {
    for (const message of document.querySelectorAll("#byline-chat [data-testid][aria-label]")) {
      message.removeAttribute("aria-label");
    }
    const questions = document.querySelectorAll("#byline-chat .user-row");
    const state = `${questions.length} ${document.querySelector(".byline-pending") !== null}`;
    if (state === shown) return;
    shown = state;
    const newest = questions[questions.length - 1];
    const frame = newest && newest.closest(".panel-wrap");
    if (!frame) return;
    const above = newest.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    frame.scrollTop += above;
  };

  const attach = () => {
    document.body.append(panel);
    const watched = { childList: true, subtree: true, attributeFilter: ["aria-label"] };
    new MutationObserver(tidy).observe(document.body, watched);
  };
  if (document.body) attach();
  else document.addEventListener("DOMContentLoaded", attach);
})();
