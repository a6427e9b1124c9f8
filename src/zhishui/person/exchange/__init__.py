"""Files and messages from other departments: contracts, reading, refusal row by row."""
