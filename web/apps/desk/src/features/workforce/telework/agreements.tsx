import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { usePeopleNames } from "#/features/routing/names.ts";
import { useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { OfferDialog } from "./offer_dialog.tsx";
import { WordsDialog } from "./own_telework.tsx";
import css from "./telework.module.css";
import { type Agreement, dayWord, phaseTone, phaseWord } from "./telework_words.ts";
import { TermsShown } from "./terms_shown.tsx";

const LIST = "/workforce/telework/agreements";
const REASON_LEAST = 10;
const again = () => Promise.all([relist(LIST), queries.invalidateQueries({ queryKey: ["telework"] })]);
type Show = "" | "asked" | "offered" | "signed" | "refused" | "declined" | "withdrawn";

/** Requests to answer, agreements that run, and those whose talk is due. */
export function Agreements() {
  const { t } = useLingui();
  const [show, setShow] = useState<Show>("asked");
  const list = usePaged(LIST, { show });
  const names = usePeopleNames(list.rows.map((one) => one.person));
  const me = useAccount().person.id;
  return (
    <section aria-label={t`Demandes et accords`}>
      <div className={ui.spread}>
        <h2>{t`Demandes et accords`}</h2>
        <Select label={t`Montrer`} value={show} onChange={(event) => setShow(event.target.value as Show)}>
          <option value="asked">{t`à répondre`}</option><option value="offered">{t`à signer par la personne`}</option><option value="signed">{t`signés`}</option>
          <option value="refused">{t`refusés`}</option><option value="declined">{t`déclinés`}</option><option value="withdrawn">{t`retirés`}</option><option value="">{t`tous`}</option>
        </Select>
      </div>
      <Fault error={list.error} retry={() => void list.refetch()} />
      {list.rows.map((one) => <Kept key={one.id} one={one} name={names.get(one.person) || t`une personne`} own={one.person === me} />)}
      {list.loaded && list.rows.length === 0 && <Empty icon="check" title={show === "asked" ? t`Aucune demande à répondre` : t`Rien ici`}>{t`Chacun demande depuis son compte, en haut à droite : Télétravail.`}</Empty>}
      <More list={list} />
    </section>
  );
}

function Kept({ one, name, own }: { one: Agreement; name: string; own: boolean }) {
  const { t } = useLingui();
  const [asked, setAsked] = useState<"refuse" | "offer" | "end" | "talk" | null>(null);
  const act = useMutation({
    mutationFn: ([how, words]: ["refuse" | "end" | "keep" | "talk", string]) => {
      const path = { id: one.id };
      if (how === "keep") return ask("post", "/workforce/telework/agreements/{id}/keep", { path });
      if (how === "talk") return ask("post", "/workforce/telework/agreements/{id}/talk", { path, body: { on: words } });
      return how === "refuse" ? ask("post", "/workforce/telework/agreements/{id}/refuse", { path, body: { words } }) : ask("post", "/workforce/telework/agreements/{id}/end", { path, body: { words } });
    },
    onSuccess: () => setAsked(null),
    onSettled: again,
  });
  const late = one.answer_due_on !== null && one.answer_due_on < one.today;
  const talk = one.talk_due_on !== null && one.talk_due_on < one.today;
  const close = () => { act.reset(); setAsked(null); };
  return (
    <article className={css.card} aria-label={name}>
      <div className={ui.spread}><h3><bdi>{name}</bdi></h3><span className={ui.row}><Badge tone={phaseTone(one.phase)} shape>{phaseWord(one.phase)}</Badge>{late && <Badge tone="bad" shape>{t`Réponse en retard`}</Badge>}{talk && <Badge tone="warning" shape>{t`Entretien dû`}</Badge>}</span></div>
      <TermsShown one={one} />
      {one.answer_due_on && <p className={css.soft}>{t`Réponse due le ${dayWord(one.answer_due_on)}.`}</p>}
      {one.talk_due_on && <p className={css.soft}>{t`Entretien annuel avant le ${dayWord(one.talk_due_on)}.`}</p>}
      {!asked && <Fault error={act.error} />}
      {own ? <p className={css.soft}>{t`Un autre que vous répond à votre demande.`}</p> : (
        <div className={ui.row}>
          {(one.phase === "asked" || one.phase === "offered") && <Button kind="primary" onPress={() => setAsked("offer")}>{one.phase === "asked" ? t`Accepter` : t`Changer les termes`}</Button>}
          {(one.phase === "asked" || one.phase === "offered") && <Button onPress={() => setAsked("refuse")}>{t`Refuser`}</Button>}
          {one.talk_due_on && <Button onPress={() => setAsked("talk")}>{t`Noter l’entretien`}</Button>}
          {["to_come", "adapting", "running"].includes(one.phase) && <Button onPress={() => setAsked("end")}>{t`Y mettre fin`}</Button>}
          {one.phase === "ending" && one.agreement.ended_by === "employer" && <Button icon="undo" onPress={() => act.mutate(["keep", ""])} isPending={act.isPending}>{t`Finalement, continuer`}</Button>}
        </div>
      )}
      {asked === "offer" && <OfferDialog one={one} name={name} close={close} done={() => { close(); void again(); }} />}
      {asked === "talk" && <TalkDialog one={one} send={(on) => act.mutate(["talk", on])} pending={act.isPending} error={act.error} close={close} />}
      {(asked === "refuse" || asked === "end") && <WordsDialog title={asked === "refuse" ? t`Refuser à ${name}` : t`Mettre fin pour ${name}`} label={t`Raison`} help={t`La personne la lira. La loi demande qu’un refus soit motivé (L1222-9).`} least={REASON_LEAST} send={(words) => act.mutate([asked, words])} pending={act.isPending} error={act.error} close={close} />}
    </article>
  );
}

function TalkDialog({ one, send, pending, error, close }: { one: Agreement; send: (on: string) => void; pending: boolean; error: unknown; close: () => void }) {
  const { t } = useLingui();
  const [on, setOn] = useState(one.today);
  return (
    <Dialog title={t`Noter l’entretien`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); send(on); }}>
        <TextField label={t`Tenu le`} type="date" max={one.today} min={one.agreement.terms?.starts_on} value={on} onChange={(event) => setOn(event.target.value)} required />
        <Fault error={error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={pending}>{t`Confirmer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
