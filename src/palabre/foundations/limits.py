"""Named bounds. Every list, retry and text has one; a new bound goes here with its unit."""

from __future__ import annotations

PAGE_ROWS = 100  # rows of a list endpoint, by default
PAGE_ROWS_MAX = 500
TEXT_CHARACTERS_MAX = 10_000  # a message or a note
NAME_CHARACTERS_MAX = 200
BODY_BYTES_MAX = 1_000_000  # of a request, files apart
BLOB_BYTES_MAX = 512 * 1024 * 1024
COMMAND_SECONDS_MAX = 5.0  # deadline of a command unless its caller says less
COMMAND_BYTES_MAX = 256_000
OPENING_SECONDS_MAX = 30  # a conversation still opening after it is shown and repaired
PRESENCE_SECONDS = 12  # silence of a desk after which nothing is offered
SHOWN_SECONDS = 2  # an offer not acknowledged as shown within it is withdrawn
LOST_ADVISOR_SECONDS = 30  # for her to come back to the customer held in the bridge
RUN_VISITS_MAX = 500                 # steps a run may enter: a circle of steps ends by it
RUN_VARIABLES_BYTES_MAX = 16_000     # names and values of one run together
STEP_SECONDS_MAX = 7_200             # of one visit of a step, queues apart (their items have a longest wait)
FLOW_BYTES_MAX = 500_000             # of one document
PROMPT_BYTES_MAX = 20_000_000        # of one recording
PROMPT_SECONDS_MAX = 600
CALENDAR_DAYS_MAX = 400              # compiled ahead at once
CHAT_MESSAGE_CHARACTERS_MAX = 4_000  # of a visitor's message
CHAT_FRAME_BYTES_MAX = 32_000        # of anything a widget sends
CHAT_RESUME_MESSAGES_MAX = 100       # shown again after a reload
CHAT_SOCKETS_PER_NETWORK = 200       # at once: an operator's network address translation holds many people
CHAT_SOCKETS_PER_NETWORK_MINUTE = 120
CHAT_VISITORS_PER_NETWORK_MINUTE = 60
CHAT_MESSAGES_PER_VISITOR_MINUTE = 30
CHAT_MESSAGES_BURST = 10
TRANSFERS_MAX = 20                   # outside numbers called at once by the flows of one tenant on one Asterisk
PHONE_SECONDS = 12 * 3_600           # an advisor's SIP credentials; renewed once half of it has passed
WEB_CALL_SECONDS = 300               # a web caller's
WEB_CALLS_PER_NETWORK = 10           # within WEB_CALLS_SECONDS, per tenant
WEB_CALLS_SECONDS = 600
PHONE_FRAME_BYTES_MAX = 32_000       # of one SIP message through the relay
PHONE_FRAMES_PER_SECOND = 50
RECORDINGS_MAX = 100                 # of one conversation, listed
SESSION_IDLE_SECONDS = 8 * 3600      # without a request a browser is signed out
SESSION_SECONDS_MAX = 24 * 3600      # then one signs in again, however busy
API_TOKEN_DAYS_MAX = 366
API_TOKENS_PER_PERSON = 20
RECOVERY_CODES = 10
PREFERENCES_BYTES_MAX = 20_000       # theme, keys and the like of one person
