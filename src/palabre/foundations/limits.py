"""Named bounds. Every list, retry and text has one; a new bound goes here with its unit."""
from __future__ import annotations

PAGE_ROWS = 100                      # rows of a list endpoint, by default
PAGE_ROWS_MAX = 500
TEXT_CHARACTERS_MAX = 10_000         # a message or a note
NAME_CHARACTERS_MAX = 200
BODY_BYTES_MAX = 1_000_000           # of a request, files apart
BLOB_BYTES_MAX = 512 * 1024 * 1024
COMMAND_SECONDS_MAX = 5.0            # deadline of a command unless its caller says less
COMMAND_BYTES_MAX = 256_000
OPENING_SECONDS_MAX = 30             # a conversation still opening after it is shown and repaired
PRESENCE_SECONDS = 12                # silence of a desk after which nothing is offered
SHOWN_SECONDS = 2                    # an offer not acknowledged as shown within it is withdrawn
LOST_ADVISOR_SECONDS = 30            # for her to come back to the customer held in the bridge
