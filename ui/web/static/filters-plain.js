/* The chips of an answer that its question set: a click asks again without that one. */
import { askAgain } from "/byline/chat.js";
import { api, askReader, attempt } from "/byline/dom.js";

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

const isLast = (link) => {
  const rows = document.querySelectorAll("#byline-chat .message-row");
  return link.closest(".message-row") === rows[rows.length - 1];
};

const again = async (link) => {
  const [, , exchange, field] = link.getAttribute("href").split("/");
  const asked = await attempt(() => api(`/byline/api/answers/${encodeURIComponent(exchange)}`));
  if (!asked) return;
  const agreed =
    isLast(link) ||
    (await askReader({
      title: "Ask this again without the filter?",
      text: "The questions after it go away: they built on this answer.",
      confirm: "Ask again",
    }));
  if (!agreed) return;
  const { chronological } = asked.settings;
  const settings = { reads_filters: false, filters: without(asked, field), chronological };
  askAgain({ exchange, question: asked.question, settings });
};

export const listenForPlain = () => {
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest('a[href^="#do/plain/"]');
      if (!link) return;
      event.preventDefault();
      again(link);
    },
    true,
  );
};
