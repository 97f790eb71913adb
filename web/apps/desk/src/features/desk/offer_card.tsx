import { useLingui } from "@lingui/react/macro";
import type { Offer } from "@palabre/contracts";
import { serverNow, useAll, useEntity } from "@palabre/live";
import { dayOrTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useParts } from "#/app/live_desk.tsx";
import { choiceWords, useOutcomeCodes, useWho } from "#/features/conversations/data.ts";
import { useQueueName } from "#/features/routing/names.ts";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import { acceptOffer, declineOffer } from "./actions.ts";
import css from "./offer_card.module.css";
import { outcomeLabel } from "./outcome_label.ts";
import { useShown } from "./shown.ts";
import { channelIcon, channelWord } from "./status_words.ts";
import { usePhone } from "./use_phone.ts";

const WhyHer = lazy(() => import("#/features/routing/why_her.tsx").then((file) => ({ default: file.WhyHer })));

/** One offer at a time: the one that ends first. */
export function OfferSlot() {
  const offers = useAll("offer");
  const first = offers.length > 1 ? [...offers].sort((a, b) => a.deadline - b.deadline || (a.offer < b.offer ? -1 : 1))[0] : offers[0];
  return first ? <OfferCard key={first.offer} offer={first} /> : null;
}

/** One tab rings, not all. */
function useRingsHere(): boolean {
  const { phone, state } = usePhone();
  return !phone || state.role === "leader" || state.line === "off";
}

function useRing(deadline: number, here: boolean): void {
  const { ringer } = useParts();
  useEffect(() => {
    if (!here) return undefined;
    ringer.ring(Math.min(60, Math.max(0, (deadline - serverNow()) / 1000)));
    return () => ringer.stop();
  }, [ringer, deadline, here]);
}

/** Where its queue says so, or its customer is on the line already: a tone and no click, in the tab that rings. */
function useTakenByItself(itself: boolean, take: () => void): void {
  const { ringer } = useParts();
  useEffect(() => {
    if (!itself) return;
    ringer.chime();
    take();
  }, [itself, ringer, take]);
}

/** The tab's title says it too, for who looks elsewhere. */
function useTitle(words: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `● ${words}`;
    return () => { document.title = before; };
  }, [words]);
}

export function OfferCard({ offer }: { offer: Offer }) {
  const { t } = useLingui();
  const keys = useKeyNames();
  const navigate = useNavigate();
  const { phone } = usePhone();
  const queue = useQueueName(offer.queue);
  const live = useEntity("conversation", offer.conversation);
  const { name, card, error } = useWho(offer.conversation, live?.customer);
  const codes = useOutcomeCodes().data;
  const [declining, setDeclining] = useState(false);
  const [why, setWhy] = useState(false);
  const { socket } = useParts();
  const here = useRingsHere();
  useShown(offer.offer, socket);
  useRing(offer.deadline, here && !offer.auto_accept);
  const accept = useMutation({
    mutationFn: () => {
      if (offer.channel === "voice") phone?.prepare();
      return acceptOffer(offer.offer);
    },
    onSuccess: ({ conversation }) => navigate({ to: "/inbox/$conversation", params: { conversation } }),
  });
  const decline = useMutation({ mutationFn: (reason: string) => declineOffer(offer.offer, reason) });
  const take = () => { if (!accept.isPending && !accept.isSuccess) accept.mutate(); };
  useKeys({ accept: take });
  useTakenByItself(offer.auto_accept && here, accept.mutate);
  const title = offer.kind === "callback" ? t`Un rappel pour vous` : offer.channel === "voice" ? t`Un appel pour vous` : t`Une conversation pour vous`;
  useTitle(title);
  const left = offer.deadline - serverNow();
  return (
    <section className={css.card} aria-label={title} data-offer={offer.offer} data-testid="offer">
      <div className={css.who}>
        <span className={css.mark}><Icon name={channelIcon(offer.channel)} size={24} /></span>
        <div>
          <strong className={css.name}><bdi>{name}</bdi></strong>
          <span className={css.why}>{channelWord(offer.channel)} · <bdi>{queue}</bdi>{card?.choices?.length ? <> · <bdi>{card.choices.map(choiceWords).join(" › ")}</bdi></> : null}</span>
        </div>
      </div>
      <div className={css.actions}>
        <Button kind="primary" size="big" icon={offer.channel === "voice" ? "phone" : "check"} hint={keys.accept} onPress={take} isDisabled={accept.isSuccess} className={css.accept ?? ""}>{accept.isPending || accept.isSuccess ? t`On vous relie…` : t`Accepter`}</Button>
        <Button size="big" kind="quiet" onPress={() => setDeclining(!declining)} aria-expanded={declining}>{t`Refuser`}</Button>
      </div>
      <div className={css.time} aria-hidden="true"><span style={{ animationDuration: `${Math.max(0, left)}ms` }} /></div>
      {declining && (
        <div className={css.reasons} role="group" aria-label={t`Pourquoi refuser ?`}>
          <Button size="small" onPress={() => decline.mutate("finishing_other")}>{t`Je termine autre chose`}</Button>
          <Button size="small" onPress={() => decline.mutate("technical")}>{t`Souci technique`}</Button>
          <Button size="small" onPress={() => decline.mutate("")}>{t`Sans raison`}</Button>
        </div>
      )}
      <Fault error={accept.error ?? decline.error} />
      <div className={css.ask}><Button size="small" kind="quiet" icon="info" aria-expanded={why} onPress={() => setWhy(!why)}>{t`Pourquoi moi ?`}</Button></div>
      {why && <Suspense fallback={null}><WhyHer offer={offer.offer} /></Suspense>}
      <div className={css.last}>
        <h3>{t`Derniers contacts`}</h3>
        {card && card.last_contacts.length === 0 && <p className={css.none}>{t`Premier contact connu.`}</p>}
        {error != null && <p className={css.none}>{t`L’historique n’est pas venu. Vous pouvez accepter.`}</p>}
        <ul>
          {card?.last_contacts.slice(0, 3).map((contact) => (
            <li key={contact.id}>
              <Icon name={channelIcon(contact.channel)} size={16} />
              <span>{dayOrTime(contact.opened_at)}</span>
              <span className={css.outcome}>{contact.outcome ? outcomeLabel(codes, contact.outcome) : contact.closed_reason === "abandoned" ? t`Parti avant la réponse` : channelWord(contact.channel)}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
