/** Shapes that several scripts share; none of this is shipped. */
import type { AskSettings, QuestionFilters, SyncState } from "./api.js";

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

/* ---- what the server tells; `make types` writes these ---- */
export type {
  ArticlesPage as Listing,
  Asked as Exchange,
  Block,
  Conversation,
  Exchanges,
  FileRow as ArticleRow,
  FilterOptions as Options,
  KeptFile,
  LibraryContents as Library,
  Limits,
  ListedConversations,
  Part,
  Piece,
  QuestionFilters as Filters,
  Source,
  SyncState as SyncJson,
} from "./api.js";

/* ---- what the scripts keep ---- */

export type ListField = "authors" | "outlets" | "sections" | "tags";
/** How the next question is asked; filters that are absent are not chosen. */
export type Settings = Omit<AskSettings, "filters"> & { filters: Partial<QuestionFilters> };
export type Chosen = Pick<Settings, "filters" | "chronological">;
/** `unheard`: nothing was heard of it lately; `generation`: null before anything was heard. */
export type Sync = Omit<SyncState, "generation"> & { unheard: boolean; generation: number | null };
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
