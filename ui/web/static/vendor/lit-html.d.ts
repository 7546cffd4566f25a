/** What we use of lit-html 3.3.3: a template, drawing it, and "no value". */
export type Template = { _$litType$: number; strings: TemplateStringsArray; values: unknown[] };
export const html: (strings: TemplateStringsArray, ...values: unknown[]) => Template;
export const render: (what: unknown, where: HTMLElement) => unknown;
export const nothing: unique symbol;
