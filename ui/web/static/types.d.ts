/** Shapes that several scripts share; none of this is shipped. */

export type Field = {
  label: string;
  value?: string;
  long?: boolean;
  longest?: number;
  required?: boolean | string;
};
export type Asked = { title: string; text?: string; confirm: string; danger?: boolean; field?: Field };
export type { Template } from "./vendor/lit-html.js";

export type MenuItem = { label: string; danger?: boolean; run: () => unknown };
export type MenuGroup = { heading: string; items: MenuItem[] };

/** A view of the page; `mount` fills its element when it is first shown. */
export type View = {
  element?: Element | null;
  mount?: (element: HTMLElement) => void;
  shown?: () => unknown;
};

/* ---- what the server tells ---- */

export type ListField = "authors" | "outlets" | "sections" | "tags";
export type Counted = [value: string, articles: number][];
export type Options = Record<ListField, Counted> & { from: string | null; to: string | null };
export type Filters = Record<ListField, string[]> & {
  published_from: string | null;
  published_to: string | null;
};
export type Library = {
  articles: number;
  filters: Options;
  models: { name: string; label: string }[];
  login: boolean;
  user: string;
};
export type Conversation = { id: string; title: string; last_asked: string; questions: number };
export type Exchange = { id: string; question: string; state: "asked" | "answered" | "stopped" | "failed" };
export type Limits = { suffixes: string[]; largest_bytes: number };
export type ArticleRow = {
  path: string;
  status: string;
  title: string;
  authors: string;
  outlet: string;
  section: string;
  published: string | null;
  passages: number;
  reason: string;
  warnings: string[];
  news: string;
  also_in: string[];
};
export type Listing = {
  articles: ArticleRow[];
  counts: Record<string, number>;
  passages: number;
  folder: string;
  index_path: string;
  problem: string;
  found: number;
  page: number;
  pages: number;
  limits: Limits;
};
export type KeptFile = { kept: string; path: string };
export type SyncJson = {
  running: boolean;
  number: number;
  generation: number | null;
  report: { summary: string; notice: string } | null;
  problem: string;
  stopping?: boolean;
  doing?: string;
  files_done?: number;
  files_total?: number;
  passages_encoded?: number;
};
export type Part = { text: string; style: string; mark: string; place: number };
export type Block = { kind: string; page: number | null; parts: Part[] };
/** The next pieces of a long article, by their addresses. */
export type Piece = { blocks: Block[]; earlier: string; later: string };
export type Source = Piece & {
  kind: "cited" | "near" | "unused" | "also" | "read";
  place: number;
  count: number;
  prefix: string;
  label: string;
  title: string;
  doc_id: string;
  authors: string;
  outlet: string;
  published: string;
  page: number | null;
  link: string | null;
  link_host: string;
  note: string;
  changed: boolean;
  also_in: { doc_id: string; title: string; outlet: string; known: boolean }[];
  sentences: { number: number; text: string }[];
  unused: { place: string; title: string; about: string; excerpt: string }[];
};

/* ---- what the scripts keep ---- */

/** How the next question is asked; see `AskSettings` in ui/web/values.py. */
export type Settings = {
  conversation: string;
  replaces: string;
  filters: Partial<Filters>;
  reads_filters: boolean;
  chronological: boolean;
  model: string;
};
export type Chosen = Pick<Settings, "filters" | "chronological">;
/** `unheard`: nothing was heard of it lately. */
export type SyncState = SyncJson & { unheard: boolean };
export type Sent = { path: string; file: File };
export type Refusal = { path: string; why: string };
export type Upload = {
  total: number;
  done: number;
  added: number;
  already: number;
  refused: Refusal[];
  unsent: Sent[];
  running: boolean;
  stopped: boolean;
};
/** What the source panel is asked for: a place in an answer, or an article. */
export type Wanted = {
  exchange?: string;
  place?: string;
  sentence?: number;
  also?: string;
  doc?: string;
  from?: Wanted;
};
