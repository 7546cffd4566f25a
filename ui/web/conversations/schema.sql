CREATE TABLE conversations (
  conversation_id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  title TEXT NOT NULL,
  started TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX conversations_by_owner ON conversations (owner);

CREATE TABLE exchanges (      -- in the order in which they were asked
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  exchange_id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL
    REFERENCES conversations (conversation_id) ON DELETE CASCADE,
  asked_at TEXT NOT NULL,
  question TEXT NOT NULL,
  settings TEXT NOT NULL,         -- AskSettings as JSON
  state TEXT NOT NULL,
  answer TEXT,                    -- as rag.export.stored writes it
  problem TEXT NOT NULL
);

CREATE INDEX exchanges_by_conversation ON exchanges (conversation_id);

CREATE TABLE documents (      -- every version of an article that an exchange cites
  row INTEGER PRIMARY KEY,
  doc_id TEXT NOT NULL,
  version TEXT NOT NULL,
  record TEXT NOT NULL,           -- the Document as JSON, without its text
  text TEXT NOT NULL,
  UNIQUE (doc_id, version)
);

CREATE TABLE cited (
  exchange INTEGER NOT NULL REFERENCES exchanges (row) ON DELETE CASCADE,
  document INTEGER NOT NULL REFERENCES documents (row),
  PRIMARY KEY (exchange, document)
) WITHOUT ROWID;

CREATE INDEX cited_by_document ON cited (document);

CREATE TABLE thumbs (
  exchange INTEGER PRIMARY KEY REFERENCES exchanges (row) ON DELETE CASCADE,
  feedback_id TEXT NOT NULL,      -- of the judgement that was written down last
  verdict TEXT NOT NULL
);

CREATE TRIGGER no_longer_cited AFTER DELETE ON cited
  WHEN NOT EXISTS (SELECT 1 FROM cited WHERE document = OLD.document)
  BEGIN DELETE FROM documents WHERE row = OLD.document; END;
