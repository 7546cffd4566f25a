/* Formatting of names, dates, numbers and sizes for readers. */

/** A file's name: no character that is not seen turns it around or hides in it.
 * @type {(name: string) => string} */
export const visible = (name) => name.replace(/(?![\u200c\u200d])[\p{Cf}\p{Cc}]/gu, "\ufffd");

/** 17 March 2025, or 17 Mar 2025 with "short"; "" when unknown. A day is the same day everywhere.
 * @type {(iso: string | null | undefined, month?: "long" | "short") => string} */
export const day = (iso, month = "long") =>
  iso ? new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month, year: "numeric", timeZone: "UTC" }) : "";

/** @type {(number: number, one: string, many?: string) => string} */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** @type {(bytes: number) => string} */
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** @type {(text: string) => string} */
export const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether a moment is of the day that `now` is of.
 * @type {(iso: string, now?: Date) => boolean} */
export const isToday = (iso, now = new Date()) => new Date(iso).toDateString() === now.toDateString();

/** The time of a moment today, else its day; the year where it is another one.
 * @type {(iso: string, now?: Date) => string} */
export const timeOrDay = (iso, now = new Date()) => {
  const at = new Date(iso);
  if (isToday(iso, now)) return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year });
};
