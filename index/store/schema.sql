-- A document row is alive in the generations `added <= g < removed`. Its passages live and die with
-- it. A row whose `added` lies beyond the published generation is pending: nobody sees it yet.
-- Row ids are never reused (AUTOINCREMENT), so that the search caches may hold ids that are gone.
-- A file holds 0, 1 or many articles: `files` says how it was when it was last read, `items` what
-- came of each article in it.
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE documents (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  doc_id TEXT NOT NULL,
  version TEXT NOT NULL,
  record TEXT NOT NULL,       -- the Document as JSON, without its text
  text TEXT NOT NULL,
  checksum BLOB NOT NULL,     -- of record and text: compared before anything is quoted
  added INTEGER NOT NULL,
  removed INTEGER
);

CREATE INDEX documents_by_id ON documents (doc_id);

CREATE INDEX documents_by_version ON documents (version);

CREATE TABLE passages (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  heading TEXT,
  text_hash BLOB NOT NULL     -- of the encoded text: the key of its embedding
);

CREATE INDEX passages_by_document ON passages (document);

CREATE TABLE embeddings (  -- with row ids: a tree by key would put each vector elsewhere
  row INTEGER PRIMARY KEY,
  encoder TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  vector BLOB NOT NULL,       -- float32, little endian
  checksum INTEGER NOT NULL   -- CRC-32 of the vector
);

CREATE UNIQUE INDEX embeddings_by_text ON embeddings (encoder, text_hash);

CREATE TABLE files (       -- the ingest record: one row for each file of the last sync
  path TEXT PRIMARY KEY,
  stamp TEXT NOT NULL,        -- size, times and inode: equal means unchanged
  sha256 TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  recipe TEXT NOT NULL,       -- which reader, cleaner and splitter made its documents
  passing INTEGER NOT NULL    -- it failed by no fault of its content: the next sync tries again
) WITHOUT ROWID;

CREATE TABLE items (       -- the articles of each file
  path TEXT NOT NULL,
  item TEXT NOT NULL,         -- its key within the file; "" when the file is one article
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  recipe TEXT NOT NULL,
  version TEXT NOT NULL,      -- of a duplicate: that of the document which is the same
  document INTEGER REFERENCES documents (row) ON DELETE SET NULL,
  PRIMARY KEY (path, item)
) WITHOUT ROWID;

CREATE INDEX items_by_document ON items (document);

CREATE TABLE aliases (        -- where a renamed document went
  old_doc_id TEXT PRIMARY KEY,
  new_doc_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE bands (          -- near-duplicate candidates share a band
  band INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  PRIMARY KEY (band, document)
) WITHOUT ROWID;

CREATE INDEX bands_by_document ON bands (document);

CREATE TABLE near_duplicates (
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  similarity REAL NOT NULL,
  PRIMARY KEY (document, other)
) WITHOUT ROWID;

CREATE INDEX near_duplicates_by_other ON near_duplicates (other);

CREATE TABLE generations (
  generation INTEGER PRIMARY KEY,
  published_at REAL NOT NULL  -- seconds since 1970
);

CREATE TABLE kept_versions (  -- versions that a saved answer cites: never purged
  doc_id TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (doc_id, version)
) WITHOUT ROWID;

INSERT INTO meta VALUES ('published', '0');

-- Each cache repeats it: one that was made from another store is none of this one.
INSERT INTO meta VALUES ('store', lower(hex(randomblob(16))));
