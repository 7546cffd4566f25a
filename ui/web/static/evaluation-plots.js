/* The plots of the report, as images in the colours of the page. Asked for when they come near. */
import { make } from "./shared/dom.js";
import { api, Problem } from "./shared/server.js";
import { runsPath, scrolling, titled } from "./evaluation-parts.js";

const isDark = () => document.body.classList.contains("dark");

/* An empty box that fills itself once it is about to be seen. */
export const buildPlots = (names, runs) => {
  const box = make("div", "byline-evaluation-plots");
  const line = make("p", "byline-evaluation-wait", "Drawing…");
  line.setAttribute("role", "status");
  box.append(line);
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      fill(box, names, runs);
    },
    { rootMargin: "600px" },
  );
  watch.observe(box);
  return box;
};

const fill = async (box, names, runs) => {
  try {
    const { plots } = await api(runsPath(names, "/plots"));
    box.replaceChildren(...plots.map((plot) => figure(plot, names, runs)));
    if (!plots.length) box.append(make("p", "byline-evaluation-foot", "There is nothing to draw."));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    box.replaceChildren(make("p", "byline-note", error.message));
  }
  follow(box);
};

const figure = (plot, names, runs) => {
  const found = make("figure", plot.wide ? "byline-evaluation-plot byline-evaluation-broad" : "byline-evaluation-plot");
  found.append(make("h3", "", plot.title));
  if (runs.length > 1 && plot.runs.length) {
    const legend = make("p", "byline-evaluation-legend");
    legend.append(...plot.runs.map((at) => titled("span", at, runs[at].title)));
    found.append(legend);
  }
  const image = make("img");
  image.alt = `${plot.title}. ${plot.about}`;
  image.dataset.light = runsPath(names, `/plots/${plot.name}.svg`);
  image.dataset.dark = runsPath(names, `/plots/${plot.name}.svg`, { dark: "true" });
  image.src = isDark() ? image.dataset.dark : image.dataset.light;
  found.append(plot.wide ? scrolling(plot.title, image) : image);
  if (plot.caption) found.append(make("figcaption", "", plot.caption));
  return found;
};

/* Redraws when the page turns dark or light, as long as it shows these plots. */
const follow = (box) => {
  const watch = new MutationObserver(() => {
    if (!box.isConnected) return watch.disconnect();
    for (const image of box.querySelectorAll("img")) {
      const wanted = isDark() ? image.dataset.dark : image.dataset.light;
      if (image.getAttribute("src") !== wanted) image.src = wanted;
    }
  });
  watch.observe(document.body, { attributes: true, attributeFilter: ["class"] });
};
