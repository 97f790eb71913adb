// Written by `npm run generate -w @palabre/contracts` from docs/reference/openapi.json: change the server, then run it again.
export interface paths {
    "/api/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListAnnouncements
         * @description Newest first.
         */
        get: operations["information_list_announcements"];
        put?: never;
        /**
         * Announce
         * @description From now on, to everybody who comes by and to those who wait there already.
         */
        post: operations["information_announce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/announcements/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** EndAt */
        put: operations["information_end_at"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/announcements/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Withdrawn by mistake: said again, until the same end.
         */
        post: operations["information_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/announcements/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw */
        post: operations["information_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListAudit
         * @description Who changed what, the latest first. `subject`: kind:id.
         */
        get: operations["tenants_list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListCalendars */
        get: operations["flows_list_calendars"];
        put?: never;
        /** CreateCalendar */
        post: operations["flows_create_calendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetCalendar */
        get: operations["flows_get_calendar"];
        /** ReplaceCalendar */
        put: operations["flows_replace_calendar"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars/{id}/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DeclareHoliday
         * @description The one gesture of the evening before: that day is off, or has other hours.
         */
        post: operations["flows_declare_holiday"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars/{id}/holidays/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** RevokeHoliday */
        delete: operations["flows_revoke_holiday"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars/{id}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hours
         * @description The next opening hours as instants.
         */
        get: operations["flows_hours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListCallbacks
         * @description Newest first; `state`: pending, reached, not_reached, cancelled, returned, expired, queue_removed. `number`: some
         *     of its digits.
         */
        get: operations["callbacks_list_callbacks"];
        put?: never;
        /**
         * RequestCallback
         * @description On a customer's behalf. One is pending per number and queue: asked again, it is that one.
         */
        post: operations["callbacks_request_callback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportCallbacks
         * @description The list as a file, by the same filters. It is put on record (audit).
         */
        get: operations["callbacks_export_callbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{callback}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * CancelCallback
         * @description She is called no more.
         */
        delete: operations["callbacks_cancel_callback"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListOwnCallbacks
         * @description For an advisor: those of the queues whose work she can be offered. `number` '': she may not see it.
         */
        get: operations["callbacks_list_own_callbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/rules/{queue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetRules
         * @description Distances between tries, the promise, and whether a page may ask.
         */
        get: operations["callbacks_get_rules"];
        /** PutRules */
        put: operations["callbacks_put_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/widgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListWidgets */
        get: operations["chat_list_widgets"];
        put?: never;
        /** CreateWidget */
        post: operations["chat_create_widget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/widgets/{widget}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** EditWidget */
        put: operations["chat_edit_widget"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListConversations
         * @description Newest first. `state`: opening, open, closed. `q`: words of the customer's name, or part of an address.
         */
        get: operations["conversations_list_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetConversation
         * @description Its row, segments, attachments, the customer's last three other contacts; `choices` made in the flow before.
         */
        get: operations["conversations_get_conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/customer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SetCustomer
         * @description Several customers may share an address: the advisor says who it is.
         */
        put: operations["conversations_set_customer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListLines
         * @description How good each line of a call was.
         */
        get: operations["voice_list_lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListMarks */
        get: operations["voice_list_marks"];
        put?: never;
        /**
         * AddMark
         * @description A place of this conversation to come back to.
         */
        post: operations["voice_add_mark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListMessages
         * @description With a number greater than `after`, in order; the held come last. `after` 0: the last page of a long talk.
         */
        get: operations["conversations_list_messages"];
        put?: never;
        /**
         * SendMessage
         * @description Held a few seconds (`held_until`), until then it can be undone; a closed tab changes nothing about it.
         */
        post: operations["conversations_send_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/messages/{message}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * UndoMessage
         * @description {text} for the composer. 409 conversations.message_already_sent when too late.
         */
        post: operations["conversations_undo_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListNotes */
        get: operations["conversations_list_notes"];
        put?: never;
        /** AddNote */
        post: operations["conversations_add_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** SetOutcome */
        put: operations["conversations_set_outcome"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PauseAny
         * @description By a program of the tenant's (a payment page that opens), on whatever call is up.
         */
        post: operations["voice_pause_any"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListRecordings
         * @description Of one conversation, oldest first.
         */
        get: operations["voice_list_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Typing
         * @description Told to the customer, kept nowhere.
         */
        post: operations["conversations_typing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListCustomers
         * @description Found by the beginnings of words, numbers or e-mail addresses; or, by `phone` or `email`, all who share that
         *     one.
         */
        get: operations["customers_list_customers"];
        put?: never;
        /**
         * CreateCustomer
         * @description A new customer; she may share an address with others.
         */
        post: operations["customers_create_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetCustomer
         * @description One customer. An erased one answers with her id and `erased_at` alone.
         */
        get: operations["customers_get_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditCustomer
         * @description Change a customer.
         */
        patch: operations["customers_edit_customer"];
        trace?: never;
    };
    "/api/customers/{customer}/account-manager": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetAccountManager
         * @description Whom her flows may ask for first.
         */
        get: operations["routing_get_account_manager"];
        /**
         * SetAccountManager
         * @description The advisor who looks after this customer.
         */
        put: operations["routing_set_account_manager"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer}/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AddAddress
         * @description One more address. Withheld, short and invalid numbers are refused with `customers.address_refused`.
         */
        post: operations["customers_add_address"];
        /**
         * RemoveAddress
         * @description Take an address away, as it is shown.
         */
        delete: operations["customers_remove_address"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * EraseCustomer
         * @description Erase all that is personal of her, in every room; her id remains in facts and figures.
         */
        post: operations["customers_erase_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Timeline
         * @description All her conversations on all channels, newest first, with segments, last messages, notes, attachments.
         */
        get: operations["conversations_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/abuses/{abuse}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SeeAbuse
         * @description A supervisor sees to it.
         */
        post: operations["desk_see_abuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CallNumber
         * @description A customer's number, dialled in the tenant's name; when it answers it is a conversation of hers. A number of help
         *     is called whatever she is doing.
         */
        post: operations["desk_call_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/calls/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CancelCall
         * @description Hers that still rings. Idempotent.
         */
        post: operations["desk_cancel_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/ceilings/{ceiling}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SeeCeiling
         * @description Somebody sees to an alarm of the dial plan.
         */
        post: operations["desk_see_ceiling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListColleagues
         * @description Whom she may call: at their desks now, by name.
         */
        get: operations["desk_list_colleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/colleagues/{advisor}/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CallColleague
         * @description Her telephone is called first, then she hears the other's ring.
         */
        post: operations["desk_call_colleague"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/abuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ReportAbuse
         * @description She is out of the call at once; closing words, the end; the recording stays, supervisors are told.
         */
        post: operations["desk_report_abuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * HangUpConversation
         * @description A call ends for both; elsewhere her part ends.
         */
        post: operations["desk_hang_up_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** HoldConversation */
        post: operations["desk_hold_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PressKeys
         * @description Heard by the customer's line, and by whoever she has called beside; kept nowhere.
         */
        post: operations["desk_press_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * MuteConversation
         * @description At the server, for a telephone that is no browser.
         */
        post: operations["desk_mute_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ReportQuality
         * @description What her browser has counted so far (getStats): stored beside the server's own count.
         */
        post: operations["desk_report_quality"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PauseOwn
         * @description The advisor on the call: a card number is about to be said. Muted, the file's time runs on.
         */
        post: operations["voice_pause_own"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/supervise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SuperviseConversation
         * @description Her telephone of this sign-in is called and joined; there already, it is joined in another way.
         */
        post: operations["desk_supervise_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/supervise/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * EndSupervision
         * @description Idempotent.
         */
        post: operations["desk_end_supervision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/swap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SwapConversation
         * @description From the second party to the customer, or back; whoever is not talked with waits with music.
         */
        post: operations["desk_swap_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TakeConversation
         * @description Her call moves to her telephone of this sign-in, from another browser of hers; she talks on there until then.
         */
        post: operations["desk_take_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TransferConversation
         * @description The second party is sought; the customer hears music until it is there and she is given, or taken off hold.
         */
        post: operations["desk_transfer_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/transfer/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CancelTransfer
         * @description The second party is let go, the customer talks with the advisor again. Idempotent.
         */
        post: operations["desk_cancel_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/conversations/{conversation}/transfer/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CompleteTransfer
         * @description The customer is the second party's, there or still sought; the advisor's wrap-up begins.
         */
        post: operations["desk_complete_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetDestinations
         * @description To whom a call may be given now: queues, colleagues who are signed in, flows.
         */
        get: operations["desk_get_destinations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/emergency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * MyEmergency
         * @description The numbers for help, and the address that is given with such a call of hers.
         */
        get: operations["voice_my_emergency"];
        /**
         * PutMyAddress
         * @description Where she works when it is not at her site; empty: her site's again.
         */
        put: operations["voice_put_my_address"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/internal-calls/{call}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** AnswerColleague */
        post: operations["desk_answer_colleague"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/internal-calls/{call}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * EndInternalCall
         * @description Hung up, or declined by her who is called. Idempotent.
         */
        post: operations["desk_end_internal_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/internal-calls/{call}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SeeInternalEnd
         * @description She has read what became of it. Idempotent.
         */
        post: operations["desk_see_internal_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/offers/{offer}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AcceptOffer
         * @description A call rings at her telephone of the sign-in that accepts, and at no other browser of hers.
         */
        post: operations["desk_accept_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/offers/{offer}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** DeclineOffer */
        post: operations["desk_decline_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/offers/{offer}/shown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ShowOffer
         * @description The card is painted; pages say it by the socket.
         */
        post: operations["desk_show_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DeskPhone
         * @description SIP credentials of her telephone in this sign-in: the same for all its tabs until half their time is over.
         */
        post: operations["voice_desk_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SignOut
         * @description Refused while she talks or has an offer.
         */
        post: operations["desk_sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ChangeStatus
         * @description Also the confirming click after a missed offer. Refused with workforce.outside_contact_hours at home, outside
         *     the hours agreed.
         */
        post: operations["desk_change_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/telephone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetTelephone */
        get: operations["voice_get_telephone"];
        /**
         * ChooseTelephone
         * @description Her calls ring there from the next one on.
         */
        put: operations["voice_choose_telephone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/telephone/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * IssueCredentials
         * @description Of a desk telephone, shown this once; those before end.
         */
        post: operations["voice_issue_credentials"];
        /** RemoveCredentials */
        delete: operations["voice_remove_credentials"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/work-items/{item}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * FinishWorkItem
         * @description Her part ends, wrap-up begins.
         */
        post: operations["desk_finish_work_item"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/work-items/{item}/wrap-up/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** EndWrapUp */
        post: operations["desk_end_wrap_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/work-items/{item}/wrap-up/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ExtendWrapUp
         * @description More time, once.
         */
        post: operations["desk_extend_wrap_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dial-plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetDialPlan */
        get: operations["voice_get_dial_plan"];
        /**
         * PutDialPlan
         * @description What may be dialled from now on; calls that are up go on.
         */
        put: operations["voice_put_dial_plan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dial-plan/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * DialPlanToday
         * @description Calls up, money spent, what was refused.
         */
        get: operations["voice_dial_plan_today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListEntries */
        get: operations["flows_list_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-entries/{channel}/{entry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * AnswerEntry
         * @description A number, widget or mailbox is answered by this flow from now on.
         */
        put: operations["flows_answer_entry"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListFlowImports
         * @description The latest first, without their items.
         */
        get: operations["flows_list_flow_imports"];
        put?: never;
        /**
         * BringPackage
         * @description The body is the zip. Nothing changes by it: the answer is a preview. What cannot be read whole is refused with a
         *     problem of its own, and nothing of it is kept.
         */
        post: operations["flows_bring_package"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-imports/{imported}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetFlowImport
         * @description Of a preview: as things stand this moment.
         */
        get: operations["flows_get_flow_import"];
        put?: never;
        post?: never;
        /**
         * DiscardPackage
         * @description A preview that nobody wants; its file goes too.
         */
        delete: operations["flows_discard_package"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-imports/{imported}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ApplyPackage
         * @description What the preview shows is done, in one transaction: drafts and prompts. Nothing is published by it.
         */
        post: operations["flows_apply_package"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-imports/{imported}/prompts/{name}/{language}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * HearBrought
         * @description The sound that a preview would bring: to be heard beside the one that is here.
         */
        get: operations["flows_hear_brought"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-imports/{imported}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * UndoPackage
         * @description The whole of it, for thirty days; what was changed or published since is left and told.
         */
        post: operations["flows_undo_package"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow-publications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** CancelPublication */
        delete: operations["flows_cancel_publication"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListFlows */
        get: operations["flows_list_flows"];
        put?: never;
        /** CreateFlow */
        post: operations["flows_create_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetFlow */
        get: operations["flows_get_flow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare
         * @description What `after` has that `before` had not; none of either: the draft.
         */
        get: operations["flows_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** SaveDraft */
        put: operations["flows_save_draft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/draft/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CheckDraft
         * @description What publication would refuse.
         */
        get: operations["flows_check_draft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/editing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * TellEditing
         * @description I have it before me (said every 15 s); who else has.
         */
        put: operations["flows_tell_editing"];
        post?: never;
        /** LeaveEditing */
        delete: operations["flows_leave_editing"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportFlow
         * @description The flow with the words of its prompts, hashes of their recordings, and the names of what it refers to.
         */
        get: operations["flows_export_flow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportPackage
         * @description The flow, those it enters, their prompts with words and sounds, and the names of what else they need: a zip whose
         *     manifest has the SHA-256 of each part. `version`: none for the draft.
         */
        get: operations["flows_export_package"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/publications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListPublications */
        get: operations["flows_list_publications"];
        put?: never;
        /**
         * PlanPublication
         * @description The draft as it stands answers from that instant on, if nothing is wrong with it by then.
         */
        post: operations["flows_plan_publication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish */
        post: operations["flows_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description The draft becomes what a version was.
         */
        post: operations["flows_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * WatchTrial
         * @description Where the newest run of the trial stands.
         */
        get: operations["flows_watch_trial"];
        put?: never;
        /**
         * BeginTrial
         * @description The draft as it stands, for who asks alone: a key for `/chat-ws/KEY`, or for a call. Counted nowhere.
         */
        post: operations["flows_begin_trial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/trial/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CallTrial
         * @description A telephone that reaches the trial, for some minutes.
         */
        post: operations["flows_call_trial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description What answered before answers again.
         */
        post: operations["flows_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListVersions */
        get: operations["flows_list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetVersion */
        get: operations["flows_get_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/callable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListCallable
         * @description Published flows that come back: what a `sub_flow` step may run, with its exits and variables.
         */
        get: operations["flows_list_callable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** ImportFlow */
        post: operations["flows_import_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flows/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Schema
         * @description JSON Schema (2020-12) of a flow's document.
         */
        get: operations["flows_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/information/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListCredentials */
        get: operations["information_list_credentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/information/credentials/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** PutCredential */
        put: operations["information_put_credential"];
        post?: never;
        /**
         * RemoveCredential
         * @description Refused while a published flow sends it.
         */
        delete: operations["information_remove_credential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/information/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListFeeds
         * @description By name, each with its last fetch and what is kept of it.
         */
        get: operations["information_list_feeds"];
        put?: never;
        /**
         * CreateFeed
         * @description Fetched within seconds, then as often as it says.
         */
        post: operations["information_create_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/information/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** ChangeFeed */
        put: operations["information_change_feed"];
        post?: never;
        /**
         * RemoveFeed
         * @description Refused while a published flow tells it.
         */
        delete: operations["information_remove_feed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/information/feeds/{id}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * FetchFeed
         * @description Now, without waiting for its time.
         */
        post: operations["information_fetch_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/information/feeds/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TryFeed
         * @description Read it now and keep nothing: what a caller would hear.
         */
        post: operations["information_try_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AcceptInvitation
         * @description Her own password; then she signs in by it.
         */
        post: operations["tenants_accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * LookAtInvitation
         * @description Whose it is.
         */
        post: operations["tenants_look_at_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetMe
         * @description Who one is, what one may do, and the token for X-CSRF.
         */
        get: operations["tenants_get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditMe
         * @description Language, theme, keys.
         */
        patch: operations["tenants_edit_me"];
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ChangePassword
         * @description A new password; all other sessions end.
         */
        post: operations["tenants_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListTokens
         * @description One's API tokens, without their secrets.
         */
        get: operations["tenants_list_tokens"];
        put?: never;
        /**
         * CreateToken
         * @description A token for a program, for `Authorization: Bearer`. Its secret is shown here and never again.
         */
        post: operations["tenants_create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * EndToken
         * @description End a token at once.
         */
        delete: operations["tenants_end_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * BeginTotp
         * @description Begin with six digits from a phone: a picture to scan, in force once confirmed.
         */
        post: operations["tenants_begin_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ConfirmTotp
         * @description The first six digits put it in force; the answer holds the recovery codes, once.
         */
        post: operations["tenants_confirm_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DisableTotp
         * @description Sign in by password alone again.
         */
        post: operations["tenants_disable_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/checklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetChecklist
         * @description What stands between this centre and its first day, as of now.
         */
        get: operations["moving_get_checklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/checklist.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportChecklist
         * @description As evidence, with its time.
         */
        get: operations["moving_export_checklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/checklist/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AddPoint
         * @description A point of their own.
         */
        post: operations["moving_add_point"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/checklist/points/{point}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** PutTick */
        put: operations["moving_put_tick"];
        post?: never;
        /** RemovePoint */
        delete: operations["moving_remove_point"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListMovingImports
         * @description The latest first.
         */
        get: operations["moving_list_moving_imports"];
        put?: never;
        /**
         * UploadImport
         * @description The body is the file: a table, or a zip of several with the sounds of its prompts. Nothing changes by it: it is
         *     read and judged, then `ready` to be looked at.
         */
        post: operations["moving_upload_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/imports/{imported}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetMovingImport */
        get: operations["moving_get_moving_import"];
        put?: never;
        post?: never;
        /**
         * DiscardImport
         * @description A preview that nobody wants; its file goes too.
         */
        delete: operations["moving_discard_import"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/imports/{imported}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ApplyImport
         * @description What is new and changed in the preview is done: `applying`, then `applied`.
         */
        post: operations["moving_apply_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/imports/{imported}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * InviteImported
         * @description CSV of name, e-mail and link for its advisors who have no password yet: new links, seven days each.
         */
        post: operations["moving_invite_imported"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/imports/{imported}/refused/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetRefusedRows
         * @description CSV: the refused rows as they stood, each with its line and why.
         */
        get: operations["moving_get_refused_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/imports/{imported}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListImportRows
         * @description What each row would change, or has changed. `state`: new, changed, same, refused. `undone`: undone, left.
         */
        get: operations["moving_list_import_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/imports/{imported}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * UndoMovingImport
         * @description The whole of it, for thirty days: `undoing`, then `undone`; rows that were changed since are left and told.
         */
        post: operations["moving_undo_moving_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListMoving
         * @description All numbers of the tenant, and where their calls went since its midnight.
         */
        get: operations["moving_list_moving"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/numbers/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * PutMove
         * @description From now on; calls that are up go on. 503 where no telephone part has it yet: the row stands.
         */
        put: operations["moving_put_move"];
        post?: never;
        /**
         * EndMove
         * @description It has moved: nothing goes to the old system any more.
         */
        delete: operations["moving_end_move"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/numbers/{number}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * UndoMove
         * @description As before its last change.
         */
        post: operations["moving_undo_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/numbers/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PutShares
         * @description Every number that moves, in one gesture: 0 sends all back to the old system, 100 takes all.
         */
        post: operations["moving_put_shares"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/rehearsal-scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListScripts */
        get: operations["moving_list_scripts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/rehearsal-scripts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** PutScript */
        put: operations["moving_put_script"];
        post?: never;
        /** DeleteScript */
        delete: operations["moving_delete_script"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/rehearsals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListRehearsals
         * @description The latest first.
         */
        get: operations["moving_list_rehearsals"];
        put?: never;
        /** BeginRehearsal */
        post: operations["moving_begin_rehearsal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/rehearsals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetRehearsal */
        get: operations["moving_get_rehearsal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/rehearsals/{id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RehearseAgain
         * @description What had a problem, once more.
         */
        post: operations["moving_rehearse_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/rehearsals/{id}/calls.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ExportRehearsal */
        get: operations["moving_export_rehearsal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/rehearsals/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** StopRehearsal */
        post: operations["moving_stop_rehearsal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moving/templates/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetTemplate
         * @description An empty file of this kind with an example, its headers in `language` (fr, en, ar; hers where none is named).
         */
        get: operations["moving_get_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListNumbers */
        get: operations["voice_list_numbers"];
        put?: never;
        /**
         * AddNumber
         * @description A number that this tenant answers; refused when somebody has it already.
         */
        post: operations["voice_add_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/numbers/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** RemoveNumber */
        delete: operations["voice_remove_number"];
        options?: never;
        head?: never;
        /** ChangeNumber */
        patch: operations["voice_change_number"];
        trace?: never;
    };
    "/api/outbound/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListCallingCampaigns */
        get: operations["outbound_list_calling_campaigns"];
        put?: never;
        /**
         * CreateCallingCampaign
         * @description A draft: nobody is dialled before it is started.
         */
        post: operations["outbound_create_calling_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/campaigns/{campaign}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetCallingCampaign */
        get: operations["outbound_get_calling_campaign"];
        /**
         * ChangeCallingCampaign
         * @description Holds at once where it runs.
         */
        put: operations["outbound_change_calling_campaign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/campaigns/{campaign}/{gesture}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RunCallingCampaign
         * @description `gesture`: start, pause, stop. Nobody new is dialled from this moment; what rings is still met.
         */
        post: operations["outbound_run_calling_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/campaigns/{campaign}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CallingCampaignHours
         * @description May people be called now, by the clock where they are?
         */
        get: operations["outbound_calling_campaign_hours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/campaigns/{campaign}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CallingCampaignProgress
         * @description How it stands now: pace, abandonment against its ceiling, why contacts are not dialled.
         */
        get: operations["outbound_calling_campaign_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/campaigns/{campaign}/results.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportCallingResults
         * @description One line an attempt. It is put on record (audit).
         */
        get: operations["outbound_export_calling_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/contacts/{contact}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetContactCard
         * @description Whom she is about to call.
         */
        get: operations["outbound_get_contact_card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/contacts/{contact}/dial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** DialContact */
        post: operations["outbound_dial_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/contacts/{contact}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** SkipContact */
        post: operations["outbound_skip_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/conversations/{conversation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetConversationCard
         * @description Whom she has called; 404 where nobody of a campaign.
         */
        get: operations["outbound_get_conversation_card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/conversations/{conversation}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * DisposeContact
         * @description What became of it, in the talk or in the wrap-up.
         */
        put: operations["outbound_dispose_contact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/countries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListCountries
         * @description The packs of rules, each with its articles and the day from which it holds.
         */
        get: operations["outbound_list_countries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListDoNotCall */
        get: operations["outbound_list_do_not_call"];
        put?: never;
        /**
         * AddDoNotCall
         * @description Holds at once, also for who is about to be dialled.
         */
        post: operations["outbound_add_do_not_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/do-not-call/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** RemoveDoNotCall */
        delete: operations["outbound_remove_do_not_call"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/do-not-call/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListDoNotCallImports */
        get: operations["outbound_list_do_not_call_imports"];
        put?: never;
        /**
         * ImportDoNotCall
         * @description As for contacts.
         */
        post: operations["outbound_import_do_not_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/imports/{imported}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** UndoImport */
        delete: operations["outbound_undo_import"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListCallingLists */
        get: operations["outbound_list_calling_lists"];
        put?: never;
        /** CreateCallingList */
        post: operations["outbound_create_calling_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/lists/{calling_list}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListContacts
         * @description In the order of the file; `refusal`: those held back by this rule.
         */
        get: operations["outbound_list_contacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outbound/lists/{calling_list}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListImports */
        get: operations["outbound_list_imports"];
        put?: never;
        /**
         * ImportContacts
         * @description The body is the file. `dry`: only looked at, and nothing is taken; so it is unless said otherwise.
         */
        post: operations["outbound_import_contacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outcome-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListOutcomeCodes */
        get: operations["conversations_list_outcome_codes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outcome-codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** PutOutcomeCode */
        put: operations["conversations_put_outcome_code"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListParked
         * @description Of the caller's tenant, the oldest first. `show`: open (also what is being tried again), set_aside, done.
         */
        get: operations["tenants_list_parked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/parked/{entry}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RetryParked
         * @description Try it again, now; the answer waits some seconds for what comes of it.
         */
        post: operations["tenants_retry_parked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/parked/{entry}/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SetAsideParked
         * @description It will not be tried again; it stays in the list of what was set aside, with the reason.
         */
        post: operations["tenants_set_aside_parked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/parked/stream/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RetryStream
         * @description The owner tries again the fact that it stopped at.
         */
        post: operations["tenants_retry_stream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/parked/stream/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SetAsideStream
         * @description The owner goes on without what it stopped at, which stays in the list of what was set aside.
         */
        post: operations["tenants_set_aside_stream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListPartners
         * @description Companies whose advisors answer for this organisation.
         */
        get: operations["tenants_list_partners"];
        put?: never;
        /**
         * CreatePartner
         * @description A new partner; `names_visible` where it agreed that its people's names are seen.
         */
        post: operations["tenants_create_partner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partners/{partner}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditPartner
         * @description Change a partner.
         */
        patch: operations["tenants_edit_partner"];
        trace?: never;
    };
    "/api/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListPeople
         * @description People, sorted by name. A partner's supervisor finds her own company's only.
         */
        get: operations["tenants_list_people"];
        put?: never;
        /**
         * CreatePerson
         * @description A new person. Her e-mail address is what she signs in with.
         */
        post: operations["tenants_create_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetPerson
         * @description One person.
         */
        get: operations["tenants_get_person"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditPerson
         * @description Change a person. `active: false` closes her account and ends her sessions.
         */
        patch: operations["tenants_edit_person"];
        trace?: never;
    };
    "/api/people/{person}/abilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetAbilities
         * @description What somebody can take.
         */
        get: operations["routing_get_abilities"];
        /**
         * SetAbilities
         * @description The whole of what somebody can take; it counts at once.
         */
        put: operations["routing_set_abilities"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}/contact-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetContactHours
         * @description The calendar of somebody's contact hours.
         */
        get: operations["routing_get_contact_hours"];
        /**
         * SetContactHours
         * @description When somebody may be offered something; what goes on is never cut.
         */
        put: operations["routing_set_contact_hours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * InvitePerson
         * @description A link of seven days by which she chooses her password: <address>/desk/invited#TOKEN.
         */
        post: operations["tenants_invite_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SetPassword
         * @description Give somebody a new password; her sessions end.
         */
        post: operations["tenants_set_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SignOutPerson
         * @description End all sessions of somebody.
         */
        post: operations["tenants_sign_out_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}/totp/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DisableTotpOf
         * @description For somebody who lost her phone and her recovery codes.
         */
        post: operations["tenants_disable_totp_of"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListNames
         * @description Names of these people, for screens that know ids; empty where a partner keeps its people's names to itself.
         */
        get: operations["tenants_list_names"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompt-calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** LookAtCall */
        get: operations["flows_look_at_call"];
        put?: never;
        post?: never;
        /**
         * DiscardCall
         * @description The call ends, what was spoken is nowhere.
         */
        delete: operations["flows_discard_call"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompt-calls/{id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * KeepCall
         * @description What was spoken is the prompt's recording from now on.
         */
        post: operations["flows_keep_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompt-calls/{id}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * HearCall
         * @description What was spoken, while it is neither kept nor discarded.
         */
        get: operations["flows_hear_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ListPrompts */
        get: operations["flows_list_prompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{name}/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** SavePrompt */
        put: operations["flows_save_prompt"];
        post?: never;
        /** DeletePrompt */
        delete: operations["flows_delete_prompt"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{name}/{language}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CallToSpeak
         * @description Call me at this number: after the tone I speak the prompt.
         */
        post: operations["flows_call_to_speak"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{name}/{language}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * IssueCode
         * @description To be typed on a telephone, at a `record_prompt` step: the prompt is then spoken there.
         */
        post: operations["flows_issue_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{name}/{language}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** HearPrompt */
        get: operations["flows_hear_prompt"];
        /**
         * RecordPrompt
         * @description The body is a wav file: PCM or G.711, one or two channels, 8 to 48 kHz.
         */
        put: operations["flows_record_prompt"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListQueues
         * @description Queues as they are written, published or not.
         */
        get: operations["routing_list_queues"];
        put?: never;
        /**
         * CreateQueue
         * @description A new queue, in force once the rules are published.
         */
        post: operations["routing_create_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{queue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetQueue
         * @description One queue.
         */
        get: operations["routing_get_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditQueue
         * @description Change a queue's draft.
         */
        patch: operations["routing_edit_queue"];
        trace?: never;
    };
    "/api/queues/{queue}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * QueueShares
         * @description What each share of a queue asked for, attained and could have attained within its window.
         */
        get: operations["routing_queue_shares"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * SearchRecordings
         * @description Newest first. `since`, `until`: ms; `number`: some of its digits; `held`: kept for the law.
         */
        get: operations["voice_search_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{recording}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen
         * @description The wav. Each listening is on record before its first byte.
         */
        get: operations["voice_listen"];
        put?: never;
        post?: never;
        /**
         * EraseRecording
         * @description Its sound is gone once this returns; that there was one stays on record.
         */
        delete: operations["voice_erase_recording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{recording}/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetCard
         * @description What a player draws: the wave, segments, silences with their reasons, marks, hashes.
         */
        get: operations["voice_get_card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{recording}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportWav
         * @description The wav as a file; its SHA-256 is in the header Repr-Digest (RFC 9530). On record.
         */
        get: operations["voice_export_wav"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{recording}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * HoldRecording
         * @description Kept for the law: nothing erases it until this is lifted. On record.
         */
        put: operations["voice_hold_recording"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{recording}/vcon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportVcon
         * @description As a vCon (draft-ietf-vcon-vcon-core), the sound and its hashes within it; checked against its schema first.
         */
        get: operations["voice_export_vcon"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/keeping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetKeeping
         * @description How many days recordings and voice messages are kept.
         */
        get: operations["voice_get_keeping"];
        /** PutKeeping */
        put: operations["voice_put_keeping"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/marks/{mark}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * RemoveMark
         * @description One's own.
         */
        delete: operations["voice_remove_mark"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetPauses
         * @description How long a pause lasts that nobody ends.
         */
        get: operations["voice_get_pauses"];
        /**
         * PutPauses
         * @description Of pauses that begin from now on; the advisor sees until when, and may make it longer. On record.
         */
        put: operations["voice_put_pauses"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListRules
         * @description The most particular that says anything counts: queue, flow, number, tenant; else only with consent.
         */
        get: operations["voice_list_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/rules/{place}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * PutRule
         * @description `place`: tenant, number, flow, queue; `subject`: which one. On record.
         */
        put: operations["voice_put_rule"];
        post?: never;
        /** RemoveRule */
        delete: operations["voice_remove_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reporting/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetDefinitions
         * @description Every measure: unit, population, cohort, name and definition by language.
         */
        get: operations["reporting_get_definitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reporting/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetLive
         * @description Tiles and queues now, as on the caller's wall.
         */
        get: operations["desk_get_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reporting/reports/{by}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetReport
         * @description Rows by what each is of, for each day, quarter of an hour or the whole period, in the order of names and time.
         *
         *     An advisor gets her own figures; a partner's supervisor those of her company's people.
         */
        get: operations["reporting_get_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reporting/reports/{by}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportReport
         * @description The whole report as a file with its definitions; nothing in it is a formula. It is put on record (audit).
         */
        get: operations["reporting_export_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reporting/thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetThresholds
         * @description Seconds for which a report's service levels are exact: the bounds of the histograms.
         */
        get: operations["reporting_get_thresholds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reporting/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetToday
         * @description Measures of the day so far: contacts that entered their queue since midnight in `tz` (by default the tenant's.
         */
        get: operations["reporting_get_today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reporting/today.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetTodayCsv
         * @description The same as a file, names and definitions in the reader's language.
         */
        get: operations["reporting_get_today_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/abilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListAbilities
         * @description What each active advisor can take.
         */
        get: operations["routing_list_abilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/advisors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListAdvisors
         * @description Active advisors with their place, contact hours and what they take.
         */
        get: operations["routing_list_advisors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/advisors.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * AdvisorsSheet
         * @description The same as a sheet, which may be changed and given back.
         */
        get: operations["routing_advisors_sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/bulk-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListBulkChanges
         * @description Changes of many, the latest first.
         */
        get: operations["routing_list_bulk_changes"];
        put?: never;
        /**
         * ChangeMany
         * @description Do what was previewed. Refused with `routing.bulk_changed_meanwhile` where it would be something else now.
         */
        post: operations["routing_change_many"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/bulk-changes/{change}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * UndoChange
         * @description Each has again what she had; who was changed since is left as she is.
         */
        post: operations["routing_undo_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/bulk-changes/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PreviewChange
         * @description What would change for whom, and which lines are refused, why.
         */
        post: operations["routing_preview_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CheckRules
         * @description What publishing now would refuse and warn about.
         */
        get: operations["routing_check_rules"];
        put?: never;
        /**
         * CheckDraft
         * @description A queue as it is being written: what would be refused or warned of, and how many advisors each ring admits.
         */
        post: operations["routing_check_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/conversations/{conversation}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * StoryOf
         * @description Where it waited and whom it rang at, in progress or ended; an advisor asks it of what she had part in.
         */
        get: operations["routing_story_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/items/{item}/waited": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * WhyWaited
         * @description Why it waited when it had just come into its queue, or at the instant `at`; also when it is long over.
         */
        get: operations["routing_why_waited"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/items/{item}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * WhyWaiting
         * @description Why it still waits: who could take it, what keeps each, what happens next and when; the estimated wait.
         */
        get: operations["routing_why_waiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/items/{item}/why-not/{advisor}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * WhyNotGiven
         * @description What keeps this advisor from an item that waits; advisors ask it of themselves.
         */
        get: operations["routing_why_not_given"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/offers/{offer}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * WhyHer
         * @description Why this advisor was offered it: what put her before the next, and why this one of what she could have taken.
         */
        get: operations["routing_why_her"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/offers/{offer}/why-not/{advisor}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * WhyNotOffered
         * @description Why another was offered it.
         */
        get: operations["routing_why_not_offered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PublishRules
         * @description Put the drafts in force. Refused with `routing.rules_contradictory`, its queue and reason.
         */
        post: operations["routing_publish_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListPublications
         * @description What was scheduled and what became of it; the latest first.
         */
        get: operations["routing_list_publications"];
        put?: never;
        /**
         * SchedulePublication
         * @description Publish the drafts as they stand now at an instant to come.
         */
        post: operations["routing_schedule_publication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/scheduled/{publication}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * CancelPublication
         * @description Before its instant; afterwards it is undone.
         */
        delete: operations["routing_cancel_publication"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListShares
         * @description Every queue in force that has shares: asked, attained and attainable within its window.
         */
        get: operations["routing_list_shares"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/skill-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListChanges
         * @description Changes that go on, and those to come.
         */
        get: operations["routing_list_changes"];
        put?: never;
        /**
         * ChangeSkills
         * @description Change skills of many advisors at once, for good or for a time.
         */
        post: operations["routing_change_skills"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/skill-changes/{change}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * EndChange
         * @description End a change before its time: each has again what she had.
         */
        delete: operations["routing_end_change"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * UndoPublish
         * @description Put in force again what stood before.
         */
        post: operations["routing_undo_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListVersions
         * @description What was published, when and by whom; the latest first.
         */
        get: operations["routing_list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routing/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListWaiting
         * @description Who waits now, the longest first, of one queue or of all; an advisor is told of what she could be offered.
         */
        get: operations["routing_list_waiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * BeginSession
         * @description Sign in: sets the session's cookie. Refused with `tenants.sign_in_refused`, `tenants.totp_needed`,
         *     `tenants.tenant_needed` (with organisations to choose from) or `tenants.sign_in_throttled` (with Retry-After).
         */
        post: operations["tenants_begin_session"];
        /**
         * EndSession
         * @description Sign out here.
         */
        delete: operations["tenants_end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListSessions
         * @description Where one is signed in, the latest first.
         */
        get: operations["tenants_list_sessions"];
        put?: never;
        post?: never;
        /**
         * EndOtherSessions
         * @description Sign out everywhere else.
         */
        delete: operations["tenants_end_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/simulation/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What the drafts of the queues would have done with a day's conversations, beside the rules in force and the day
         *     as it was. Some seconds: with `Accept: application/x-ndjson` each line is {"progress": share}, the last one the
         *     answer (or {"code": …} of what it failed with).
         */
        post: operations["simulation_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sip-blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListShutOut
         * @description Addresses that guessed at passwords, newest first. Of the whole installation, so for who keeps it alone.
         */
        get: operations["voice_list_shut_out"];
        put?: never;
        post?: never;
        /**
         * Lift
         * @description It may come again at once.
         */
        delete: operations["voice_lift"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListSites
         * @description Where advisors work.
         */
        get: operations["tenants_list_sites"];
        put?: never;
        /**
         * CreateSite
         * @description A new site.
         */
        post: operations["tenants_create_site"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sites/{site}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditSite
         * @description Change a site.
         */
        patch: operations["tenants_edit_site"];
        trace?: never;
    };
    "/api/sites/{site}/emergency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** PutSiteAddress */
        put: operations["voice_put_site_address"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sites/emergency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * SiteAddresses
         * @description Of each site that has one.
         */
        get: operations["voice_site_addresses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListSkills
         * @description Skills and languages.
         */
        get: operations["routing_list_skills"];
        put?: never;
        /**
         * CreateSkill
         * @description A new skill.
         */
        post: operations["routing_create_skill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/skills/{skill}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditSkill
         * @description Change a skill; it cannot be closed while an active queue asks for it.
         */
        patch: operations["routing_edit_skill"];
        trace?: never;
    };
    "/api/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetTenant
         * @description The organisation one belongs to.
         */
        get: operations["tenants_get_tenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * EditTenant
         * @description Change its name, language, country or time zone.
         */
        patch: operations["tenants_edit_tenant"];
        trace?: never;
    };
    "/api/trunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListTrunks
         * @description Ways to operators in the order in which they are tried, and how each stands.
         */
        get: operations["voice_list_trunks"];
        put?: never;
        /** AddTrunk */
        post: operations["voice_add_trunk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trunks/{trunk}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** ChangeTrunk */
        put: operations["voice_change_trunk"];
        post?: never;
        /** RemoveTrunk */
        delete: operations["voice_remove_trunk"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trunks/{trunk}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TestTrunk
         * @description Does the operator answer, does it take our account, does a call by it reach somebody.
         */
        post: operations["voice_test_trunk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListVoiceMessages
         * @description Newest first: of the queues whose work she can be offered, of all for supervisors.
         */
        get: operations["voicemail_list_voice_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-messages/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListenToVoiceMessage
         * @description Its wav. Each listening is on record before its first byte.
         */
        get: operations["voicemail_listen_to_voice_message"];
        put?: never;
        post?: never;
        /**
         * EraseVoiceMessage
         * @description Its sound is gone once this returns; that there was one stays on record.
         */
        delete: operations["voicemail_erase_voice_message"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-messages/{message}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CallBackVoiceMessage
         * @description Its customer is called, an advisor of its queue reserved first.
         */
        post: operations["voicemail_call_back_voice_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-messages/{message}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * MarkVoiceMessage
         * @description Seen to, or not any more.
         */
        post: operations["voicemail_mark_voice_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-messages/{message}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * HoldVoiceMessage
         * @description Kept for the law: nothing erases it until this is lifted. On record.
         */
        put: operations["voicemail_hold_voice_message"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-messages/{message}/vcon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportVoiceMessage
         * @description As a vCon (draft-ietf-vcon-vcon-core), the sound and its hash within it; checked against its schema first.
         */
        get: operations["voicemail_export_voice_message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListVoiceNodes
         * @description The Asterisks of the installation: who serves, who is being emptied, who is lost. For who keeps it alone: their
         *     calls are those of all tenants.
         */
        get: operations["voice_list_voice_nodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice-nodes/{name}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DrainVoiceNode
         * @description It finishes its calls and takes no new one.
         */
        post: operations["voice_drain_voice_node"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/abuse-rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetAbuseRule */
        get: operations["voice_get_abuse_rule"];
        /** PutAbuseRule */
        put: operations["voice_put_abuse_rule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/music": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetMusic
         * @description What customers hear while they wait; none: ours.
         */
        get: operations["voice_get_music"];
        /**
         * PutMusic
         * @description The body is a wav: PCM, 8 to 48 kHz, one or two channels, ten minutes at most.
         */
        put: operations["voice_put_music"];
        post?: never;
        /** RemoveMusic */
        delete: operations["voice_remove_music"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListVoices
         * @description Voices given for a language (Piper, an engine by URL), and since when one does not speak, and why.
         */
        get: operations["voice_list_voices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/demand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListDemand
         * @description Every queue: what is known of it, and how its last forecast stands.
         */
        get: operations["workforce_list_demand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/demand/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListHistoryImports
         * @description Newest first.
         */
        get: operations["workforce_list_history_imports"];
        put?: never;
        /**
         * ImportHistory
         * @description The body is the file (CSV, UTF-8). `dry`: only looked at; so it is unless said otherwise.
         */
        post: operations["workforce_import_history"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/demand/imports/{imported}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * UndoHistoryImport
         * @description Its half-hours go; forecasts made with them stay as they were told.
         */
        delete: operations["workforce_undo_history_import"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListEvents
         * @description The latest first.
         */
        get: operations["workforce_list_events"];
        put?: never;
        /**
         * AddEvent
         * @description Forecasts that it concerns are made anew.
         */
        post: operations["workforce_add_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** ChangeEvent */
        put: operations["workforce_change_event"];
        post?: never;
        /** RemoveEvent */
        delete: operations["workforce_remove_event"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetAccuracy
         * @description Each published forecast beside what came.
         */
        get: operations["workforce_get_accuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetForecast
         * @description The newest, and what came of late.
         */
        get: operations["workforce_get_forecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/forecast.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ExportForecast
         * @description A row a half-hour, by the tenant's clock.
         */
        get: operations["workforce_export_forecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AskForecast
         * @description Made by the worker within seconds: look at the run.
         */
        post: operations["workforce_ask_forecast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/objective": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetObjective */
        get: operations["workforce_get_objective"];
        /**
         * PutObjective
         * @description `version`: the one that was read; requirements of the days to come follow at once.
         */
        put: operations["workforce_put_objective"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/requirements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListRequirements
         * @description Of the days from `first` to `last`, both included.
         */
        get: operations["workforce_list_requirements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetTodayForecast
         * @description The rest of the day, told anew every quarter of an hour.
         */
        get: operations["workforce_get_today_forecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/queues/{queue}/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * WhatIf
         * @description Nothing is kept.
         */
        post: operations["workforce_what_if"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GetForecastRun */
        get: operations["workforce_get_forecast_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListAgreements
         * @description Those asked longest ago first.
         */
        get: operations["workforce_list_agreements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/agreements/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End */
        post: operations["workforce_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/agreements/{id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep */
        post: operations["workforce_keep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/agreements/{id}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offer
         * @description The employer signs by it; other terms may be offered until she has signed.
         */
        post: operations["workforce_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/agreements/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse */
        post: operations["workforce_refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/agreements/{id}/talk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** NoteTalk */
        post: operations["workforce_note_talk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * MyAgreements
         * @description Newest first.
         */
        get: operations["workforce_my_agreements"];
        put?: never;
        /**
         * Ask
         * @description Answered within thirty days, a refusal with its reason.
         */
        post: operations["workforce_ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/mine/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline */
        post: operations["workforce_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/mine/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * EndMine
         * @description From the end of the notice on; she need not say why.
         */
        post: operations["workforce_end_mine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/mine/{id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * KeepMine
         * @description She takes its end back, until its last day.
         */
        post: operations["workforce_keep_mine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/mine/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign
         * @description Refused with workforce.terms_changed where other terms were offered since.
         */
        post: operations["workforce_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/telework/mine/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw */
        post: operations["workforce_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListWorkstations
         * @description For technicians: of everybody who has tested hers.
         */
        get: operations["workforce_list_workstations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations/bytes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * SendBytes
         * @description So many that nothing on the way makes fewer of them.
         */
        get: operations["workforce_send_bytes"];
        put?: never;
        /**
         * TakeBytes
         * @description Counted and forgotten.
         */
        post: operations["workforce_take_bytes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListIncidents
         * @description Open ones, those told longest ago first.
         */
        get: operations["workforce_list_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations/incidents/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CloseIncident
         * @description She reads the answer.
         */
        post: operations["workforce_close_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * MyWorkstation
         * @description Her tests, what they say together, and what she told of her line.
         */
        get: operations["workforce_my_workstation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations/mine/ground": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TestGround
         * @description Relays to test through, for an hour; they name nobody.
         */
        post: operations["workforce_test_ground"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations/mine/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TellIncident
         * @description To the technicians alone.
         */
        post: operations["workforce_tell_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workforce/workstations/mine/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * KeepTest
         * @description A figure each second, judged here.
         */
        post: operations["workforce_keep_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Healthz
         * @description The process runs its loop.
         */
        get: operations["plumbing_healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readyz
         * @description 503 while a part that requests need does not answer.
         */
        get: operations["plumbing_readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/welcome/api/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AskFromPage
         * @description Asked by a customer on a web page. Bounded per number and per network; `token` tells her page how it goes.
         */
        post: operations["callbacks_ask_from_page"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/welcome/api/callbacks/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * LookFromPage
         * @description How it stands: her place in the queue, tries made, when the next is.
         */
        get: operations["callbacks_look_from_page"];
        put?: never;
        post?: never;
        /**
         * CancelFromPage
         * @description She changed her mind.
         */
        delete: operations["callbacks_cancel_from_page"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/welcome/api/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * WebCall
         * @description A telephone for some minutes that reaches one entry point only. Bounded per network.
         */
        post: operations["voice_web_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Abilities */
        Abilities: {
            capacities?: {
                [key: string]: number;
            };
            skills: {
                [key: string]: number;
            };
        };
        /** Abuse */
        Abuse: {
            abuse: string;
            advisor: string;
            at: number;
            conversation: string;
        };
        /** AbuseRule */
        AbuseRule: {
            /** @default 2 */
            pause_minutes?: number;
            /** @default  */
            prompt?: string;
        };
        /** AccountManager */
        AccountManager: {
            person: string | null;
        };
        /** Accuracy */
        Accuracy: {
            by_lead: components["schemas"]["LeadError"][];
            forecasts: components["schemas"]["PastForecast"][];
        };
        /** Actual */
        Actual: {
            handle: number | null;
            offered: number;
            start: number;
        };
        /** Advisor */
        Advisor: {
            calendar: string | null;
            capacities: {
                [key: string]: number;
            };
            name: string;
            partner: string | null;
            person: string;
            site: string | null;
            skills: {
                [key: string]: number;
            };
        };
        /** AdvisorAbilities */
        AdvisorAbilities: {
            capacities: {
                [key: string]: number;
            };
            person: string;
            skills: {
                [key: string]: number;
            };
        };
        /** AdvisorChange */
        AdvisorChange: {
            calendar?: string | null;
            capacities?: {
                [key: string]: number;
            };
            partner?: string | null;
            site?: string | null;
            skills?: {
                [key: string]: number;
            };
        };
        /** Agreement */
        Agreement: {
            /** Format: date */
            asked_on: string;
            days: number[];
            /** @enum {null|string} */
            ended_by?: "advisor" | "employer" | null;
            ends_on?: string | null;
            /** @default  */
            reason?: string;
            signed_on?: string | null;
            /** @enum {string} */
            state: "asked" | "refused" | "offered" | "declined" | "withdrawn" | "signed";
            talked_on?: string | null;
            terms?: components["schemas"]["Terms"] | null;
            /** @default  */
            words?: string;
        };
        /** AlarmSeen */
        AlarmSeen: {
            percent: number;
        };
        /** Announcement */
        Announcement: {
            begins_at: number;
            ends_at: number;
            hangs_up: boolean;
            id: string;
            made_by: string | null;
            state: string;
            subject: string;
            target: string;
            texts: {
                [key: string]: string;
            };
            withdrawn_at: number | null;
        };
        /** AnnouncementWanted */
        AnnouncementWanted: {
            ends_at: number;
            /** @default false */
            hangs_up?: boolean;
            /** @default  */
            subject?: string;
            /**
             * @default tenant
             * @enum {string}
             */
            target?: "tenant" | "entry" | "queue";
            texts: {
                [key: string]: string;
            };
        };
        /** Answered */
        Answered: {
            channel: string;
            entry: string;
            flow: string;
        };
        /** ApiToken */
        ApiToken: {
            created_at: number;
            id: string;
            name: string;
            permissions: string[];
            token?: string | null;
            until: number;
            used_at?: number | null;
        };
        /** Asked */
        Asked: {
            id: string;
            reason: string;
            state: string;
        };
        /** Attachment */
        Attachment: {
            conversation: string;
            created_at: number;
            id: string;
            kind: string;
            seconds: number | null;
        };
        /** Attained */
        Attained: {
            asked: number;
            attainable: number;
            attained: number;
            id: string | null;
            kind: string;
            n: number;
        };
        /** Attempts */
        Attempts: {
            article: string;
            days: number;
            most: number;
            /**
             * Format: date
             * @default 0001-01-01
             */
            since?: string;
        };
        /** AuditEntry */
        AuditEntry: {
            at: number;
            codes: {
                [key: string]: unknown;
            };
            id: string;
            partner: string | null;
            person: string | null;
            subject: string;
            verb: string;
        };
        /** Beside */
        Beside: {
            after: number | null;
            before: number | null;
            key: string;
            recorded: number | null;
            unit: string;
        };
        /** Blocker */
        Blocker: {
            code: string;
            /** @default  */
            detail?: string;
            /** @default 0 */
            until?: number;
        };
        /** BulkChange */
        BulkChange: {
            advisors: number;
            changed_at: number;
            changed_by: string | null;
            id: string;
            /** @default 0 */
            left_alone?: number;
            undone_at?: number | null;
        };
        /** Calendar */
        Calendar: {
            /** @default [] */
            days?: components["schemas"]["SpecialDay"][];
            /** @default [] */
            seasons?: components["schemas"]["Season"][];
            week: components["schemas"]["Week"];
            zone: string;
        };
        /** Call */
        Call: {
            as_if: number | null;
            came_to: string;
            ended_at: number | null;
            expects: string;
            flow: string | null;
            heard?: components["schemas"]["Heard"] | null;
            id: string;
            keys: string;
            name: string;
            number: string;
            path?: components["schemas"]["Passed"][];
            problems: string[];
            rehearsal: string;
            /** @default false */
            stale?: boolean;
            state: string;
            version: number | null;
        };
        /** Callable */
        Callable: {
            exits: string[];
            given: {
                [key: string]: components["schemas"]["Declared"];
            };
            id: string;
            name: string;
            returned: {
                [key: string]: components["schemas"]["Declared"];
            };
            version: number;
        };
        /** Callback */
        Callback: {
            asked_by: string;
            conversation: string | null;
            customer: string | null;
            due: number;
            ended_at: number | null;
            id: string;
            last_outcome: string;
            next_at: number;
            number: string;
            promised: number;
            queue: string;
            reached_in: string | null;
            requested_at: number;
            since: number;
            state: string;
            tries: number;
        };
        /** CallbackRules */
        CallbackRules: {
            /**
             * @default [
             *       300,
             *       900
             *     ]
             */
            distances?: number[];
            /** @default 43200 */
            open_seconds?: number;
            page_key?: string | null;
            /** @default 14400 */
            promise_seconds?: number;
            queue: string;
            /** @default 0 */
            version?: number;
        };
        /** Told */
        callbacks_actions_pages_Told: {
            due: number;
            next_at: number;
            position: number;
            promised: number;
            state: string;
            tries: number;
        };
        /** CallbackWanted */
        CallbackWanted: {
            /** @default 0 */
            due?: number;
            number: string;
            /** Format: uuid */
            queue: string;
        };
        /** CallingCampaign */
        CallingCampaign: {
            /** @default 4 */
            attempts_max?: number;
            /** @default 30 */
            ceiling_permille?: number;
            /** @default FR-2026 */
            country?: string;
            created_at: number;
            /** @default  */
            entry?: string;
            id: string;
            /** @default fr */
            language?: string;
            /** @default 50 */
            lines_max?: number;
            list: string;
            /** @default  */
            message?: string;
            /** @default progressive */
            mode?: string;
            name: string;
            /** @default 60 */
            preview_seconds?: number;
            queue: string;
            retries?: {
                [key: string]: number;
            };
            /** @default 25 */
            ring_seconds?: number;
            state: string;
            version: number;
        };
        /** CallingList */
        CallingList: {
            contacts: number;
            created_at: number;
            id: string;
            name: string;
        };
        /** CallMade */
        CallMade: {
            call: string;
            /** @default false */
            help?: boolean;
        };
        /** CallWanted */
        CallWanted: {
            number: string;
            /** @default  */
            queue?: string;
        };
        /** CampaignWanted */
        CampaignWanted: {
            /** @default 4 */
            attempts_max?: number;
            /** @default 30 */
            ceiling_permille?: number;
            /** @default FR-2026 */
            country?: string;
            /** @default  */
            entry?: string;
            /** @default fr */
            language?: string;
            /** @default 50 */
            lines_max?: number;
            list: string;
            /** @default  */
            message?: string;
            /** @default progressive */
            mode?: string;
            name: string;
            /** @default 60 */
            preview_seconds?: number;
            queue: string;
            retries?: {
                [key: string]: number;
            };
            /** @default 25 */
            ring_seconds?: number;
        };
        /** Candidate */
        Candidate: {
            advisor: string;
            band: number;
            idle_since: number;
            occupied: number;
            preferred: boolean;
            ring: number;
            share: number;
            units: number;
        };
        /** CeilingAlarm */
        CeilingAlarm: {
            ceiling: string;
            currency: string;
            limit: number;
            percent: number;
            person: string | null;
            since: number;
        };
        /** Change */
        Change: {
            calendar?: string | null;
            capacities?: {
                [key: string]: number;
            };
            partner?: string | null;
            site?: string | null;
            skills?: {
                [key: string]: number;
            };
        };
        /** ChangedFeed */
        ChangedFeed: {
            feed: components["schemas"]["Feed"];
            name: string;
            version: number;
        };
        /** Card */
        channels_voice_actions_recordings_Card: {
            marks: components["schemas"]["Mark"][];
            peaks: number[];
            recording: components["schemas"]["Found"];
            segments: components["schemas"]["Piece"][];
            sha256: string;
            sha512: string;
            silences: components["schemas"]["Gap"][];
        };
        /** NumberWanted */
        channels_voice_http_routes_NumberWanted: {
            flow?: string | null;
            /** @default false */
            free_until_answered?: boolean;
            /** @default fr */
            language?: string;
            /** @default  */
            name?: string;
            number: string;
            rescue_number?: string | null;
            /** @default false */
            web_calls?: boolean;
        };
        /** Check */
        Check: {
            code: string;
            group: string;
            /** @default  */
            name?: string;
            place: string;
            state: string;
            /** @default  */
            subject?: string;
            values?: {
                [key: string]: number | string;
            };
            why: string;
        };
        /** Checked */
        Checked: {
            faults?: components["schemas"]["routing_actions_rules_Fault"][];
            refused: {
                [key: string]: string;
            } | null;
            warnings: components["schemas"]["Warning"][];
        };
        /** Checklist */
        Checklist: {
            at: number;
            checks: components["schemas"]["Check"][];
            ticks: components["schemas"]["Tick"][];
        };
        /** Chosen */
        Chosen: {
            act: string;
            /** @default  */
            id?: string;
            kind: string;
            name: string;
            was: string;
        };
        /** Code */
        Code: {
            code: string;
            expires_at: number;
        };
        /** Colleague */
        Colleague: {
            advisor: string;
            free: boolean;
            name: string;
            status: string;
        };
        /** Column */
        Column: {
            cohort: string;
            definition: string;
            key: string;
            population: string;
            source: string;
            threshold_seconds?: number | null;
            unit: string;
        };
        /** Comparison */
        Comparison: {
            added: components["schemas"]["Seen"][];
            changed: components["schemas"]["flows_model_comparison_Changed"][];
            /** @default 0 */
            more?: number;
            removed: components["schemas"]["Seen"][];
            renamed: components["schemas"]["Renamed"][];
            settings: components["schemas"]["flows_model_comparison_Field"][];
        };
        /** Consent */
        Consent: {
            article: string;
            /**
             * Format: date
             * @default 0001-01-01
             */
            since?: string;
        };
        /** ConversationCard */
        ConversationCard: {
            address_kind: string;
            address_value: string;
            alive_at: number | null;
            attachments: components["schemas"]["Attachment"][];
            channel: string;
            choices?: components["schemas"]["conversations_ports_Choice"][];
            closed_at: number | null;
            closed_reason: string;
            customer: string | null;
            customer_left_at: number | null;
            entry: string;
            id: string;
            last_contacts: components["schemas"]["conversations_http_answers_Contact"][];
            lives: number;
            messages: number;
            opened_at: number;
            outcome: string | null;
            outcome_at: number | null;
            outcome_by: string | null;
            previous: string | null;
            repaired: string;
            segments: components["schemas"]["Segment"][];
            state: string;
        };
        /** Contact */
        conversations_http_answers_Contact: {
            address_kind: string;
            address_value: string;
            alive_at: number | null;
            channel: string;
            closed_at: number | null;
            closed_reason: string;
            customer: string | null;
            customer_left_at: number | null;
            entry: string;
            id: string;
            lives: number;
            messages: number;
            opened_at: number;
            outcome: string | null;
            outcome_at: number | null;
            outcome_by: string | null;
            previous: string | null;
            repaired: string;
            state: string;
        };
        /** Choice */
        conversations_ports_Choice: {
            kind: string;
            label: string;
            step: string;
            /** @default  */
            value?: string;
        };
        /** Counters */
        Counters: {
            jitter_ms: number;
            lost_share: number;
            packets_received: number;
            round_trip_ms?: number | null;
        };
        /** Counts */
        Counts: {
            failures?: {
                [key: string]: number;
            };
            /** @default 0 */
            here?: number;
            /** @default 0 */
            old?: number;
            /** @default 0 */
            returned?: number;
            why?: {
                [key: string]: number;
            };
        };
        /** Created */
        Created: {
            id: string;
        };
        /** CreatedFeed */
        CreatedFeed: {
            id: string;
        };
        /** Credential */
        Credential: {
            changed_at: number;
            header: string;
            host: string;
            name: string;
        };
        /** Credentials */
        Credentials: {
            expires_at: number;
            ice?: components["schemas"]["IceServer"][];
            password: string;
            /** @default  */
            session?: string;
            /** @default  */
            target?: string;
            uri: string;
            user: string;
            /** @default /phone-ws */
            ws?: string;
        };
        /** CredentialWanted */
        CredentialWanted: {
            header: string;
            host: string;
            value: string;
        };
        /** Customer */
        Customer: {
            addresses: components["schemas"]["CustomerAddress"][];
            attributes: {
                [key: string]: string;
            };
            created_at: number;
            erased_at: number | null;
            id: string;
            language: string;
            name: string;
            note: string;
            version: number;
        };
        /** CustomerAddress */
        CustomerAddress: {
            kind: string;
            value: string;
            /** @default false */
            verified?: boolean;
        };
        /** CustomerBody */
        CustomerBody: {
            /** Format: uuid */
            customer: string;
        };
        /** CustomerChanges */
        CustomerChanges: {
            attributes?: {
                [key: string]: string;
            };
            language?: string;
            name?: string;
            note?: string;
            version: number;
        };
        /** Declared */
        Declared: {
            /** @default  */
            about?: string;
            /** @default  */
            begins?: string;
            /**
             * @default text
             * @enum {string}
             */
            type?: "text" | "number" | "digits" | "date" | "time" | "yes_no" | "choice";
            /** @default [] */
            values?: string[];
            /**
             * @default own
             * @enum {string}
             */
            way?: "own" | "given" | "returned";
        };
        /** Declined */
        Declined: {
            /** @default  */
            reason?: string;
        };
        /** Described */
        Described: {
            cohort: string;
            definition: string;
            definitions: {
                [key: string]: string;
            };
            key: string;
            names: {
                [key: string]: string;
            };
            parameter: string | null;
            population: string;
            unit: string;
        };
        /** Accepted */
        desk_http_work_Accepted: {
            conversation: string;
            item: string;
        };
        /** Queue */
        desk_model_entities_Queue: {
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
        /** DeskTelephone */
        DeskTelephone: {
            password: string;
            server: string;
            user: string;
        };
        /** Destination */
        Destination: {
            /** @default 0 */
            free?: number;
            id: string;
            name: string;
            to: string;
            /** @default 0 */
            waiting?: number;
            /** @default  */
            why?: string;
        };
        /** DialPlan */
        DialPlan: {
            /** @default 14400 */
            call_seconds_max?: number;
            /** @default 50 */
            calls_max?: number;
            classes?: string[];
            closed?: string[];
            countries: string[];
            /** @default EUR */
            currency?: string;
            /** @default 100000000 */
            day_micros_max?: number;
            opened?: string[];
            prices?: components["schemas"]["Price"][];
        };
        /** DialUse */
        DialUse: {
            alarm: number;
            calls: number;
            day: string;
            emergency: string[];
            micros: number;
            refused: components["schemas"]["Refusals"][];
        };
        /** Disposition */
        Disposition: {
            /** @default 0 */
            again_at?: number;
            code: string;
        };
        /** Document */
        Document: {
            document: {
                [key: string]: unknown;
            };
            version: number;
        };
        /** DoneWanted */
        DoneWanted: {
            on: boolean;
        };
        /** DoNotCall */
        DoNotCall: {
            number: string;
            since: number;
            source: string;
            until: number | null;
        };
        /** Draft */
        Draft: {
            draft: {
                [key: string]: unknown;
            };
            name?: string | null;
            revision: number;
        };
        /** DraftChecked */
        DraftChecked: {
            able: number[];
            faults: components["schemas"]["routing_actions_rules_Fault"][];
            taking: number;
            warnings: components["schemas"]["Warning"][];
        };
        /** DraftQueue */
        DraftQueue: {
            channel: string;
            id?: string | null;
            name: string;
            options?: components["schemas"]["QueueOptions"];
            rings: components["schemas"]["RingDraft"][];
        };
        /** DrainWanted */
        DrainWanted: {
            on: boolean;
        };
        /** Editor */
        Editor: {
            person: string;
            since: number;
        };
        /** EmergencyAddress */
        EmergencyAddress: {
            address: string;
            /** @default  */
            number?: string;
        };
        /** EmergencyView */
        EmergencyView: {
            address: string;
            /** @default false */
            asks?: boolean;
            given: string;
            numbers: string[];
            /** @default 0 */
            since?: number;
        };
        /** End */
        End: {
            ends_at: number;
        };
        /** Enrolment */
        Enrolment: {
            secret: string;
            svg: string;
            uri: string;
        };
        /** Entry */
        Entry: {
            flow: string | null;
        };
        /** Estimate */
        Estimate: {
            ms: number;
            naive_ms: number;
            said: boolean;
        };
        /** EventWanted */
        EventWanted: {
            /** Format: date */
            first: string;
            /**
             * @default change
             * @enum {string}
             */
            kind?: "change" | "closed";
            /** Format: date */
            last: string;
            name: string;
            /** @default 0 */
            percent?: number;
            queue?: string | null;
        };
        /** Feed */
        Feed: {
            /**
             * @default fetch
             * @enum {string}
             */
            age_of?: "fetch" | "content";
            /** @default  */
            date?: string;
            /** @default true */
            enabled?: boolean;
            fields?: {
                [key: string]: string;
            };
            /**
             * @default news
             * @enum {string}
             */
            format?: "news" | "json";
            /** @default  */
            items?: string;
            /** @default fr */
            language?: string;
            /** @default 600 */
            refresh_seconds?: number;
            /** @default 7200 */
            stale_seconds?: number;
            url: string;
            /** @default  */
            words?: string;
        };
        /** Figure */
        Figure: {
            cohort: string;
            definition: string;
            key: string;
            n: number;
            population: string;
            threshold_seconds?: number | null;
            unit: string;
            value: number | null;
        };
        /** File */
        File: {
            columns?: {
                [key: string]: string[];
            };
            doubled?: string[];
            /** @default  */
            encoding?: string;
            extra?: string[];
            header?: string[];
            /** @default false */
            kept?: boolean;
            kind: string;
            name: string;
            /** @default  */
            reason?: string;
            /** @default 0 */
            rows?: number;
            /** @default  */
            separator?: string;
            /** @default  */
            why?: string;
        };
        /** FlowImport */
        FlowImport: {
            applied_at: number | null;
            applied_by: string | null;
            chosen?: components["schemas"]["Chosen"][];
            created_at: number;
            created_by: string | null;
            file_name: string;
            flow: string;
            id: string;
            items?: components["schemas"]["flows_model_packing_Item"][];
            left?: components["schemas"]["Left"][];
            missing?: components["schemas"]["Missing"][];
            /** @default  */
            seen?: string;
            state: string;
            undo_until: number | null;
            undone_at: number | null;
            undone_by: string | null;
        };
        /** Progress */
        flows_actions_trials_Progress: {
            /** @default  */
            channel?: string;
            /** @default  */
            conversation?: string;
            /** @default 0 */
            depth?: number;
            /** @default  */
            flow?: string;
            path?: [
                string,
                string
            ][];
            /** @default  */
            reason?: string;
            state: string;
            /** @default  */
            step?: string;
            variables?: {
                [key: string]: string;
            };
            /** @default 0 */
            visit?: number;
        };
        /** Hours */
        flows_http_routes_Hours: {
            open: [
                number,
                number
            ][];
        };
        /** Changed */
        flows_model_comparison_Changed: {
            fields: components["schemas"]["flows_model_comparison_Field"][];
            kind: string;
            step: string;
            title: string;
        };
        /** Field */
        flows_model_comparison_Field: {
            after?: unknown;
            before?: unknown;
            path: string;
        };
        /** Fault */
        flows_model_faults_Fault: {
            code: string;
            /** @default  */
            what?: string;
            /** @default  */
            where?: string;
        };
        /** Choice */
        flows_model_packing_Choice: {
            /** @enum {string} */
            kind: "flow" | "prompt";
            name: string;
            /** @default  */
            name_new?: string;
            /** @enum {string} */
            way: "mine" | "theirs" | "rename";
        };
        /** Item */
        flows_model_packing_Item: {
            /** @default  */
            id?: string;
            /** @enum {string} */
            kind: "flow" | "prompt";
            languages?: components["schemas"]["Spoken"][];
            name: string;
            /** @default false */
            published?: boolean;
            /** @default false */
            root?: boolean;
            state: string;
            /** @default 0 */
            steps?: number;
            /** @default 0 */
            steps_added?: number;
            /** @default 0 */
            steps_changed?: number;
            /** @default 0 */
            steps_removed?: number;
            /** @default false */
            unpinned?: boolean;
        };
        /** FlowSummary */
        FlowSummary: {
            changed_at: number;
            id: string;
            name: string;
            published: number | null;
            revision: number;
        };
        /** FlowVersion */
        FlowVersion: {
            /** @default  */
            note?: string;
            previous: number | null;
            published_at: number;
            published_by?: string | null;
            version: number;
        };
        /** FlowWhole */
        FlowWhole: {
            changed_at: number;
            changed_by?: string | null;
            draft: unknown;
            id: string;
            name: string;
            published: number | null;
            revision: number;
        };
        /** Forecast */
        Forecast: {
            actual: components["schemas"]["Actual"][];
            /** Format: date */
            first: string;
            id: string;
            /** Format: date */
            last: string;
            made_at: number;
            queue: string;
            rows: components["schemas"]["ForecastRow"][];
            time_zone: string;
            told: Record<string, never>;
        };
        /** ForecastRow */
        ForecastRow: {
            floor: number;
            handle: number;
            handle_high: number;
            handle_low: number;
            high: number;
            low: number;
            mean: number;
            start: number;
        };
        /** Found */
        Found: {
            advisors: string[];
            began_at: number;
            bytes: number;
            conversation: string;
            customer: string | null;
            entry: string;
            erased_at: number | null;
            held: boolean;
            id: string;
            number: string;
            queues: string[];
            seconds: number;
        };
        /** Gap */
        Gap: {
            since: number;
            until: number;
            why: string;
        };
        /** GivenPassword */
        GivenPassword: {
            password: string;
        };
        /** Ground */
        Ground: {
            bytes_max: number;
            ice: components["schemas"]["IceServer"][];
            seconds: number;
        };
        /** Heard */
        Heard: {
            answered_ms?: number | null;
            /** @default 0 */
            cause?: number;
            /** @default  */
            ended?: string;
            pressed?: [
                number,
                string
            ][];
            sounds?: [
                number,
                number
            ][];
            /** @default calling */
            state?: string;
            /** @default 0 */
            talked_ms?: number;
        };
        /** HistoryImport */
        HistoryImport: {
            accepted: number;
            file_name: string;
            id: string;
            imported_at: number;
            lines: number;
            undone_at: number | null;
        };
        /** HistoryReport */
        HistoryReport: {
            accepted: number;
            columns: string[];
            days: number;
            doubled: number;
            first: number | null;
            holes: number;
            imported?: string | null;
            lacking: string[];
            last: number | null;
            lines: number;
            possible: string;
            queues: number;
            step_seconds: number;
            troubles: components["schemas"]["workforce_model_forecasting_sheets_Trouble"][];
            wrong: {
                [key: string]: number;
            };
        };
        /** HistoryUndone */
        HistoryUndone: {
            removed: number;
        };
        /** HoldAsked */
        HoldAsked: {
            on: boolean;
        };
        /** HoldWanted */
        HoldWanted: {
            on: boolean;
        };
        /** Holiday */
        Holiday: {
            /** Format: date */
            date: string;
            /** @default [] */
            hours?: components["schemas"]["Period"][];
            /** @default  */
            name?: string;
        };
        /** Holidays */
        Holidays: {
            article: string;
            easter: number[];
            fixed: [
                number,
                number
            ][];
            /**
             * Format: date
             * @default 0001-01-01
             */
            since?: string;
            /** @default [] */
            there?: [
                string,
                number,
                number
            ][];
        };
        /** IceServer */
        IceServer: {
            /** @default  */
            credential?: string;
            urls: string[];
            /** @default  */
            username?: string;
        };
        /** Imported */
        Imported: {
            id: string;
            missing: components["schemas"]["Reference"][];
            prompts_kept: string[];
            prompts_made: number;
            unrecorded: string[];
        };
        /** ImportRow */
        ImportRow: {
            applied: boolean;
            column: string;
            fields: components["schemas"]["moving_actions_history_Field"][];
            key: string;
            kind: string;
            left_why: string;
            line: number;
            position: number;
            reason: string;
            state: string;
            undone: string;
            why: string;
        };
        /** Incident */
        Incident: {
            answer: string;
            closed_at: number | null;
            id: string;
            person: string;
            told_at: number;
            words: string;
        };
        /** IncidentAnswer */
        IncidentAnswer: {
            /** @default  */
            words?: string;
        };
        /** IncidentTold */
        IncidentTold: {
            words: string;
        };
        /** Item */
        information_model_feed_Item: {
            /** @default 0 */
            at?: number;
            words: string;
        };
        /** Told */
        information_model_feed_Told: {
            fields?: {
                [key: string]: string;
            };
            items: components["schemas"]["information_model_feed_Item"][];
        };
        /** InLine */
        InLine: {
            channel: string;
            conversation: string;
            item: string;
            kind: string;
            offer: string | null;
            offered_to: string | null;
            queue: string;
            since: number;
        };
        /** Invitation */
        Invitation: {
            person: string;
            token: string;
            until: number;
        };
        /** Invited */
        Invited: {
            email: string;
            name: string;
            organisation: string;
        };
        /** Judged */
        Judged: {
            parts: components["schemas"]["Part"][];
            /** @enum {string} */
            verdict: "green" | "amber" | "red";
        };
        /** Keeping */
        Keeping: {
            days: number;
        };
        /** KeepingWanted */
        KeepingWanted: {
            days: number;
        };
        /** Kept */
        Kept: {
            calendar: components["schemas"]["Calendar"];
            changed_at: number;
            id: string;
            name: string;
        };
        /** KeptAgreement */
        KeptAgreement: {
            agreement: components["schemas"]["Agreement"];
            answer_due_on: string | null;
            asked_at: number;
            id: string;
            person: string;
            phase: string;
            talk_due_on: string | null;
            terms_mark: string;
            /** Format: date */
            today: string;
        };
        /** KeptEvent */
        KeptEvent: {
            /** Format: date */
            first: string;
            id: string;
            kind: string;
            /** Format: date */
            last: string;
            name: string;
            percent: number;
            queue: string | null;
        };
        /** KeptFeed */
        KeptFeed: {
            age_seconds: number;
            failures: number;
            feed: components["schemas"]["Feed"];
            fetched_at: number;
            fields: {
                [key: string]: string;
            };
            id: string;
            items: components["schemas"]["information_model_feed_Item"][];
            name: string;
            next_at: number;
            outcome: string;
            stale: boolean;
            tried_at: number;
            version: number;
        };
        /** KeptObjective */
        KeptObjective: {
            objective: components["schemas"]["Objective"];
            version: number;
        };
        /** KeptTest */
        KeptTest: {
            id: string;
            judged: components["schemas"]["Judged"];
            tested_at: number;
        };
        /** KeysWanted */
        KeysWanted: {
            keys: string;
        };
        /** LeadError */
        LeadError: {
            covered: number;
            days: number;
            error: number;
            floor_error: number;
            half_hours: number;
        };
        /** Left */
        Left: {
            kind: string;
            name: string;
            why: string;
        };
        /** LineHeard */
        LineHeard: {
            mos: number | null;
            word: string;
        };
        /** LineQuality */
        LineQuality: {
            advisor: string | null;
            began_at: number;
            codec: string;
            end: string;
            jitter_ms: number;
            line: string;
            lost_share: number;
            mos: number;
            mos_least: number;
            packets: number;
            rating: number;
            round_trip_ms: number | null;
            seen_at: number;
            source: string;
            word: string;
        };
        /** Link */
        Link: {
            token: string;
        };
        /** ListWanted */
        ListWanted: {
            name: string;
        };
        /** Live */
        Live: {
            at: string;
            now: number;
            queues: components["schemas"]["desk_model_entities_Queue"][];
            tiles: components["schemas"]["Tiles"];
        };
        /** LostSite */
        LostSite: {
            at: number;
            lost: number;
            site: string;
        };
        /** ManyAdvisors */
        ManyAdvisors: {
            change?: components["schemas"]["Change"] | null;
            /** @default  */
            csv?: string;
            people?: string[];
        };
        /** Mark */
        Mark: {
            at: number;
            id: string;
            note: string;
            person: string;
        };
        /** MarkWanted */
        MarkWanted: {
            /** @default 0 */
            at?: number;
            /** @default  */
            note?: string;
        };
        /** Me */
        Me: {
            csrf: string | null;
            language: string;
            partition: number | null;
            permissions: string[];
            person: components["schemas"]["tenants_model_people_Person"];
            preferences: components["schemas"]["Preferences"];
            roles: string[];
            tenant: components["schemas"]["Tenant"];
        };
        /** Measured */
        Measured: {
            down_kbps: number;
            loaded_ms: number;
            microphone: boolean;
            seconds: components["schemas"]["Second"][];
            speaker: boolean;
            up_kbps: number;
        };
        /** Message */
        Message: {
            author: string | null;
            conversation: string;
            created_at: number;
            data: {
                [key: string]: unknown;
            };
            delivered_at?: number | null;
            direction: string;
            held_until?: number | null;
            id: string;
            kind: string;
            number: number | null;
            provider_id?: string | null;
            read_at?: number | null;
            sent_at?: number | null;
            status: string;
            text: string;
        };
        /** MessageBody */
        MessageBody: {
            /** @default  */
            id?: string;
            text: string;
        };
        /** Missing */
        Missing: {
            kind: string;
            name: string;
            places: string[];
        };
        /** Move */
        Move: {
            /** @default  */
            old_number?: string;
            /** @default 8 */
            return_seconds?: number;
            /** @default 0 */
            share?: number;
            trunk: string;
        };
        /** MoveWanted */
        MoveWanted: {
            /** @default  */
            old_number?: string;
            /** @default 8 */
            return_seconds?: number;
            share: number;
            /** Format: uuid */
            trunk: string;
        };
        /** Field */
        moving_actions_history_Field: {
            after: string;
            before: string;
            name: string;
            title: string;
        };
        /** Import */
        moving_actions_history_Import: {
            applied_at: number | null;
            applied_by: string | null;
            counts: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            created_at: number;
            created_by: string | null;
            done: number;
            failure: {
                [key: string]: string;
            } | null;
            file_name: string;
            files: components["schemas"]["File"][];
            id: string;
            left: number;
            rows: number;
            state: string;
            undo_until: number | null;
            undone_at: number | null;
            undone_by: string | null;
        };
        /** MovingNumber */
        MovingNumber: {
            changed_at: number | null;
            id: string;
            moves: boolean;
            name: string;
            number: string;
            old_number: string;
            return_seconds: number;
            share: number;
            today: components["schemas"]["Counts"];
            trunk: string | null;
            trunk_name: string;
            undo: boolean;
        };
        /** Music */
        Music: {
            changed_at: number;
            name: string;
            seconds: number;
        };
        /** MyChanges */
        MyChanges: {
            keys?: {
                [key: string]: unknown;
            } | null;
            language?: string;
            theme?: string | null;
        };
        /** Name */
        Name: {
            id: string;
            name: string;
        };
        /** NamedCalendar */
        NamedCalendar: {
            calendar: components["schemas"]["Calendar"];
            name: string;
        };
        /** NamedFeed */
        NamedFeed: {
            feed: components["schemas"]["Feed"];
            name: string;
        };
        /** NewCustomer */
        NewCustomer: {
            addresses?: components["schemas"]["PresentedAddress"][];
            attributes?: {
                [key: string]: string;
            };
            /** @default  */
            language?: string;
            name: string;
            /** @default  */
            note?: string;
        };
        /** NewFlow */
        NewFlow: {
            draft: {
                [key: string]: unknown;
            };
            name: string;
        };
        /** NewPartner */
        NewPartner: {
            name: string;
            /** @default false */
            names_visible?: boolean;
        };
        /** NewPassword */
        NewPassword: {
            current: string;
            new: string;
        };
        /** NewPerson */
        NewPerson: {
            email: string;
            /** @default fr */
            language?: string;
            name: string;
            partner?: string | null;
            password?: string | null;
            roles: string[];
            site?: string | null;
        };
        /** NewPublication */
        NewPublication: {
            at: number;
        };
        /** NewQueue */
        NewQueue: {
            calendar?: string | null;
            channel: string;
            name: string;
            options?: components["schemas"]["QueueOptions"];
            rings: components["schemas"]["RingDraft"][];
        };
        /** NewSite */
        NewSite: {
            /** @default office */
            kind?: string;
            name: string;
            partner?: string | null;
            time_zone?: string | null;
        };
        /** NewSkill */
        NewSkill: {
            /** @default skill */
            kind?: string;
            name: string;
        };
        /** NewSkillChange */
        NewSkillChange: {
            /** @default 0 */
            begins?: number;
            people: string[];
            skills: {
                [key: string]: number;
            };
            until?: number | null;
        };
        /** NewStatus */
        NewStatus: {
            /** @default false */
            beyond?: boolean;
            status: string;
        };
        /** NewToken */
        NewToken: {
            /** @default 90 */
            days?: number;
            name: string;
            permissions: string[];
        };
        /** Next */
        Next: {
            at: number;
            code: string;
            /** @default  */
            detail?: string;
            /** @default 0 */
            people?: number;
        };
        /** Note */
        Note: {
            author: string;
            conversation: string;
            created_at: number;
            id: string;
            text: string;
        };
        /** NoteBody */
        NoteBody: {
            text: string;
        };
        /** Number */
        Number: {
            flow: string | null;
            /** @default false */
            free_until_answered?: boolean;
            id: string;
            language: string;
            name: string;
            number: string;
            rescue_number: string | null;
            web_key: string | null;
        };
        /** NumberChange */
        NumberChange: {
            flow?: string | null;
            free_until_answered?: boolean | null;
            language?: string | null;
            name?: string | null;
            rescue_number?: string | null;
        };
        /** Objective */
        Objective: {
            /** @default 300 */
            handle_seconds?: number;
            /**
             * @default SLoff
             * @enum {string}
             */
            level?: "SLoff" | "SLans" | "SL";
            /** @default 0 */
            minimum?: number;
            /** @default 0.9 */
            occupancy_max?: number;
            /** @default 0 */
            patience?: number;
            /** @default 20 */
            seconds?: number;
            /** @default 0.3 */
            shrinkage?: number;
            /** @default 0.8 */
            target?: number;
        };
        /** Progress */
        outbound_actions_campaigns_Progress: {
            answer_rate: number;
            answered: number;
            ceiling: number;
            ceiling_article: string;
            coming: number;
            contacts: number;
            dialled: number;
            greeted: number;
            handle_seconds: number;
            held: {
                [key: string]: number;
            };
            later: number;
            outcomes: {
                [key: string]: number;
            };
            over: number;
            ready: number;
            ring_seconds: number;
            ringing: number;
            saying: number;
            shown: number;
            spare: number;
            state: string;
            supplied: number;
            talking: number;
            thirty_days: {
                [key: string]: number;
            };
            threshold: number;
            today: {
                [key: string]: number;
            };
            waiting: number;
            whole: {
                [key: string]: number;
            };
        };
        /** Card */
        outbound_actions_contacts_Card: {
            attempts: number;
            campaign: string;
            campaign_name: string;
            consent_at: number | null;
            consent_source: string;
            contact: string;
            disposition: string;
            message: string;
            mode: string;
            more: {
                [key: string]: string;
            };
            name: string;
            number: string;
            outcome: string;
        };
        /** Contact */
        outbound_actions_lists_Contact: {
            attempts: number;
            consent_at: number | null;
            consent_source: string;
            disposition: string;
            id: string;
            list: string;
            more?: {
                [key: string]: string;
            };
            name: string;
            next_at: number;
            number: string;
            outcome: string;
            position: number;
            refusal: string;
            refused_until: number;
            state: string;
            zone: string;
        };
        /** Import */
        outbound_actions_lists_Import: {
            accepted: number;
            file_name: string;
            id: string;
            imported_at: number;
            lines: number;
            list: string | null;
            undone_at: number | null;
        };
        /** Report */
        outbound_actions_lists_Report: {
            accepted: number;
            columns: string[];
            doubled_columns: string[];
            encoding: string;
            found: {
                [key: string]: string[];
            };
            header: boolean;
            imported?: string | null;
            lines: number;
            separator: string;
            troubles: components["schemas"]["outbound_model_files_Trouble"][];
            without_consent: number;
            wrong: {
                [key: string]: number;
            };
        };
        /** NumberWanted */
        outbound_http_NumberWanted: {
            number: string;
        };
        /** Trouble */
        outbound_model_files_Trouble: {
            line: number;
            /** @default 0 */
            of?: number;
            why: string;
        };
        /** Hours */
        outbound_model_packs_Hours: {
            article: string;
            days: number[];
            periods: [
                number,
                number
            ][];
            /**
             * Format: date
             * @default 0001-01-01
             */
            since?: string;
        };
        /** Refusal */
        outbound_model_packs_Refusal: {
            article: string;
            days: number;
            /**
             * Format: date
             * @default 0001-01-01
             */
            since?: string;
        };
        /** OutcomeBody */
        OutcomeBody: {
            code: string | null;
            /** @default  */
            note?: string;
        };
        /** OutcomeCode */
        OutcomeCode: {
            code: string;
            labels: {
                [key: string]: string;
            };
            position: number;
            retired_at: number | null;
        };
        /** OutcomeCodeBody */
        OutcomeCodeBody: {
            labels: {
                [key: string]: string;
            };
            /** @default 0 */
            position?: number;
            /** @default false */
            retired?: boolean;
        };
        /** Pack */
        Pack: {
            attempts?: components["schemas"]["Attempts"] | null;
            /** @default 16 CFR 310.4(b)(4) */
            ceiling_article?: string;
            /** @default 30 */
            ceiling_permille?: number;
            consent?: components["schemas"]["Consent"] | null;
            holidays?: components["schemas"]["Holidays"] | null;
            hours?: components["schemas"]["outbound_model_packs_Hours"] | null;
            name: string;
            refusal?: components["schemas"]["outbound_model_packs_Refusal"] | null;
            title: string;
        };
        /** Package */
        Package: {
            document: {
                [key: string]: unknown;
            };
            name: string;
            /** @default 1 */
            palabre_flow?: number;
            prompts?: components["schemas"]["PromptKept"][];
            references?: components["schemas"]["Reference"][];
        };
        /** Page[Callback] */
        "Page_palabre.callbacks.actions.requests.Callback_": {
            next?: string | null;
            rows: components["schemas"]["Callback"][];
        };
        /** Page[ShutOut] */
        "Page_palabre.channels.voice.actions.guard.ShutOut_": {
            next?: string | null;
            rows: components["schemas"]["ShutOut"][];
        };
        /** Page[Found] */
        "Page_palabre.channels.voice.actions.recordings.Found_": {
            next?: string | null;
            rows: components["schemas"]["Found"][];
        };
        /** Page[LineQuality] */
        "Page_palabre.channels.voice.http.lines.LineQuality_": {
            next?: string | null;
            rows: components["schemas"]["LineQuality"][];
        };
        /** Page[Recording] */
        "Page_palabre.channels.voice.http.recordings.Recording_": {
            next?: string | null;
            rows: components["schemas"]["Recording"][];
        };
        /** Page[Number] */
        "Page_palabre.channels.voice.http.routes.Number_": {
            next?: string | null;
            rows: components["schemas"]["Number"][];
        };
        /** Page[Trunk] */
        "Page_palabre.channels.voice.http.trunks.Trunk_": {
            next?: string | null;
            rows: components["schemas"]["Trunk"][];
        };
        /** Page[VoiceNode] */
        "Page_palabre.channels.voice.http.trunks.VoiceNode_": {
            next?: string | null;
            rows: components["schemas"]["VoiceNode"][];
        };
        /** Page[Contact] */
        "Page_palabre.conversations.http.answers.Contact_": {
            next?: string | null;
            rows: components["schemas"]["conversations_http_answers_Contact"][];
        };
        /** Page[TimelineContact] */
        "Page_palabre.conversations.http.answers.TimelineContact_": {
            next?: string | null;
            rows: components["schemas"]["TimelineContact"][];
        };
        /** Page[Customer] */
        "Page_palabre.customers.model.Customer_": {
            next?: string | null;
            rows: components["schemas"]["Customer"][];
        };
        /** Page[Kept] */
        "Page_palabre.flows.actions.calendars.Kept_": {
            next?: string | null;
            rows: components["schemas"]["Kept"][];
        };
        /** Page[FlowImport] */
        "Page_palabre.flows.actions.flow_imports.FlowImport_": {
            next?: string | null;
            rows: components["schemas"]["FlowImport"][];
        };
        /** Page[Answered] */
        "Page_palabre.flows.actions.flows.Answered_": {
            next?: string | null;
            rows: components["schemas"]["Answered"][];
        };
        /** Page[FlowSummary] */
        "Page_palabre.flows.actions.flows.FlowSummary_": {
            next?: string | null;
            rows: components["schemas"]["FlowSummary"][];
        };
        /** Page[FlowVersion] */
        "Page_palabre.flows.actions.flows.FlowVersion_": {
            next?: string | null;
            rows: components["schemas"]["FlowVersion"][];
        };
        /** Page[Planned] */
        "Page_palabre.flows.actions.later.Planned_": {
            next?: string | null;
            rows: components["schemas"]["Planned"][];
        };
        /** Page[Sayable] */
        "Page_palabre.flows.actions.prompts.Sayable_": {
            next?: string | null;
            rows: components["schemas"]["Sayable"][];
        };
        /** Page[Announcement] */
        "Page_palabre.information.actions.announcements.Announcement_": {
            next?: string | null;
            rows: components["schemas"]["Announcement"][];
        };
        /** Page[KeptFeed] */
        "Page_palabre.information.actions.feeds.KeptFeed_": {
            next?: string | null;
            rows: components["schemas"]["KeptFeed"][];
        };
        /** Page[Import] */
        "Page_palabre.moving.actions.history.Import_": {
            next?: string | null;
            rows: components["schemas"]["moving_actions_history_Import"][];
        };
        /** Page[ImportRow] */
        "Page_palabre.moving.actions.history.ImportRow_": {
            next?: string | null;
            rows: components["schemas"]["ImportRow"][];
        };
        /** Page[Rehearsal] */
        "Page_palabre.moving.actions.rehearsals.Rehearsal_": {
            next?: string | null;
            rows: components["schemas"]["Rehearsal"][];
        };
        /** Page[Script] */
        "Page_palabre.moving.actions.rehearsals.Script_": {
            next?: string | null;
            rows: components["schemas"]["Script"][];
        };
        /** Page[MovingNumber] */
        "Page_palabre.moving.http.numbers.MovingNumber_": {
            next?: string | null;
            rows: components["schemas"]["MovingNumber"][];
        };
        /** Page[DoNotCall] */
        "Page_palabre.outbound.actions.do_not_call.DoNotCall_": {
            next?: string | null;
            rows: components["schemas"]["DoNotCall"][];
        };
        /** Page[Contact] */
        "Page_palabre.outbound.actions.lists.Contact_": {
            next?: string | null;
            rows: components["schemas"]["outbound_actions_lists_Contact"][];
        };
        /** Page[Advisor] */
        "Page_palabre.routing.actions.advisors.Advisor_": {
            next?: string | null;
            rows: components["schemas"]["Advisor"][];
        };
        /** Page[BulkChange] */
        "Page_palabre.routing.actions.bulk.BulkChange_": {
            next?: string | null;
            rows: components["schemas"]["BulkChange"][];
        };
        /** Page[SkillChange] */
        "Page_palabre.routing.actions.changes.SkillChange_": {
            next?: string | null;
            rows: components["schemas"]["SkillChange"][];
        };
        /** Page[RulesVersion] */
        "Page_palabre.routing.actions.rules.RulesVersion_": {
            next?: string | null;
            rows: components["schemas"]["RulesVersion"][];
        };
        /** Page[Publication] */
        "Page_palabre.routing.actions.schedule.Publication_": {
            next?: string | null;
            rows: components["schemas"]["Publication"][];
        };
        /** Page[AdvisorAbilities] */
        "Page_palabre.routing.actions.skills.AdvisorAbilities_": {
            next?: string | null;
            rows: components["schemas"]["AdvisorAbilities"][];
        };
        /** Page[Skill] */
        "Page_palabre.routing.actions.skills.Skill_": {
            next?: string | null;
            rows: components["schemas"]["Skill"][];
        };
        /** Page[Queue] */
        "Page_palabre.routing.model.drafts.Queue_": {
            next?: string | null;
            rows: components["schemas"]["routing_model_drafts_Queue"][];
        };
        /** Page[AuditEntry] */
        "Page_palabre.tenants.actions.audit.AuditEntry_": {
            next?: string | null;
            rows: components["schemas"]["AuditEntry"][];
        };
        /** Page[Partner] */
        "Page_palabre.tenants.actions.places.Partner_": {
            next?: string | null;
            rows: components["schemas"]["Partner"][];
        };
        /** Page[Site] */
        "Page_palabre.tenants.actions.places.Site_": {
            next?: string | null;
            rows: components["schemas"]["Site"][];
        };
        /** Page[Person] */
        "Page_palabre.tenants.model.people.Person_": {
            next?: string | null;
            rows: components["schemas"]["tenants_model_people_Person"][];
        };
        /** Page[VoiceMessage] */
        "Page_palabre.voicemail.actions.messages.VoiceMessage_": {
            next?: string | null;
            rows: components["schemas"]["VoiceMessage"][];
        };
        /** Page[KeptAgreement] */
        "Page_palabre.workforce.actions.telework.KeptAgreement_": {
            next?: string | null;
            rows: components["schemas"]["KeptAgreement"][];
        };
        /** Page[Incident] */
        "Page_palabre.workforce.actions.workstations.Incident_": {
            next?: string | null;
            rows: components["schemas"]["Incident"][];
        };
        /** Page[Workstation] */
        "Page_palabre.workforce.actions.workstations.Workstation_": {
            next?: string | null;
            rows: components["schemas"]["Workstation"][];
        };
        /** PageWanted */
        PageWanted: {
            /** @default 0 */
            due?: number;
            key: string;
            number: string;
        };
        /** Parked */
        Parked: {
            next?: string | null;
            rows: components["schemas"]["ParkedFact"][];
            stream?: components["schemas"]["ParkedStream"] | null;
        };
        /** ParkedFact */
        ParkedFact: {
            id: string;
            /** @default  */
            kind?: string;
            number: number;
            parked_at: number;
            partition: number;
            reader: string;
            /** @default  */
            reason?: string;
            /** @default open */
            state?: string;
            tried_at?: number | null;
            tries: number;
            why: string;
        };
        /** ParkedStream */
        ParkedStream: {
            /** @default  */
            asked?: string;
            parked_at: number;
            why: string;
        };
        /** Part */
        Part: {
            value: number;
            /** @enum {string} */
            verdict: "green" | "amber" | "red";
            what: string;
        };
        /** Partner */
        Partner: {
            /** @default true */
            active?: boolean;
            id: string;
            name: string;
            /** @default false */
            names_visible?: boolean;
            /** @default 1 */
            version?: number;
        };
        /** PartnerChanges */
        PartnerChanges: {
            active?: boolean;
            name?: string;
            names_visible?: boolean;
            version: number;
        };
        /** Passed */
        Passed: {
            flow: string;
            kind: string;
            step: string;
            /** @default  */
            title?: string;
            /** @default  */
            what?: string;
        };
        /** Password */
        Password: {
            password: string;
        };
        /** PastForecast */
        PastForecast: {
            covered: number;
            error: number;
            floor_error: number;
            half_hours: number;
            id: string;
            made_at: number;
            model: string;
        };
        /** Paused */
        Paused: {
            on: boolean;
        };
        /** PauseGranted */
        PauseGranted: {
            pause_minutes: number;
        };
        /** Pauses */
        Pauses: {
            seconds_max: number;
        };
        /** PausesWanted */
        PausesWanted: {
            seconds_max: number;
        };
        /** PauseWanted */
        PauseWanted: {
            on: boolean;
        };
        /** Period */
        Period: {
            begin: string;
            end: string;
        };
        /** PersonChanges */
        PersonChanges: {
            active?: boolean;
            email?: string;
            language?: string;
            name?: string;
            partner?: string | null;
            roles?: string[];
            site?: string | null;
            version: number;
        };
        /** PhoneWanted */
        PhoneWanted: {
            /** @default  */
            contact?: string;
            /** @default browser */
            kind?: string;
        };
        /** Piece */
        Piece: {
            closed_at: number | null;
            kind: string;
            opened_at: number;
            owner: string;
        };
        /** Planned */
        Planned: {
            at: number;
            faults: unknown[];
            flow: string;
            id: string;
            note: string;
            planned_at: number;
            planned_by: string | null;
            state: string;
            version: number | null;
        };
        /** PointWanted */
        PointWanted: {
            words: string;
        };
        /** Preferences */
        Preferences: {
            keys?: {
                [key: string]: unknown;
            } | null;
            theme?: string | null;
        };
        /** PresentedAddress */
        PresentedAddress: {
            kind: string;
            value: string;
        };
        /** PreviewAsked */
        PreviewAsked: {
            day?: string | null;
            /** @default 1 */
            seed?: number;
            /** @default 20 */
            threshold_seconds?: number;
        };
        /** PreviewedChange */
        PreviewedChange: {
            change?: components["schemas"]["Change"] | null;
            /** @default  */
            csv?: string;
            people?: string[];
            /** @default  */
            token?: string;
        };
        /** PreviewTold */
        PreviewTold: {
            cut: boolean;
            /** Format: date */
            day: string;
            /** @default 20 */
            enough?: number;
            held: number;
            instead_of: string | null;
            preview: components["schemas"]["simulation_model_preview_Preview"];
        };
        /** Price */
        Price: {
            call: number;
            destination: string;
            minute: number;
        };
        /**
         * Problem
         * @description A refusal: test the code. An accident (500) has a reference, which finds it in the log.
         */
        Problem: {
            code: string;
            details: Record<string, never>;
            reference: string | null;
        };
        /** PromptKept */
        PromptKept: {
            /** @default 0 */
            bytes?: number;
            language: string;
            name: string;
            /** @default  */
            sha256?: string;
            text: string;
        };
        /** Publication */
        Publication: {
            at: number;
            id: string;
            queues: number;
            reason?: string | null;
            scheduled_at: number;
            scheduled_by: string | null;
            state: string;
            version?: number | null;
        };
        /** Published */
        Published: {
            source: number;
            version: number;
            warnings: components["schemas"]["Warning"][];
        };
        /** Qualification */
        Qualification: {
            /** @default 5 */
            days_left?: number;
            /** @enum {string} */
            state: "none" | "testing" | "qualified" | "not_qualified" | "expired" | "bad_calls";
            until?: string | null;
            /** @enum {null|string} */
            verdict?: "green" | "amber" | "red" | null;
        };
        /** Question */
        Question: {
            /** Format: date */
            day: string;
            /** @default 1 */
            handle?: number;
            objective?: components["schemas"]["Objective"] | null;
            /** @default 1 */
            volume?: number;
        };
        /** QueueChanges */
        QueueChanges: {
            active?: boolean;
            calendar?: string | null;
            name?: string;
            options?: components["schemas"]["QueueOptions"];
            rings?: components["schemas"]["RingDraft"][];
            version: number;
        };
        /** QueueDemand */
        QueueDemand: {
            channel: string;
            first: number | null;
            half_hours: number;
            imported: number;
            last: number | null;
            name: string;
            offered: number;
            queue: string;
            reason: string;
            run: string;
        };
        /** QueueOptions */
        QueueOptions: {
            /** @default false */
            auto_accept?: boolean;
            /** @default false */
            best_level_first?: boolean;
            /** @default 0 */
            callback_priority_seconds?: number;
            /** @default true */
            decline_allowed?: boolean;
            /** @default 0 */
            deferrable_below?: number;
            /** @default longest_idle */
            fairness?: string;
            /** @default 1000 */
            length_max?: number;
            /** @default 20 */
            offer_seconds?: number;
            overflow?: string | null;
            /** @default 30 */
            preferred_seconds?: number;
            /** @default 0 */
            priority_seconds?: number;
            /** @default 3600 */
            share_window_seconds?: number;
            /** @default [] */
            shares?: components["schemas"]["ShareDraft"][];
            /** @default 5 */
            short_abandon_seconds?: number;
            /** @default 20 */
            target_seconds?: number;
            /** @default 100 */
            units?: number;
            /** @default 1800 */
            wait_seconds_max?: number;
            /** @default 60 */
            wrap_up_more_seconds?: number;
            /** @default 30 */
            wrap_up_seconds?: number;
        };
        /** QueueShares */
        QueueShares: {
            n: number;
            queue: string;
            shares: components["schemas"]["Attained"][];
            window_seconds: number;
        };
        /** Rang */
        Rang: {
            advisor: string;
            at: number;
            end: string;
            ended_at: number | null;
            offer: string;
        };
        /** ReadFrom */
        ReadFrom: {
            days: number;
            files: number;
            recent_days: number;
        };
        /** Readiness */
        Readiness: {
            parts?: {
                [key: string]: boolean;
            } | null;
            ready: boolean;
        };
        /** Reason */
        Reason: {
            reason: string;
        };
        /** Received */
        Received: {
            bytes: number;
        };
        /** Recorded */
        Recorded: {
            recording: string;
            seconds: number;
        };
        /** Recording */
        Recording: {
            began_at: number;
            conversation: string;
            id: string;
            seconds: number;
        };
        /** RecordingRule */
        RecordingRule: {
            mode: string;
            place: string;
            subject: string;
            whole: boolean;
        };
        /** RecordingTrouble */
        RecordingTrouble: {
            node: string;
            since: number;
            why: string;
        };
        /** RecoveryCodes */
        RecoveryCodes: {
            codes: string[];
        };
        /** Reference */
        Reference: {
            id: string;
            kind: string;
            name: string;
        };
        /** Refusals */
        Refusals: {
            code: string;
            kind: string;
            last_at: number;
            purpose: string;
            refusals: number;
        };
        /** Rehearsal */
        Rehearsal: {
            as_if: number | null;
            asked_at: number;
            asked_by: string | null;
            calls: number;
            ended_at: number | null;
            id: string;
            kind: string;
            over: number;
            state: string;
            wrong: number;
        };
        /** RehearsalBegun */
        RehearsalBegun: {
            id: string;
        };
        /** RehearsalWanted */
        RehearsalWanted: {
            /** @default  */
            as_if?: string;
            /** @enum {string} */
            kind: "calls" | "flows";
            numbers?: string[] | null;
        };
        /** RehearsalWhole */
        RehearsalWhole: {
            calls: components["schemas"]["Call"][];
            rehearsal: components["schemas"]["Rehearsal"];
        };
        /** Renamed */
        Renamed: {
            after: string;
            before: string;
            kind: string;
        };
        /** Report */
        reporting_actions_today_Report: {
            begin: number;
            end: number;
            measures: components["schemas"]["Figure"][];
            now: number;
            queue: string | null;
            rows: number;
            time_zone: string;
        };
        /** ReportRow */
        ReportRow: {
            begin: number;
            end: number;
            n: number[];
            name: string;
            subject: string;
            values: (number | null)[];
        };
        /** ReportTable */
        ReportTable: {
            begin: number;
            by: string;
            columns: components["schemas"]["Column"][];
            each: string;
            end: number;
            filters: {
                [key: string]: string;
            };
            next?: string | null;
            now: number;
            read_from: components["schemas"]["ReadFrom"];
            rows: components["schemas"]["ReportRow"][];
            time_zone: string;
            total: components["schemas"]["ReportRow"];
        };
        /** Requested */
        Requested: {
            callback: string;
            new: boolean;
            promised: number;
            /** @default  */
            token?: string;
        };
        /** Requirement */
        Requirement: {
            high: number;
            low: number;
            mean: number;
            source: string;
            start: number;
        };
        /** RequirementDraft */
        RequirementDraft: {
            kind: string;
            /** @default 1 */
            level?: number;
            /** @default [] */
            parts?: components["schemas"]["RequirementDraft"][];
            skill?: string | null;
        };
        /** Revision */
        Revision: {
            revision: number;
        };
        /** RevisionNow */
        RevisionNow: {
            revision: number;
        };
        /** RingDraft */
        RingDraft: {
            after_seconds: number;
            /** @default [] */
            bands?: [
                number,
                number
            ][];
            requirement: components["schemas"]["RequirementDraft"];
        };
        /** Preview */
        routing_actions_bulk_Preview: {
            changed: number;
            changes: components["schemas"]["routing_model_bulk_Changed"][];
            refusals: components["schemas"]["routing_model_bulk_Refusal"][];
            refused: number;
            token: string;
            unchanged: number;
        };
        /** Fault */
        routing_actions_rules_Fault: {
            circle?: string[];
            queue: string;
            reason: string;
        };
        /** ContactHours */
        routing_http_changes_ContactHours: {
            calendar: string | null;
        };
        /** Changed */
        routing_model_bulk_Changed: {
            after: components["schemas"]["AdvisorChange"];
            before: components["schemas"]["AdvisorChange"];
            person: string;
        };
        /** Refusal */
        routing_model_bulk_Refusal: {
            line: number;
            reason: string;
            /** @default  */
            what?: string;
            who: string;
        };
        /** Queue */
        routing_model_drafts_Queue: {
            /** @default true */
            active?: boolean;
            calendar?: string | null;
            channel: string;
            id: string;
            name: string;
            options: components["schemas"]["QueueOptions"];
            rings: components["schemas"]["RingDraft"][];
            /** @default 1 */
            version?: number;
        };
        /** Person */
        routing_model_explain_Person: {
            advisor: string;
            blockers: components["schemas"]["Blocker"][];
        };
        /** RulesVersion */
        RulesVersion: {
            published_at: number;
            published_by: string | null;
            queues: number;
            source: number;
            version: number;
        };
        /** RulesWanted */
        RulesWanted: {
            /**
             * @default [
             *       300,
             *       900
             *     ]
             */
            distances?: number[];
            /** @default 43200 */
            open_seconds?: number;
            /** @default false */
            page?: boolean;
            /** @default 14400 */
            promise_seconds?: number;
        };
        /** RuleWanted */
        RuleWanted: {
            mode: string;
            /** @default false */
            whole?: boolean;
        };
        /** Said */
        Said: {
            /** @default  */
            words?: string;
        };
        /** Sayable */
        Sayable: {
            language: string;
            name: string;
            recording: string | null;
            /** @default  */
            sha256?: string;
            text: string;
        };
        /** Scheduled */
        Scheduled: {
            at: number;
            id: string;
            queues: number;
            warnings: components["schemas"]["Warning"][];
        };
        /** Script */
        Script: {
            as_if?: number | null;
            /** @default  */
            expects?: string;
            id: string;
            /** @default  */
            keys?: string;
            name: string;
            number: string;
        };
        /** ScriptWanted */
        ScriptWanted: {
            /** @default  */
            as_if?: string;
            /** @default  */
            expects?: string;
            /** @default  */
            keys?: string;
            name: string;
            number: string;
        };
        /** Season */
        Season: {
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            name: string;
            week: components["schemas"]["Week"];
        };
        /** Second */
        Second: {
            jitter_ms: number;
            lost: number;
            received: number;
            rtt_ms: number;
        };
        /** Seen */
        Seen: {
            kind: string;
            step: string;
            /** @default  */
            title?: string;
        };
        /** Segment */
        Segment: {
            closed_at: number | null;
            conversation: string;
            id: string;
            kind: string;
            opened_at: number;
            owner: string;
            reason: string;
            subject: string;
        };
        /** Session */
        Session: {
            created_at: number;
            /** @default false */
            current?: boolean;
            device: string;
            id: string;
            seen_at: number;
            until: number;
        };
        /** ShareDraft */
        ShareDraft: {
            id?: string | null;
            kind: string;
            share: number;
        };
        /** SharesPut */
        SharesPut: {
            changed: number;
        };
        /** ShareWanted */
        ShareWanted: {
            share: number;
        };
        /** ShutOut */
        ShutOut: {
            address: string;
            since: number;
            times: number;
            until: number;
        };
        /** Signature */
        Signature: {
            terms_mark: string;
        };
        /** SignIn */
        SignIn: {
            password: string;
            sign_in: string;
            tenant?: string | null;
            /** @default  */
            totp?: string;
        };
        /** Preview */
        simulation_model_preview_Preview: {
            advisors: number;
            /**
             * @default [
             *       "patience_of_the_answered_by_kaplan_meier",
             *       "service_of_those_who_left_drawn_from_the_answered",
             *       "advisors_there_as_recorded",
             *       "skills_as_they_are_now",
             *       "hours_of_queues_as_they_are_now",
             *       "no_interruptions",
             *       "no_callbacks",
             *       "who_never_reached_a_queue_left_out"
             *     ]
             */
            assumptions?: string[];
            begin: number;
            customers: number;
            end: number;
            measures: components["schemas"]["Beside"][];
            queues: {
                [key: string]: components["schemas"]["Beside"][];
            };
            seed: number;
            threshold_seconds: number;
        };
        /** Site */
        Site: {
            /** @default true */
            active?: boolean;
            id: string;
            kind: string;
            name: string;
            partner?: string | null;
            time_zone?: string | null;
            /** @default 1 */
            version?: number;
        };
        /** SiteChanges */
        SiteChanges: {
            active?: boolean;
            kind?: string;
            name?: string;
            partner?: string | null;
            time_zone?: string | null;
            version: number;
        };
        /** Skill */
        Skill: {
            /** @default true */
            active?: boolean;
            id: string;
            /** @default skill */
            kind?: string;
            name: string;
            /** @default 1 */
            version?: number;
        };
        /** SkillChange */
        SkillChange: {
            /** @default 0 */
            begins_at?: number;
            /** @default true */
            begun?: boolean;
            changed_at: number;
            changed_by: string | null;
            id: string;
            people: string[];
            skills: {
                [key: string]: number;
            };
            until: number | null;
        };
        /** SkillChanges */
        SkillChanges: {
            active?: boolean;
            kind?: string;
            name?: string;
            version: number;
        };
        /** Skip */
        Skip: {
            /** @default  */
            reason?: string;
        };
        /** Sought */
        Sought: {
            end: string;
            item: string;
            offers: components["schemas"]["Rang"][];
            queue: string;
            since: number;
            until: number | null;
        };
        /** SpeakingCall */
        SpeakingCall: {
            id: string;
        };
        /** SpecialDay */
        SpecialDay: {
            /** Format: date */
            date: string;
            /** @default  */
            name?: string;
            /** @default [] */
            periods?: components["schemas"]["Period"][];
        };
        /** Spoken */
        Spoken: {
            language: string;
            sound: string;
            state: string;
            text: string;
            text_here: string;
        };
        /** StreamNow */
        StreamNow: {
            stream: components["schemas"]["ParkedStream"] | null;
        };
        /** SupervisionAsked */
        SupervisionAsked: {
            advisor: string;
            how: string;
        };
        /** Swapped */
        Swapped: {
            aside: boolean;
        };
        /** Take */
        Take: {
            /** @default 0 */
            seconds?: number;
            /** @default calling */
            state?: string;
            /** @default  */
            why?: string;
        };
        /** TalkHeld */
        TalkHeld: {
            /** Format: date */
            on: string;
        };
        /** Telephone */
        Telephone: {
            kind: string;
            /** @default  */
            number?: string;
            /** @default  */
            sip_user?: string;
        };
        /** TelephoneWanted */
        TelephoneWanted: {
            kind: string;
            /** @default  */
            number?: string;
        };
        /** TeleworkWish */
        TeleworkWish: {
            days: number[];
            /** @default  */
            words?: string;
        };
        /** Tenant */
        Tenant: {
            country: string;
            id: string;
            language: string;
            name: string;
            partition: number | null;
            time_zone: string;
            version: number;
        };
        /** TenantChanges */
        TenantChanges: {
            country?: string;
            language?: string;
            name?: string;
            time_zone?: string;
            version: number;
        };
        /** Accepted */
        tenants_http_invitations_Accepted: {
            password: string;
            token: string;
        };
        /** Person */
        tenants_model_people_Person: {
            active: boolean;
            email: string;
            id: string;
            language: string;
            name: string;
            name_key: string;
            partner: string | null;
            roles: string[];
            site: string | null;
            version: number;
        };
        /** Terms */
        Terms: {
            /** @default 60 */
            adaptation_days?: number;
            /** @default 7 */
            adaptation_notice_days?: number;
            /** @default 0 */
            allowance_cents?: number;
            contact: components["schemas"]["workforce_model_telework_terms_ContactHours"][];
            /** @default EUR */
            currency?: string;
            days: number[];
            /** @default  */
            equipment?: string;
            /** @default 30 */
            notice_days?: number;
            /** Format: date */
            starts_on: string;
        };
        /** TestWanted */
        TestWanted: {
            /** @default  */
            number?: string;
        };
        /** Text */
        Text: {
            text: string;
        };
        /** Tick */
        Tick: {
            changed_at?: number | null;
            changed_by?: string | null;
            /** @default false */
            done?: boolean;
            /** @default  */
            note?: string;
            point: string;
            /** @default  */
            words?: string;
        };
        /** TickWanted */
        TickWanted: {
            done: boolean;
            /** @default  */
            note?: string;
        };
        /** Tiles */
        Tiles: {
            abuses?: components["schemas"]["Abuse"][];
            advisors_available: number;
            advisors_by_activity: {
                [key: string]: number;
            };
            advisors_signed_in: number;
            ceilings?: components["schemas"]["CeilingAlarm"][];
            longest_since: number | null;
            recording_troubles?: components["schemas"]["RecordingTrouble"][];
            sites_lost?: components["schemas"]["LostSite"][];
            talking: number;
            waiting: number;
            wrap_up: number;
        };
        /** TimelineContact */
        TimelineContact: {
            address_kind: string;
            address_value: string;
            alive_at: number | null;
            attachments: components["schemas"]["Attachment"][];
            channel: string;
            closed_at: number | null;
            closed_reason: string;
            customer: string | null;
            customer_left_at: number | null;
            entry: string;
            id: string;
            lives: number;
            messages: components["schemas"]["Message"][];
            notes: components["schemas"]["Note"][];
            opened_at: number;
            outcome: string | null;
            outcome_at: number | null;
            outcome_by: string | null;
            previous: string | null;
            repaired: string;
            segments: components["schemas"]["Segment"][];
            state: string;
        };
        /** ToApply */
        ToApply: {
            choices?: components["schemas"]["flows_model_packing_Choice"][];
            seen: string;
        };
        /** ToCall */
        ToCall: {
            number: string;
        };
        /** Today */
        Today: {
            at: number;
            came: number;
            learnt: number;
            rows: components["schemas"]["TodayRow"][];
            times: number;
            told: number;
        };
        /** TodayRow */
        TodayRow: {
            high: number;
            low: number;
            mean: number;
            needed: number | null;
            start: number;
        };
        /** ToImport */
        ToImport: {
            name?: string | null;
            package: components["schemas"]["Package"];
        };
        /** ToPlan */
        ToPlan: {
            at: string;
            /** @default  */
            note?: string;
        };
        /** ToPublish */
        ToPublish: {
            /** @default  */
            note?: string;
        };
        /** ToRestore */
        ToRestore: {
            revision: number;
            version: number;
        };
        /** TotpCode */
        TotpCode: {
            code: string;
        };
        /** ToTry */
        ToTry: {
            /** @default  */
            language?: string;
        };
        /** ToUndo */
        ToUndo: {
            /** @default false */
            changed_since?: boolean;
        };
        /** TransferAsked */
        TransferAsked: {
            /** @default false */
            blind?: boolean;
            target: string;
            to: string;
        };
        /** TransferBegun */
        TransferBegun: {
            transfer: string;
        };
        /** Trial */
        Trial: {
            begun_at: number;
            faults: components["schemas"]["flows_model_faults_Fault"][];
            key: string;
            version: number;
        };
        /** Trunk */
        Trunk: {
            /** @default  */
            account?: string;
            addresses?: string[];
            /** @default 0 */
            calls?: number;
            /** @default 0 */
            calls_max?: number;
            /** @default e164 */
            dial_format?: string;
            /** @default  */
            dial_prefix?: string;
            /** @default none */
            encryption?: string;
            /** @default false */
            has_password?: boolean;
            /** @default  */
            host?: string;
            id: string | null;
            /** @default installation */
            kind?: string;
            name: string;
            /** @default false */
            paused?: boolean;
            /** @default 0 */
            port?: number;
            /** @default 0 */
            priority?: number;
            /** @default  */
            shown_number?: string;
            state: string;
            /** @default udp */
            transport?: string;
        };
        /** TrunkTest */
        TrunkTest: {
            /** @default  */
            call?: string;
            milliseconds: number;
            reach: string;
            registration: string;
        };
        /** TrunkWanted */
        TrunkWanted: {
            /** @default  */
            account?: string;
            addresses?: string[];
            /** @default 0 */
            calls_max?: number;
            /** @default e164 */
            dial_format?: string;
            /** @default  */
            dial_prefix?: string;
            /** @default none */
            encryption?: string;
            host: string;
            kind: string;
            name: string;
            password?: string | null;
            /** @default false */
            paused?: boolean;
            /** @default 5060 */
            port?: number;
            /** @default 10 */
            priority?: number;
            /** @default  */
            shown_number?: string;
            /** @default udp */
            transport?: string;
        };
        /** TypingBody */
        TypingBody: {
            /** @default true */
            on?: boolean;
        };
        /** Undone */
        Undone: {
            dialled: number;
            removed: number;
        };
        /** UndoWanted */
        UndoWanted: {
            /** @default false */
            changed_since?: boolean;
        };
        /** Version */
        Version: {
            version: number;
        };
        /** VoiceMessage */
        VoiceMessage: {
            callback: string | null;
            conversation: string;
            customer: string | null;
            done_at: number | null;
            done_by: string | null;
            held: boolean;
            id: string;
            left_at: number;
            number: string;
            peaks: number[];
            queue: string;
            seconds: number;
        };
        /** VoiceNode */
        VoiceNode: {
            calls: number;
            name: string;
            seen_at: number;
            state: string;
        };
        /** VoiceTold */
        VoiceTold: {
            kind: string;
            language: string;
            /** @default  */
            node?: string;
            /** @default 0 */
            since?: number;
            /** @default  */
            why?: string;
        };
        /** Waiting */
        Waiting: {
            at: number;
            estimate: components["schemas"]["Estimate"] | null;
            said: string[];
            why: components["schemas"]["WhyWaiting"];
        };
        /** Warning */
        Warning: {
            queue: string;
            reason: string;
        };
        /** WebCallWanted */
        WebCallWanted: {
            key: string;
        };
        /** Week */
        Week: {
            /** @default [] */
            friday?: components["schemas"]["Period"][];
            /** @default [] */
            monday?: components["schemas"]["Period"][];
            /** @default [] */
            saturday?: components["schemas"]["Period"][];
            /** @default [] */
            sunday?: components["schemas"]["Period"][];
            /** @default [] */
            thursday?: components["schemas"]["Period"][];
            /** @default [] */
            tuesday?: components["schemas"]["Period"][];
            /** @default [] */
            wednesday?: components["schemas"]["Period"][];
        };
        /** WhatIf */
        WhatIf: {
            base: number;
            high: number;
            level: number;
            low: number;
            mean: number;
            start: number;
        };
        /** WhatIfAnswer */
        WhatIfAnswer: {
            base_hours: number;
            hours: number;
            level: number;
            rows: components["schemas"]["WhatIf"][];
        };
        /** WhenPlanned */
        WhenPlanned: {
            at: number;
            id: string;
            zone: string;
        };
        /** WhyHer */
        WhyHer: {
            advisor: string;
            at: number;
            choices: number;
            chosen: components["schemas"]["Candidate"];
            decided_by: string;
            free: number;
            item: string;
            offer: string;
            queue: string;
            runner_up: components["schemas"]["Candidate"] | null;
            said?: string[];
            urgency: string;
        };
        /** WhyNotHer */
        WhyNotHer: {
            blockers: components["schemas"]["Blocker"][];
            /** @default  */
            decided_by?: string;
            hers?: components["schemas"]["Candidate"] | null;
            other?: components["schemas"]["Candidate"] | null;
            said?: string[];
        };
        /** WhyWaiting */
        WhyWaiting: {
            able: number;
            ahead: number;
            by_blocker: {
                [key: string]: number;
            };
            /** @default 0 */
            free?: number;
            item: string;
            next: components["schemas"]["Next"][];
            offered_to?: string | null;
            overflow: string | null;
            people: components["schemas"]["routing_model_explain_Person"][];
            queue: string;
            ring: number;
            rings: number;
            since: number;
        };
        /** WidgetBody */
        WidgetBody: {
            /** @default 300 */
            gone_seconds?: number;
            greetings?: {
                [key: string]: string;
            };
            name: string;
            origins?: string[];
            /** @default false */
            retired?: boolean;
            /** @default 1800 */
            silent_seconds?: number;
        };
        /** Trouble */
        workforce_model_forecasting_sheets_Trouble: {
            line: number;
            why: string;
        };
        /** ContactHours */
        workforce_model_telework_terms_ContactHours: {
            begins: number;
            ends: number;
            weekday: number;
        };
        /** Workstation */
        Workstation: {
            bad_calls: number;
            incidents: components["schemas"]["Incident"][];
            person: string;
            qualification: components["schemas"]["Qualification"];
            tests: components["schemas"]["KeptTest"][];
        };
        /** ZoneHours */
        ZoneHours: {
            contacts: number;
            holiday: boolean;
            open: boolean;
            until: number;
            zones: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    information_list_announcements: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.information.actions.announcements.Announcement_"];
                };
            };
        };
    };
    information_announce: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncementWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
        };
    };
    information_end_at: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["End"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
        };
    };
    information_restore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
        };
    };
    information_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
        };
    };
    tenants_list_audit: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                person?: string | null;
                subject?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.tenants.actions.audit.AuditEntry_"];
                };
            };
        };
    };
    flows_list_calendars: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.flows.actions.calendars.Kept_"];
                };
            };
        };
    };
    flows_create_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedCalendar"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
        };
    };
    flows_get_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kept"];
                };
            };
        };
    };
    flows_replace_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedCalendar"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_declare_holiday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Holiday"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    flows_revoke_holiday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                date: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    flows_hours: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["flows_http_routes_Hours"];
                };
            };
        };
    };
    callbacks_list_callbacks: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                number?: string | null;
                queue?: string | null;
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.callbacks.actions.requests.Callback_"];
                };
            };
        };
    };
    callbacks_request_callback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallbackWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requested"];
                };
            };
        };
    };
    callbacks_export_callbacks: {
        parameters: {
            query?: {
                number?: string | null;
                queue?: string | null;
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    callbacks_cancel_callback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callback: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callbacks_list_own_callbacks: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                number?: string | null;
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.callbacks.actions.requests.Callback_"];
                };
            };
        };
    };
    callbacks_get_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackRules"];
                };
            };
        };
    };
    callbacks_put_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RulesWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackRules"];
                };
            };
        };
    };
    chat_list_widgets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    chat_create_widget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WidgetBody"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    chat_edit_widget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                widget: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WidgetBody"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    conversations_list_conversations: {
        parameters: {
            query?: {
                advisor?: string | null;
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                channel?: string | null;
                customer?: string | null;
                /** @description Rows at most. */
                limit?: number;
                q?: string;
                queue?: string | null;
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.conversations.http.answers.Contact_"];
                };
            };
        };
    };
    conversations_get_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationCard"];
                };
            };
        };
    };
    conversations_set_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerBody"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_list_lines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.channels.voice.http.lines.LineQuality_"];
                };
            };
        };
    };
    voice_list_marks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mark"][];
                };
            };
        };
    };
    voice_add_mark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mark"];
                };
            };
        };
    };
    conversations_list_messages: {
        parameters: {
            query?: {
                after?: number;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"][];
                };
            };
        };
    };
    conversations_send_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageBody"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    conversations_undo_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
    conversations_list_notes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"][];
                };
            };
        };
    };
    conversations_add_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteBody"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
        };
    };
    conversations_set_outcome: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutcomeBody"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_pause_any: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paused"];
                };
            };
        };
    };
    voice_list_recordings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.channels.voice.http.recordings.Recording_"];
                };
            };
        };
    };
    conversations_typing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TypingBody"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    customers_list_customers: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                email?: string | null;
                /** @description Rows at most. */
                limit?: number;
                phone?: string | null;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.customers.model.Customer_"];
                };
            };
        };
    };
    customers_create_customer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCustomer"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customers_get_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customers_edit_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    routing_get_account_manager: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountManager"];
                };
            };
        };
    };
    routing_set_account_manager: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountManager"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountManager"];
                };
            };
        };
    };
    customers_add_address: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresentedAddress"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customers_remove_address: {
        parameters: {
            query: {
                kind: string;
                value: string;
            };
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customers_erase_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    conversations_timeline: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.conversations.http.answers.TimelineContact_"];
                };
            };
        };
    };
    desk_see_abuse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                abuse: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_call_number: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallMade"];
                };
            };
        };
    };
    desk_cancel_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_see_ceiling: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ceiling: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlarmSeen"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_list_colleagues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Colleague"][];
                };
            };
        };
    };
    desk_call_colleague: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advisor: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallMade"];
                };
            };
        };
    };
    desk_report_abuse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PauseGranted"];
                };
            };
        };
    };
    desk_hang_up_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_hold_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_press_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeysWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_mute_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_report_quality: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Counters"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineHeard"];
                };
            };
        };
    };
    voice_pause_own: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paused"];
                };
            };
        };
    };
    desk_supervise_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupervisionAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_end_supervision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_swap_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swapped"];
                };
            };
        };
    };
    desk_take_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_transfer_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferBegun"];
                };
            };
        };
    };
    desk_cancel_transfer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_complete_transfer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_get_destinations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"][];
                };
            };
        };
    };
    voice_my_emergency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyView"];
                };
            };
        };
    };
    voice_put_my_address: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmergencyAddress"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyView"];
                };
            };
        };
    };
    desk_answer_colleague: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_end_internal_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_see_internal_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_accept_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["desk_http_work_Accepted"];
                };
            };
        };
    };
    desk_decline_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Declined"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_show_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_desk_phone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneWanted"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
        };
    };
    desk_sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_change_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStatus"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_get_telephone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Telephone"];
                };
            };
        };
    };
    voice_choose_telephone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelephoneWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Telephone"];
                };
            };
        };
    };
    voice_issue_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskTelephone"];
                };
            };
        };
    };
    voice_remove_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_finish_work_item: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_end_wrap_up: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    desk_extend_wrap_up: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_get_dial_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialPlan"];
                };
            };
        };
    };
    voice_put_dial_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DialPlan"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialPlan"];
                };
            };
        };
    };
    voice_dial_plan_today: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialUse"];
                };
            };
        };
    };
    flows_list_entries: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.flows.actions.flows.Answered_"];
                };
            };
        };
    };
    flows_answer_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Entry"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_list_flow_imports: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.flows.actions.flow_imports.FlowImport_"];
                };
            };
        };
    };
    flows_bring_package: {
        parameters: {
            query?: {
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowImport"];
                };
            };
        };
    };
    flows_get_flow_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowImport"];
                };
            };
        };
    };
    flows_discard_package: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_apply_package: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToApply"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowImport"];
                };
            };
        };
    };
    flows_hear_brought: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
                language: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
        };
    };
    flows_undo_package: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToUndo"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowImport"];
                };
            };
        };
    };
    flows_cancel_publication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_list_flows: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.flows.actions.flows.FlowSummary_"];
                };
            };
        };
    };
    flows_create_flow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFlow"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
        };
    };
    flows_get_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowWhole"];
                };
            };
        };
    };
    flows_compare: {
        parameters: {
            query?: {
                after?: number | null;
                before?: number | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
        };
    };
    flows_save_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revision"];
                };
            };
        };
    };
    flows_check_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["flows_model_faults_Fault"][];
                };
            };
        };
    };
    flows_tell_editing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Editor"][];
                };
            };
        };
    };
    flows_leave_editing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_export_flow: {
        parameters: {
            query?: {
                version?: number | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
        };
    };
    flows_export_package: {
        parameters: {
            query?: {
                version?: number | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
        };
    };
    flows_list_publications: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.flows.actions.later.Planned_"];
                };
            };
        };
    };
    flows_plan_publication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToPlan"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhenPlanned"];
                };
            };
        };
    };
    flows_publish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToPublish"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    flows_restore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToRestore"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionNow"];
                };
            };
        };
    };
    flows_watch_trial: {
        parameters: {
            query?: {
                since?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["flows_actions_trials_Progress"];
                };
            };
        };
    };
    flows_begin_trial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToTry"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trial"];
                };
            };
        };
    };
    flows_call_trial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
        };
    };
    flows_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    flows_list_versions: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.flows.actions.flows.FlowVersion_"];
                };
            };
        };
    };
    flows_get_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    flows_list_callable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Callable"][];
                };
            };
        };
    };
    flows_import_flow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToImport"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
        };
    };
    flows_schema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    information_list_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"][];
                };
            };
        };
    };
    information_put_credential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    information_remove_credential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    information_list_feeds: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.information.actions.feeds.KeptFeed_"];
                };
            };
        };
    };
    information_create_feed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedFeed"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedFeed"];
                };
            };
        };
    };
    information_change_feed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedFeed"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptFeed"];
                };
            };
        };
    };
    information_remove_feed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    information_fetch_feed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptFeed"];
                };
            };
        };
    };
    information_try_feed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Feed"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["information_model_feed_Told"];
                };
            };
        };
    };
    tenants_accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["tenants_http_invitations_Accepted"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_look_at_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Link"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
        };
    };
    tenants_get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    tenants_edit_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    tenants_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_list_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToken"][];
                };
            };
        };
    };
    tenants_create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToken"];
                };
            };
        };
    };
    tenants_end_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_begin_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Password"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
        };
    };
    tenants_confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpCode"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
        };
    };
    tenants_disable_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Password"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moving_get_checklist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checklist"];
                };
            };
        };
    };
    moving_export_checklist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    moving_add_point: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tick"];
                };
            };
        };
    };
    moving_put_tick: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TickWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tick"];
                };
            };
        };
    };
    moving_remove_point: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moving_list_moving_imports: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.moving.actions.history.Import_"];
                };
            };
        };
    };
    moving_upload_import: {
        parameters: {
            query?: {
                kind?: string;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["moving_actions_history_Import"];
                };
            };
        };
    };
    moving_get_moving_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["moving_actions_history_Import"];
                };
            };
        };
    };
    moving_discard_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moving_apply_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["moving_actions_history_Import"];
                };
            };
        };
    };
    moving_invite_imported: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    moving_get_refused_rows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    moving_list_import_rows: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                kind?: string;
                /** @description Rows at most. */
                limit?: number;
                state?: string | null;
                undone?: string;
            };
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.moving.actions.history.ImportRow_"];
                };
            };
        };
    };
    moving_undo_moving_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoWanted"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["moving_actions_history_Import"];
                };
            };
        };
    };
    moving_list_moving: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.moving.http.numbers.MovingNumber_"];
                };
            };
        };
    };
    moving_put_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Move"];
                };
            };
        };
    };
    moving_end_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moving_undo_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moving_put_shares: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharesPut"];
                };
            };
        };
    };
    moving_list_scripts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.moving.actions.rehearsals.Script_"];
                };
            };
        };
    };
    moving_put_script: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
        };
    };
    moving_delete_script: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moving_list_rehearsals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.moving.actions.rehearsals.Rehearsal_"];
                };
            };
        };
    };
    moving_begin_rehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RehearsalWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RehearsalBegun"];
                };
            };
        };
    };
    moving_get_rehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RehearsalWhole"];
                };
            };
        };
    };
    moving_rehearse_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RehearsalBegun"];
                };
            };
        };
    };
    moving_export_rehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    moving_stop_rehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moving_get_template: {
        parameters: {
            query?: {
                language?: string;
            };
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    voice_list_numbers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.channels.voice.http.routes.Number_"];
                };
            };
        };
    };
    voice_add_number: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["channels_voice_http_routes_NumberWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
                };
            };
        };
    };
    voice_remove_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_change_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NumberChange"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
                };
            };
        };
    };
    outbound_list_calling_campaigns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingCampaign"][];
                };
            };
        };
    };
    outbound_create_calling_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingCampaign"];
                };
            };
        };
    };
    outbound_get_calling_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingCampaign"];
                };
            };
        };
    };
    outbound_change_calling_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingCampaign"];
                };
            };
        };
    };
    outbound_run_calling_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign: string;
                gesture: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingCampaign"];
                };
            };
        };
    };
    outbound_calling_campaign_hours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZoneHours"][];
                };
            };
        };
    };
    outbound_calling_campaign_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["outbound_actions_campaigns_Progress"];
                };
            };
        };
    };
    outbound_export_calling_results: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    outbound_get_contact_card: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["outbound_actions_contacts_Card"];
                };
            };
        };
    };
    outbound_dial_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    outbound_skip_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Skip"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    outbound_get_conversation_card: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["outbound_actions_contacts_Card"];
                };
            };
        };
    };
    outbound_dispose_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Disposition"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    outbound_list_countries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pack"][];
                };
            };
        };
    };
    outbound_list_do_not_call: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                number?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.outbound.actions.do_not_call.DoNotCall_"];
                };
            };
        };
    };
    outbound_add_do_not_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["outbound_http_NumberWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoNotCall"];
                };
            };
        };
    };
    outbound_remove_do_not_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    outbound_list_do_not_call_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["outbound_actions_lists_Import"][];
                };
            };
        };
    };
    outbound_import_do_not_call: {
        parameters: {
            query?: {
                dry?: boolean;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["outbound_actions_lists_Report"];
                };
            };
        };
    };
    outbound_undo_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
        };
    };
    outbound_list_calling_lists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingList"][];
                };
            };
        };
    };
    outbound_create_calling_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingList"];
                };
            };
        };
    };
    outbound_list_contacts: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                number?: string | null;
                refusal?: string | null;
                state?: string | null;
            };
            header?: never;
            path: {
                calling_list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.outbound.actions.lists.Contact_"];
                };
            };
        };
    };
    outbound_list_imports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calling_list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["outbound_actions_lists_Import"][];
                };
            };
        };
    };
    outbound_import_contacts: {
        parameters: {
            query?: {
                dry?: boolean;
                name?: string;
            };
            header?: never;
            path: {
                calling_list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["outbound_actions_lists_Report"];
                };
            };
        };
    };
    conversations_list_outcome_codes: {
        parameters: {
            query?: {
                retired?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutcomeCode"][];
                };
            };
        };
    };
    conversations_put_outcome_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutcomeCodeBody"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_list_parked: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                show?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Parked"];
                };
            };
        };
    };
    tenants_retry_parked: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedFact"];
                };
            };
        };
    };
    tenants_set_aside_parked: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedFact"];
                };
            };
        };
    };
    tenants_retry_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamNow"];
                };
            };
        };
    };
    tenants_set_aside_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamNow"];
                };
            };
        };
    };
    tenants_list_partners: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.tenants.actions.places.Partner_"];
                };
            };
        };
    };
    tenants_create_partner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPartner"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    tenants_edit_partner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                partner: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    tenants_list_people: {
        parameters: {
            query?: {
                active?: boolean | null;
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                partner?: string | null;
                q?: string;
                role?: string | null;
                site?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.tenants.model.people.Person_"];
                };
            };
        };
    };
    tenants_create_person: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tenants_model_people_Person"];
                };
            };
        };
    };
    tenants_get_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tenants_model_people_Person"];
                };
            };
        };
    };
    tenants_edit_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tenants_model_people_Person"];
                };
            };
        };
    };
    routing_get_abilities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvisorAbilities"];
                };
            };
        };
    };
    routing_set_abilities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Abilities"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvisorAbilities"];
                };
            };
        };
    };
    routing_get_contact_hours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["routing_http_changes_ContactHours"];
                };
            };
        };
    };
    routing_set_contact_hours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["routing_http_changes_ContactHours"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["routing_http_changes_ContactHours"];
                };
            };
        };
    };
    tenants_invite_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
        };
    };
    tenants_set_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenPassword"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_sign_out_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_disable_totp_of: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_list_names: {
        parameters: {
            query: {
                /** @description Whose; may be repeated. */
                id: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Name"][];
                };
            };
        };
    };
    flows_look_at_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Take"];
                };
            };
        };
    };
    flows_discard_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_keep_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Take"];
                };
            };
        };
    };
    flows_hear_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
        };
    };
    flows_list_prompts: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.flows.actions.prompts.Sayable_"];
                };
            };
        };
    };
    flows_save_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Text"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_delete_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    flows_call_to_speak: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToCall"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeakingCall"];
                };
            };
        };
    };
    flows_issue_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
        };
    };
    flows_hear_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": unknown;
                };
            };
        };
    };
    flows_record_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recorded"];
                };
            };
        };
    };
    routing_list_queues: {
        parameters: {
            query?: {
                active?: boolean | null;
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.model.drafts.Queue_"];
                };
            };
        };
    };
    routing_create_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewQueue"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["routing_model_drafts_Queue"];
                };
            };
        };
    };
    routing_get_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["routing_model_drafts_Queue"];
                };
            };
        };
    };
    routing_edit_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["routing_model_drafts_Queue"];
                };
            };
        };
    };
    routing_queue_shares: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attained"][];
                };
            };
        };
    };
    voice_search_recordings: {
        parameters: {
            query?: {
                advisor?: string | null;
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                held?: boolean | null;
                /** @description Rows at most. */
                limit?: number;
                number?: string | null;
                queue?: string | null;
                seconds_min?: number | null;
                since?: number | null;
                until?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.channels.voice.actions.recordings.Found_"];
                };
            };
        };
    };
    voice_listen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    voice_erase_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_get_card: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["channels_voice_actions_recordings_Card"];
                };
            };
        };
    };
    voice_export_wav: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    voice_hold_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_export_vcon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    voice_get_keeping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keeping"];
                };
            };
        };
    };
    voice_put_keeping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepingWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keeping"];
                };
            };
        };
    };
    voice_remove_mark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mark: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_get_pauses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pauses"];
                };
            };
        };
    };
    voice_put_pauses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PausesWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pauses"];
                };
            };
        };
    };
    voice_list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingRule"][];
                };
            };
        };
    };
    voice_put_rule: {
        parameters: {
            query?: {
                subject?: string;
            };
            header?: never;
            path: {
                place: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingRule"];
                };
            };
        };
    };
    voice_remove_rule: {
        parameters: {
            query?: {
                subject?: string;
            };
            header?: never;
            path: {
                place: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reporting_get_definitions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Described"][];
                };
            };
        };
    };
    desk_get_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
        };
    };
    reporting_get_report: {
        parameters: {
            query?: {
                /** @description Only of this one. */
                advisor?: string | null;
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Only of this channel's queues. */
                channel?: string | null;
                each?: "period" | "day" | "interval";
                /** @description A civil day; by default today. */
                first?: string | null;
                /** @description A civil day; by default today. */
                last?: string | null;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only of this one. */
                partner?: string | null;
                /** @description Only of this one. */
                queue?: string | null;
                /** @description X of the service levels: a bound of the histogram. */
                seconds?: number;
                /** @description Only of this one. */
                site?: string | null;
                /** @description By default the tenant's. */
                tz?: string;
            };
            header?: never;
            path: {
                by: "time" | "queue" | "channel" | "advisor" | "site" | "partner";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportTable"];
                };
            };
        };
    };
    reporting_export_report: {
        parameters: {
            query?: {
                /** @description Only of this one. */
                advisor?: string | null;
                /** @description Only of this channel's queues. */
                channel?: string | null;
                /** @description In CSV; by default the reader's */
                decimal?: string;
                each?: "period" | "day" | "interval";
                /** @description A civil day; by default today. */
                first?: string | null;
                format?: "csv" | "definitions" | "xlsx" | "parquet";
                /** @description A civil day; by default today. */
                last?: string | null;
                /** @description Only of this one. */
                partner?: string | null;
                /** @description Only of this one. */
                queue?: string | null;
                /** @description X of the service levels: a bound of the histogram. */
                seconds?: number;
                /** @description Only of this one. */
                site?: string | null;
                /** @description By default the tenant's. */
                tz?: string;
            };
            header?: never;
            path: {
                by: "time" | "queue" | "channel" | "advisor" | "site" | "partner";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
        };
    };
    reporting_get_thresholds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": number[];
                };
            };
        };
    };
    reporting_get_today: {
        parameters: {
            query?: {
                queue?: string | null;
                seconds?: number;
                tz?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["reporting_actions_today_Report"];
                };
            };
        };
    };
    reporting_get_today_csv: {
        parameters: {
            query?: {
                queue?: string | null;
                seconds?: number;
                tz?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    routing_list_abilities: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.actions.skills.AdvisorAbilities_"];
                };
            };
        };
    };
    routing_list_advisors: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                partner?: string | null;
                q?: string;
                site?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.actions.advisors.Advisor_"];
                };
            };
        };
    };
    routing_advisors_sheet: {
        parameters: {
            query?: {
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    routing_list_bulk_changes: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.actions.bulk.BulkChange_"];
                };
            };
        };
    };
    routing_change_many: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewedChange"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkChange"];
                };
            };
        };
    };
    routing_undo_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkChange"];
                };
            };
        };
    };
    routing_preview_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManyAdvisors"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["routing_actions_bulk_Preview"];
                };
            };
        };
    };
    routing_check_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
        };
    };
    routing_check_draft: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftQueue"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftChecked"];
                };
            };
        };
    };
    routing_story_of: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sought"][];
                };
            };
        };
    };
    routing_why_waited: {
        parameters: {
            query?: {
                /** @description Milliseconds since 1970. */
                at?: number | null;
            };
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
        };
    };
    routing_why_waiting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
        };
    };
    routing_why_not_given: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advisor: string;
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyNotHer"];
                };
            };
        };
    };
    routing_why_her: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyHer"];
                };
            };
        };
    };
    routing_why_not_offered: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advisor: string;
                offer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyNotHer"];
                };
            };
        };
    };
    routing_publish_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
        };
    };
    routing_list_publications: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.actions.schedule.Publication_"];
                };
            };
        };
    };
    routing_schedule_publication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPublication"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scheduled"];
                };
            };
        };
    };
    routing_cancel_publication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                publication: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    routing_list_shares: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueShares"][];
                };
            };
        };
    };
    routing_list_changes: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.actions.changes.SkillChange_"];
                };
            };
        };
    };
    routing_change_skills: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSkillChange"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillChange"];
                };
            };
        };
    };
    routing_end_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    routing_undo_publish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
        };
    };
    routing_list_versions: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.actions.rules.RulesVersion_"];
                };
            };
        };
    };
    routing_list_waiting: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                queue?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InLine"][];
                };
            };
        };
    };
    tenants_begin_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    tenants_end_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
        };
    };
    tenants_list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"][];
                };
            };
        };
    };
    tenants_end_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    simulation_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewAsked"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewTold"];
                };
            };
        };
    };
    voice_list_shut_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.channels.voice.actions.guard.ShutOut_"];
                };
            };
        };
    };
    voice_lift: {
        parameters: {
            query: {
                address: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tenants_list_sites: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.tenants.actions.places.Site_"];
                };
            };
        };
    };
    tenants_create_site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSite"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    tenants_edit_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    voice_put_site_address: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmergencyAddress"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_site_addresses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["EmergencyAddress"];
                    };
                };
            };
        };
    };
    routing_list_skills: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.routing.actions.skills.Skill_"];
                };
            };
        };
    };
    routing_create_skill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSkill"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skill"];
                };
            };
        };
    };
    routing_edit_skill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkillChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skill"];
                };
            };
        };
    };
    tenants_get_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    tenants_edit_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantChanges"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    voice_list_trunks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.channels.voice.http.trunks.Trunk_"];
                };
            };
        };
    };
    voice_add_trunk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrunkWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trunk"];
                };
            };
        };
    };
    voice_change_trunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trunk: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrunkWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trunk"];
                };
            };
        };
    };
    voice_remove_trunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trunk: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_test_trunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                trunk: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrunkTest"];
                };
            };
        };
    };
    voicemail_list_voice_messages: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                done?: boolean | null;
                /** @description Rows at most. */
                limit?: number;
                queue?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.voicemail.actions.messages.VoiceMessage_"];
                };
            };
        };
    };
    voicemail_listen_to_voice_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    voicemail_erase_voice_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voicemail_call_back_voice_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requested"];
                };
            };
        };
    };
    voicemail_mark_voice_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DoneWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceMessage"];
                };
            };
        };
    };
    voicemail_hold_voice_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DoneWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceMessage"];
                };
            };
        };
    };
    voicemail_export_voice_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    voice_list_voice_nodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.channels.voice.http.trunks.VoiceNode_"];
                };
            };
        };
    };
    voice_drain_voice_node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrainWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_get_abuse_rule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbuseRule"];
                };
            };
        };
    };
    voice_put_abuse_rule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AbuseRule"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbuseRule"];
                };
            };
        };
    };
    voice_get_music: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Music"] | null;
                };
            };
        };
    };
    voice_put_music: {
        parameters: {
            query?: {
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Music"];
                };
            };
        };
    };
    voice_remove_music: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_list_voices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceTold"][];
                };
            };
        };
    };
    workforce_list_demand: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDemand"][];
                };
            };
        };
    };
    workforce_list_history_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryImport"][];
                };
            };
        };
    };
    workforce_import_history: {
        parameters: {
            query?: {
                dry?: boolean;
                name?: string;
                /** @description Of rows that name no queue. */
                queue?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryReport"];
                };
            };
        };
    };
    workforce_undo_history_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                imported: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryUndone"];
                };
            };
        };
    };
    workforce_list_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptEvent"][];
                };
            };
        };
    };
    workforce_add_event: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptEvent"];
                };
            };
        };
    };
    workforce_change_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptEvent"];
                };
            };
        };
    };
    workforce_remove_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workforce_get_accuracy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accuracy"];
                };
            };
        };
    };
    workforce_get_forecast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                };
            };
        };
    };
    workforce_export_forecast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    workforce_ask_forecast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    workforce_get_objective: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptObjective"];
                };
            };
        };
    };
    workforce_put_objective: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeptObjective"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptObjective"];
                };
            };
        };
    };
    workforce_list_requirements: {
        parameters: {
            query: {
                first: string;
                last: string;
            };
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requirement"][];
                };
            };
        };
    };
    workforce_get_today_forecast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Today"];
                };
            };
        };
    };
    workforce_what_if: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfAnswer"];
                };
            };
        };
    };
    workforce_get_forecast_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    workforce_list_agreements: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
                show?: "" | "asked" | "offered" | "signed" | "refused" | "declined" | "withdrawn";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.workforce.actions.telework.KeptAgreement_"];
                };
            };
        };
    };
    workforce_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Said"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_keep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Terms"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_refuse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Said"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_note_talk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TalkHeld"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_my_agreements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"][];
                };
            };
        };
    };
    workforce_ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeleworkWish"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_decline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Said"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_end_mine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Said"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_keep_mine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_sign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Signature"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptAgreement"];
                };
            };
        };
    };
    workforce_list_workstations: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.workforce.actions.workstations.Workstation_"];
                };
            };
        };
    };
    workforce_send_bytes: {
        parameters: {
            query?: {
                /** @description How many. */
                size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    workforce_take_bytes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
        };
    };
    workforce_list_incidents: {
        parameters: {
            query?: {
                /** @description `next` of the page before; empty: the first page. */
                after?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_palabre.workforce.actions.workstations.Incident_"];
                };
            };
        };
    };
    workforce_close_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentAnswer"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
        };
    };
    workforce_my_workstation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workstation"];
                };
            };
        };
    };
    workforce_test_ground: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ground"];
                };
            };
        };
    };
    workforce_tell_incident: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentTold"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workstation"];
                };
            };
        };
    };
    workforce_keep_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Measured"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workstation"];
                };
            };
        };
    };
    plumbing_healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    plumbing_readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    callbacks_ask_from_page: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PageWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requested"];
                };
            };
        };
    };
    callbacks_look_from_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["callbacks_actions_pages_Told"];
                };
            };
        };
    };
    callbacks_cancel_from_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    voice_web_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebCallWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
        };
    };
}
