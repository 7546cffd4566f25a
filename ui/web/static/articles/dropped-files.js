/* Chosen or dropped files: walks dropped folders, and tells which files are worth sending. */
import { megabytes } from "../shared/format.js";

/** @import { Limits, Sent } from "../types.js" */

const LONGEST_PATH = 1000;

/** Chosen files; a folder's files keep their place in it.
 * @type {(files: Iterable<File>) => Sent[]} */
export const fromInput = (files) => [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** What was dropped, folders with all that is in them.
 * @type {(transfer: Pick<DataTransfer, "items" | "files">) => Promise<Sent[]>} */
export const fromDrop = async (transfer) => {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!entries.length) return [...transfer.files].map((file) => ({ path: file.name, file }));
  /** @type {Sent[]} */
  const found = [];
  for (const entry of entries) await gather(entry, "", found);
  return found;
};

/** @type {(entry: FileSystemEntry, above: string, found: Sent[]) => Promise<void>} */
const gather = async (entry, above, found) => {
  const path = above + entry.name;
  if (entry.isFile) {
    const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
    if (file) found.push({ path, file });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    /* A reader gives a hundred at a time. */
    const some = await someOf(reader);
    if (!some.length) return;
    for (const inside of some) await gather(inside, `${path}/`, found);
  }
};

/** @type {(entry: FileSystemFileEntry) => Promise<File | null>} */
const fileOf = (entry) => new Promise((resolve) => entry.file(resolve, () => resolve(null)));

/** @type {(reader: FileSystemDirectoryReader) => Promise<FileSystemEntry[]>} */
const someOf = (reader) => new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));

/** Why a file need not be sent at all; "" when it may be.
 * @type {(sent: Sent, limits: Limits) => string} */
export const objection = ({ path, file }, limits) => {
  const dot = file.name.lastIndexOf(".");
  const suffix = dot > 0 ? file.name.slice(dot).toLowerCase() : "";
  const name = file.name.toLowerCase();
  const isRead = dot > 0 && limits.suffixes.some((read) => name.endsWith(read)); // some have two dots
  if (limits.suffixes.length && !isRead) {
    return suffix ? `files of the type ${suffix} are not read` : "files without a type are not read";
  }
  if (file.size > limits.largest_bytes) {
    return `larger than ${megabytes(limits.largest_bytes)}, the most that Byline reads`;
  }
  return path.length > LONGEST_PATH ? "its path is too long" : "";
};

/** @type {(sent: Sent) => boolean} */
export const isHidden = ({ path }) => path.split("/").some((part) => part.startsWith("."));
