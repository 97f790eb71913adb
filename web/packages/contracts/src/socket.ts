// Written by `npm run generate -w @palabre/contracts` from docs/reference/asyncapi.json: change the server, then run it again.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Abuse
         * @description For supervisors: an insult that an advisor has reported and nobody has seen to yet.
         */
        Abuse: {
            abuse: string;
            advisor: string;
            at: number;
            conversation: string;
        };
        /**
         * Advisor
         * @description For supervisors: a signed-in advisor. `activity`: holding, talking, lost, wrap_up, offered, else her status.
         */
        Advisor: {
            activity: string;
            activity_since: number;
            advisor: string;
            confirmed: boolean;
            conversations: components["schemas"]["Work"][];
            partner: string | null;
            present: boolean;
            since: number;
            site: string | null;
            status: string;
        };
        /** Beat */
        Beat: {
            at: string;
            /** @enum {unknown} */
            kind: "beat";
            now: number;
        };
        /**
         * Calling
         * @description I am kept for a calling campaign. `state`: coming (my telephone is being called), ready (my audio is up), shown
         *         (I read about `contact`, until `deadline`), ringing (she is being dialled).
         */
        Calling: {
            campaign: string;
            contact: string | null;
            deadline: number | null;
            since: number;
            state: string;
        };
        /**
         * CeilingAlarm
         * @description Calls to the outside have come to `percent` (50, 100) of a ceiling of the dial plan: calls at once, or money of
         *         the day, micro-units of `currency`. `person`: who sees to it; None: nobody yet.
         */
        CeilingAlarm: {
            ceiling: string;
            currency: string;
            limit: number;
            percent: number;
            person: string | null;
            since: number;
        };
        /**
         * Changed
         * @description Replace each entity of `set`, drop each key of `unset`.
         */
        Changed: {
            at: string;
            /** @enum {unknown} */
            kind: "changes";
            set: {
                [key: string]: components["schemas"]["Entity"];
            };
            unset: string[];
        };
        /**
         * Conversation
         * @description Mine: offered to me, with me, or in my wrap-up. `state`: offered, talking, holding, lost, wrap_up.
         *
         *         `connected`: of a call accepted, whether her line and the customer's are joined by now; true for what has no line.
         *         `telephone`: the sign-in whose telephone has her part of the call, '' where it is none's.
         *         `recording`: off, on, paused, refused (by the customer). `recording_resumes_at`: a pause ends then by itself.
         *         `listeners`: supervisors in the call, from the request on until nothing of them is left in it.
         *         `quality`: of the worse of its two lines, None until enough was heard. `muted`: at the server; a page mutes itself.
         *         `taken_by`: in my wrap-up, the supervisor who took it from me.
         *         `parties`: everybody beside the customer. `transfer`: while one is under way; `transfer_outcome`: of the last.
         */
        Conversation: {
            channel: string;
            /** @default true */
            connected?: boolean;
            conversation: string;
            customer: string | null;
            customer_present: boolean;
            entry: string;
            item: string;
            /** @default [] */
            listeners?: components["schemas"]["Listener"][];
            lost_deadline: number | null;
            messages: number;
            /** @default false */
            muted?: boolean;
            /** @default [] */
            parties?: components["schemas"]["Party"][];
            /** @default null */
            quality?: components["schemas"]["LineWord"] | null;
            queue: string;
            recording: string;
            /** @default null */
            recording_resumes_at?: number | null;
            /** @default [] */
            silent?: components["schemas"]["SilentLine"][];
            since: number;
            state: string;
            /** @default null */
            taken_by?: string | null;
            talk_since: number | null;
            /** @default  */
            telephone?: string;
            /** @default null */
            transfer?: components["schemas"]["Transfer"] | null;
            /** @default  */
            transfer_outcome?: string;
            wrap_up_deadline: number | null;
            wrap_up_extended: boolean;
        };
        /** @description By its key: me → Me, offer → Offer, conversation → Conversation, internal → Internal, calling → Calling, queue → Queue, advisor → Advisor, tiles → Tiles */
        Entity: components["schemas"]["Me"] | components["schemas"]["Offer"] | components["schemas"]["Conversation"] | components["schemas"]["Internal"] | components["schemas"]["Calling"] | components["schemas"]["Queue"] | components["schemas"]["Advisor"] | components["schemas"]["Tiles"];
        /**
         * FromDesk
         * @description All that a page says by the socket: an offer's card is painted.
         */
        FromDesk: {
            shown: string;
        };
        /**
         * Internal
         * @description A call between two advisors, one of them me. `state`: ringing (until `deadline`), answered, talking. `help`: the
         *         emergency number that I call instead of anybody.
         */
        Internal: {
            call: string;
            deadline: number;
            /** @default  */
            help?: string;
            incoming: boolean;
            since: number;
            state: string;
            with_advisor: string;
        };
        /**
         * InternalEnd
         * @description What became of a call with a colleague, until I have seen it. `outcome`: missed (by me), declined, no_answer,
         *         unreachable, elsewhere (another call began), cut.
         */
        InternalEnd: {
            at: number;
            call: string;
            incoming: boolean;
            outcome: string;
            with_advisor: string;
        };
        /**
         * LineWord
         * @description How good the worse line of a call is. `mos` 1 to 4.5; `word`: good, fair, weak, bad; `end`: customer, advisor.
         */
        LineWord: {
            end: string;
            mos: number;
            word: string;
        };
        /**
         * Listener
         * @description A supervisor in a call. `how`: listen (nobody hears her), whisper (its advisor does), join (everybody does);
         *         `since`: in this way.
         */
        Listener: {
            how: string;
            person: string;
            since: number;
        };
        /**
         * LostSite
         * @description A site that fell silent at `at` and is not back. `lost`: desks that did, of those the viewer may see.
         */
        LostSite: {
            at: number;
            lost: number;
            site: string;
        };
        /**
         * Me
         * @description `doubt`: why she is not `confirmed`: missed (an offer) or cut_off (in a talk, whose customer waits again);
         *         gone: her desk was silent for so long that she was signed out, and is back, away, until she has read it.
         *         `until`: the pause that her status is was granted for so long; it stays her status until she changes it.
         */
        Me: {
            advisor: string;
            confirmed: boolean;
            /** @default  */
            doubt?: string;
            /** @default [] */
            internal_ends?: components["schemas"]["InternalEnd"][];
            /** @default null */
            own_call?: components["schemas"]["OwnCall"] | null;
            present: boolean;
            pressure: components["schemas"]["Pressure"];
            reserved_until: number | null;
            since: number;
            status: string;
            /** @default null */
            until?: number | null;
        };
        /** Offer */
        Offer: {
            auto_accept: boolean;
            channel: string;
            conversation: string;
            deadline: number;
            item: string;
            kind: string;
            made_at: number;
            offer: string;
            queue: string;
            shown: boolean;
        };
        /**
         * OwnCall
         * @description Her last call to a number. `outcome` '': it rings; reached, busy, no_answer, refused, failed, cancelled.
         */
        OwnCall: {
            call: string;
            /** @default  */
            outcome?: string;
            since: number;
        };
        /**
         * Party
         * @description Who is in a call beside its customer. `who`: advisor or outside. `role`: holder (the customer is hers) or second
         *         (who is consulted, or joined). `state`: sought, ringing, connecting, up, lost.
         */
        Party: {
            advisor: string | null;
            role: string;
            since: number;
            state: string;
            who: string;
        };
        /**
         * Pressure
         * @description A word with its reason, for one advisor. `queue`: the one it is about, where `waiting` people wait since `since`.
         *
         *         `word`: calm, sustained, strong. `reason`: nobody_waits, within_target, near_target, past_target, nobody_available.
         */
        Pressure: {
            /** @default 0 */
            at?: number;
            /** @default null */
            queue?: string | null;
            /** @default nobody_waits */
            reason?: string;
            /** @default null */
            since?: number | null;
            /** @default 0 */
            waiting?: number;
            /** @default calm */
            word?: string;
        };
        /**
         * Queue
         * @description For supervisors. `waiting` includes those being offered; the figures of people are those the viewer may see.
         */
        Queue: {
            advisors_available: number;
            advisors_signed_in: number;
            channel: string;
            longest_since: number | null;
            offered: number;
            queue: string;
            talking: number;
            target_seconds: number;
            waiting: number;
            wrap_up: number;
        };
        /**
         * RecordingTrouble
         * @description Calls of this node go on unrecorded. `why`: disk_full, not_started, cut, not_kept.
         */
        RecordingTrouble: {
            node: string;
            since: number;
            why: string;
        };
        /**
         * SilentLine
         * @description Nothing is heard on a line of a call that is neither muted nor on hold. `end`: customer, advisor (her own);
         *         `why`: no_packets, no_sound (they come empty).
         */
        SilentLine: {
            end: string;
            since: number;
            why: string;
        };
        /**
         * Snapshot
         * @description Forget everything held, take this. `at`: PARTITION.NUMBER to resume from.
         */
        Snapshot: {
            at: string;
            entities: {
                [key: string]: components["schemas"]["Entity"];
            };
            /** @enum {unknown} */
            kind: "snapshot";
            now: number;
        };
        /**
         * Tiles
         * @description `sites_lost` carries no fact's number: the tiles are sent whole to every page that resumes.
         */
        Tiles: {
            /** @default [] */
            abuses?: components["schemas"]["Abuse"][];
            advisors_available: number;
            advisors_by_activity: {
                [key: string]: number;
            };
            advisors_signed_in: number;
            /** @default [] */
            ceilings?: components["schemas"]["CeilingAlarm"][];
            longest_since: number | null;
            /** @default [] */
            recording_troubles?: components["schemas"]["RecordingTrouble"][];
            /** @default [] */
            sites_lost?: components["schemas"]["LostSite"][];
            talking: number;
            waiting: number;
            wrap_up: number;
        };
        /**
         * Transfer
         * @description Somebody is sought or consulted for this call by `by`. `to`: queue, advisor, number, flow; `target`: its id.
         *         `state`: sought, joined. `aside`: the second party waits with music while `by` talks with the customer.
         */
        Transfer: {
            /** @default false */
            aside?: boolean;
            by: string;
            since: number;
            state: string;
            target: string;
            to: string;
        };
        /**
         * Typing
         * @description `who`: customer, advisor, flow. Also what travels on the bus as `live.TENANT.typing`, without its kind.
         */
        Typing: {
            /** @default null */
            author?: string | null;
            conversation: string;
            /** @enum {unknown} */
            kind: "typing";
            /** @default true */
            on?: boolean;
            who: string;
        };
        /**
         * Work
         * @description One of an advisor's conversations, as her supervisor sees it.
         */
        Work: {
            channel: string;
            conversation: string;
            item: string;
            /** @default [] */
            listeners?: components["schemas"]["Listener"][];
            queue: string;
            since: number;
            state: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
