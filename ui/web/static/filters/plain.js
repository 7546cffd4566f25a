/* The chips of an answer that its question set: a click asks again without that one. */
import { agreeToReplace, askAgain } from "../chat/chat.js";
import { isRepeated } from "../chat/once.js";
import { api, attempt } from "../shared/dom.js";

const FIELDS = {
  published: ["published_from", "published_to"],
  authors: ["authors"],
  outlets: ["outlets"],
  sections: ["sections"],
  tags: ["tags"],
};

/* What the reader chose stays; of what the question set, all but `field` (all, without one). */
const without = (asked, field) => {
  if (!field) return asked.settings.filters;
  const filters = { ...asked.filters };
  for (const name of FIELDS[field] || []) filters[name] = asked.settings.filters[name];
  return filters;
};

const again = async (link, exchange, field) => {
  const asked = await attempt(() => api(`/byline/api/answers/${encodeURIComponent(exchange)}`));
  if (!asked || !(await agreeToReplace(link, "Ask this again without the filter?"))) return;
  const { chronological } = asked.settings;
  const settings = { reads_filters: false, filters: without(asked, field), chronological };
  askAgain({ exchange, question: asked.question, settings });
};

const busy = new Set(); // exchanges about to be asked again

/* A second click, at once or while the first one is still at work, is none. */
const once = async (link) => {
  const [, , exchange, field] = link.getAttribute("href").split("/");
  if (busy.has(exchange) || isRepeated(`plain ${exchange}`)) return;
  busy.add(exchange);
  try {
    await again(link, exchange, field);
  } finally {
    busy.delete(exchange);
  }
};

export const listenForPlain = () => {
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest('a[href^="#do/plain/"]');
      if (!link) return;
      event.preventDefault();
      once(link);
    },
    true,
  );
};
