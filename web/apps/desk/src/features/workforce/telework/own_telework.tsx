import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Check, TextArea } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./telework.module.css";
import { type Agreement, dayWord, phaseTone, phaseWord, weekdayName } from "./telework_words.ts";
import { TermsShown } from "./terms_shown.tsx";

const KEY = ["telework", "mine"];
const OPEN = ["asked", "offered", "to_come", "adapting", "running", "ending"];
const again = () => queries.invalidateQueries({ queryKey: ["telework"] });

/** She asks in three gestures: days, a word if she likes, sent. */
export function OwnTelework() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/workforce/telework/mine") });
  const [present, ...before] = data ?? [];
  const open = present && OPEN.includes(present.phase) ? present : null;
  const past = open ? before : (data ?? []);
  return (
    <section aria-label={t`Mon télétravail`}>
      <h2>{t`Mon télétravail`}</h2>
      <Fault error={error} retry={() => void refetch()} />
      {open && <OwnAgreement one={open} />}
      {data && !open && <AskForIt />}
      {past.length > 0 && <details><summary>{t`Avant`}</summary>{past.map((one) => <Card key={one.id} one={one} />)}</details>}
    </section>
  );
}

function Card({ one, children }: { one: Agreement; children?: React.ReactNode }) {
  return <article className={css.card}><div><Badge tone={phaseTone(one.phase)} shape>{phaseWord(one.phase)}</Badge></div><TermsShown one={one} />{children}</article>;
}

function AskForIt() {
  const { t } = useLingui();
  const [days, setDays] = useState<number[]>([]);
  const [words, setWords] = useState("");
  const send = useMutation({ mutationFn: () => ask("post", "/workforce/telework/mine", { body: { days: days as [number], words } }), onSuccess: again });
  return (
    <form className={css.card} onSubmit={(event) => { event.preventDefault(); if (days.length > 0) send.mutate(); }}>
      <p>{t`Choisissez les jours que vous feriez chez vous. La réponse vient sous trente jours ; un refus dit sa raison. Rien n’est définitif : vous pourrez y mettre fin.`}</p>
      <fieldset className={css.days}>
        <legend className="unseen">{t`Jours chez moi`}</legend>
        {[0, 1, 2, 3, 4, 5, 6].map((day) => <Check key={day} checked={days.includes(day)} onChange={(event) => setDays(event.target.checked ? [...days, day].toSorted((a, b) => a - b) : days.filter((one) => one !== day))}>{weekdayName(day)}</Check>)}
      </fieldset>
      <TextArea label={t`Un mot, si vous voulez`} dir="auto" rows={2} maxLength={2000} value={words} onChange={(event) => setWords(event.target.value)} />
      <Fault error={send.error} />
      <div><Button type="submit" kind="primary" isDisabled={days.length === 0} isPending={send.isPending}>{t`Demander`}</Button></div>
    </form>
  );
}

type Gesture = "withdraw" | "sign" | "decline" | "end" | "keep";

function OwnAgreement({ one }: { one: Agreement }) {
  const { t } = useLingui();
  const [asked, setAsked] = useState<"decline" | "end" | null>(null);
  const act = useMutation({
    mutationFn: ([how, words]: [Gesture, string]) => {
      const path = { id: one.id };
      if (how === "sign") return ask("post", "/workforce/telework/mine/{id}/sign", { path, body: { terms_mark: one.terms_mark } });
      if (how === "withdraw") return ask("post", "/workforce/telework/mine/{id}/withdraw", { path });
      if (how === "keep") return ask("post", "/workforce/telework/mine/{id}/keep", { path });
      return how === "decline" ? ask("post", "/workforce/telework/mine/{id}/decline", { path, body: { words } }) : ask("post", "/workforce/telework/mine/{id}/end", { path, body: { words } });
    },
    onSuccess: () => setAsked(null),
    onSettled: again,
  });
  const ends = ["to_come", "adapting", "running"].includes(one.phase);
  return (
    <Card one={one}>
      {one.answer_due_on && <p>{one.answer_due_on < one.today ? t`La réponse était due le ${dayWord(one.answer_due_on)} : demandez où elle en est.` : t`Réponse attendue avant le ${dayWord(one.answer_due_on)}.`}</p>}
      {one.phase === "offered" && <p>{t`Lisez les termes : votre employeur les a signés. Signez-les, ou déclinez sans avoir à dire pourquoi.`}</p>}
      {one.talk_due_on && <p className={css.soft}>{t`Prochain entretien sur votre charge et vos conditions : avant le ${dayWord(one.talk_due_on)}.`}</p>}
      <Fault error={act.error} />
      <div className={ui.row}>
        {one.phase === "asked" && <Button onPress={() => act.mutate(["withdraw", ""])} isPending={act.isPending}>{t`Retirer ma demande`}</Button>}
        {one.phase === "offered" && <><Button kind="primary" onPress={() => act.mutate(["sign", ""])} isPending={act.isPending}>{t`Signer`}</Button><Button onPress={() => setAsked("decline")}>{t`Décliner`}</Button></>}
        {ends && <Button onPress={() => setAsked("end")}>{t`Y mettre fin`}</Button>}
        {one.phase === "ending" && one.agreement.ended_by === "advisor" && <Button icon="undo" onPress={() => act.mutate(["keep", ""])} isPending={act.isPending}>{t`Finalement, continuer`}</Button>}
      </div>
      {asked && <WordsDialog title={asked === "end" ? t`Mettre fin au télétravail` : t`Décliner ces termes`} label={t`Un mot, si vous voulez`} send={(words) => act.mutate([asked, words])} pending={act.isPending} error={act.error} close={() => setAsked(null)} />}
    </Card>
  );
}

export function WordsDialog({ title, label, help, least = 0, send, pending, error, close }: { title: string; label: string; help?: string; least?: number; send: (words: string) => void; pending: boolean; error: unknown; close: () => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const short = words.trim().replace(/\s+/g, " ").length < least;
  return (
    <Dialog title={title} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (!short) send(words); }}>
        <TextArea label={label} help={help} dir="auto" rows={3} maxLength={2000} autoFocus value={words} onChange={(event) => setWords(event.target.value)} />
        <Fault error={error} />
        <div className={ui.row}><Button type="submit" kind="primary" isDisabled={short} isPending={pending}>{t`Confirmer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
