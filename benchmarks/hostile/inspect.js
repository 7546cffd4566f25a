/* Inspects the DOM for injected elements, links, and clobbered names that scripts rely on. */
(uris) => {
  const LINKS = "href src srcset action formaction poster data xlink:href ping background cite longdesc manifest".split(" ");
  const PATHS = /^\/($|#|\?|byline\/|assets\/|static\/|theme\.css|favicon\.ico|manifest\.json)/;
  const CONTENT = [
    ".byline-question", ".byline-answer", ".byline-problem", "#byline-panel .byline-content",
    ".byline-articles-table", ".byline-troubles", ".byline-side-list", ".byline-filters",
    ".byline-filters-body", ".byline-dialog > form > h2", ".byline-dialog > form > p", ".byline-said",
  ].join(",");
  const FOREIGN =
    "script, iframe, object, embed, base, link, meta, style, svg, math, img, picture, video, audio, source," +
    "track, template, frame, frameset, marquee, dialog, form, textarea, select, canvas, area, body, [style]," +
    "[id], [name], [contenteditable], [popover], [srcdoc]";
  const short = (element) => element.outerHTML.slice(0, 200);
  const links = [];
  const elements = [];
  const ownUri = (element) => {
    const panel = element.closest("#byline-panel");
    const shown = panel && panel.querySelector(".byline-where-path");
    const uri = shown && Object.hasOwn(uris, shown.textContent) ? uris[shown.textContent] : null;
    return Boolean(uri) && URL.canParse(uri) && new URL(uri).href === element.href;
  };
  const isKnown = (element, name, value) => {
    if (/evil/i.test(value)) return element.localName === "a" && name === "href" && ownUri(element);
    if (value.startsWith("#")) return true;
    if (!URL.canParse(value, location.href)) return false;
    const address = new URL(value, location.href);
    if (address.origin === location.origin) return PATHS.test(address.pathname);
    if (element.localName === "img" && ["data:", "blob:"].includes(address.protocol)) return true;
    return element.localName === "a" && name === "href" && ownUri(element);
  };
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) elements.push(short(element));
      else if (LINKS.includes(name) && !isKnown(element, name, value)) links.push(short(element));
    }
  }
  for (const content of document.querySelectorAll(CONTENT)) {
    for (const element of content.querySelectorAll(FOREIGN)) elements.push(short(element));
  }
  for (const id of ["byline-panel", "byline-side", "byline-chat", "byline-ask", "byline-settings"]) {
    const found = document.querySelectorAll(`#${id}`).length;
    if (found > 1) elements.push(`${found} times #${id}`);
  }
  for (const key in {}) elements.push(`Object.prototype.${key}`);
  if ({}.polluted !== undefined) elements.push("Object.prototype.polluted");
  const base = new URL(document.baseURI); // Gradio's own names the page
  if (base.origin !== location.origin || base.pathname !== "/") elements.push(`base ${base}`);
  return { links, elements, title: document.title };
};
