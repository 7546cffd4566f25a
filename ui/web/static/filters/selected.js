/* Selected filters as plain data: fields, options, query parameters; no DOM. */
import { day } from "../shared/format.js";

/** @import { Filters, ListField, Options } from "../types.js" */

/** @type {[ListField, string][]} */
export const FIELDS = [
  ["authors", "Author"],
  ["outlets", "Outlet"],
  ["sections", "Section"],
  ["tags", "Tag"],
];

/** @type {Filters} */
export const NOTHING = { published_from: null, published_to: null, authors: [], outlets: [], sections: [], tags: [] };

/** Whether the articles have a value no more.
 * @type {(options: Options | null, field: ListField, value: string) => boolean} */
export const isGone = (options, field, value) =>
  options !== null && !options[field].some(([known]) => known.toLowerCase() === value.toLowerCase());

/** Every chosen filter in words, with what is to be chosen instead to take it away.
 * @type {(filters: Filters, options: Options | null) => { words: string, name?: string, gone?: boolean, without: Partial<Filters> }[]} */
export const listed = (filters, options) => {
  const { published_from: from, published_to: to } = filters;
  return [
    ...(from ? [{ words: `from ${day(from, "short")}`, without: { published_from: null } }] : []),
    ...(to ? [{ words: `until ${day(to, "short")}`, without: { published_to: null } }] : []),
    ...FIELDS.flatMap(([field, name]) =>
      filters[field].map((words) => ({
        words,
        name,
        gone: isGone(options, field, words),
        without: { [field]: filters[field].filter((other) => other !== words) },
      })),
    ),
  ];
};

/** The articles' values, and before them those that are chosen although no article has them any more.
 * @type {(options: Options, chosen: Filters, field: ListField) => [string, number][]} */
export const withGone = (options, chosen, field) => [
  ...chosen[field]
    .filter((value) => isGone(options, field, value))
    .map((value) => /** @type {[string, number]} */ ([value, 0])),
  ...options[field],
];

/** The values with `wanted` in them; without it all, the ticked ones first.
 * @type {(values: [string, number][], wanted: string, ticked: Map<string, string>) => [string, number][]} */
export const matching = (values, wanted, ticked) => {
  if (wanted) return values.filter(([value]) => value.toLowerCase().includes(wanted));
  /** @type {(value: [string, number]) => number} */
  const rank = ([value]) => (ticked.has(value.toLowerCase()) ? 0 : 1);
  return [...values].sort((one, other) => rank(one) - rank(other));
};

/** As the server takes them in an address.
 * @type {(filters: Filters) => URLSearchParams} */
export const toQuery = (filters) => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    for (const one of [value].flat()) if (one) query.append(name, one);
  }
  return query;
};

/** A chip of an answer -> the filters that it stands for.
 * @type {Record<string, (keyof Filters)[]>} */
const CHIPS = {
  published: ["published_from", "published_to"],
  authors: ["authors"],
  outlets: ["outlets"],
  sections: ["sections"],
  tags: ["tags"],
};

/** What the reader chose stays; of what the question set, all but the chip `field` (all, without one).
 * @type {(asked: { filters: Filters, settings: { filters: Filters } }, field: string) => Filters} */
export const without = ({ filters, settings }, field) => {
  if (!field) return settings.filters;
  const reset = (CHIPS[field] ?? []).map((name) => [name, settings.filters[name]]);
  return { ...filters, ...Object.fromEntries(reset) };
};
