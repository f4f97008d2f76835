-- Lists are read page by page, in the order in which records were made.
CREATE INDEX record_pages ON record (kind, state, first_entry, key);
