"""The store's schema: SQLite tables (`schema.sql`) and format version."""

from pathlib import Path

from index.store.sqlite import read_statements

FORMAT = 2
APPLICATION_ID = 0x42594C4E  # "BYLN"
PAGE_BYTES = 8192  # five vectors of 384 numbers to a page; of 4096, two
TABLES = read_statements(Path(__file__).with_name("schema.sql"))
