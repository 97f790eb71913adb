import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "#/shared/api.ts";
import { Check, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./telework.module.css";
import { type Agreement, hoursOf, hoursText, weekdayName } from "./telework_words.ts";

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const USUAL = "09:00-12:00, 13:00-18:00";
const DAY_MS = 86_400_000;

/** Terms, signed by the employer as they are sent. */
export function OfferDialog({ one, name, close, done }: { one: Agreement; name: string; close: () => void; done: () => void }) {
  const { t } = useLingui();
  const was = one.agreement.terms;
  const [days, setDays] = useState<number[]>([...(was?.days ?? one.agreement.days)]);
  const [hours, setHours] = useState<Record<number, string>>(Object.fromEntries(WEEK.map((day) => [day, (was && hoursText(was.contact, day)) || USUAL])));
  const [startsOn, setStartsOn] = useState(was?.starts_on ?? new Date(Date.parse(one.today) + 14 * DAY_MS).toISOString().slice(0, 10));
  const [adaptation, setAdaptation] = useState(String(was?.adaptation_days ?? 60));
  const [early, setEarly] = useState(String(was?.adaptation_notice_days ?? 7));
  const [notice, setNotice] = useState(String(was?.notice_days ?? 30));
  const [allowance, setAllowance] = useState(String((was?.allowance_cents ?? 0) / 100));
  const [equipment, setEquipment] = useState(was?.equipment ?? "");
  const read = Object.fromEntries(WEEK.map((day) => [day, hoursOf(day, hours[day] ?? "")]));
  const fits = days.length > 0 && days.every((day) => read[day]);
  const send = useMutation({
    mutationFn: () => ask("post", "/workforce/telework/agreements/{id}/offer", { path: { id: one.id }, body: {
      days: days as [number], contact: days.flatMap((day) => read[day] ?? []) as never, starts_on: startsOn, adaptation_days: Number(adaptation), adaptation_notice_days: Number(early),
      notice_days: Number(notice), allowance_cents: Math.round(Number(allowance.replace(",", ".")) * 100) || 0, currency: was?.currency ?? "EUR", equipment,
    } }),
    onSuccess: done,
  });
  return (
    <Dialog title={t`Termes pour ${name}`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (fits) send.mutate(); }}>
        <fieldset className={css.days}>
          <legend className="unseen">{t`Jours chez soi`}</legend>
          {WEEK.map((day) => <Check key={day} checked={days.includes(day)} onChange={(event) => setDays(event.target.checked ? [...days, day].toSorted((a, b) => a - b) : days.filter((had) => had !== day))}>{weekdayName(day)}</Check>)}
        </fieldset>
        <div className={css.pair}>
          {days.map((day) => <TextField key={day} label={t`Contact le ${weekdayName(day)}`} dir="ltr" value={hours[day] ?? ""} onChange={(event) => setHours({ ...hours, [day]: event.target.value })} wrong={read[day] ? null : t`Écrivez comme 09:00-12:00, 13:00-18:00.`} />)}
        </div>
        <p className={css.soft}>{t`Hors de ces heures rien n’est proposé, sauf si la personne le choisit.`}</p>
        <div className={css.pair}>
          <TextField label={t`Premier jour`} type="date" min={one.today} value={startsOn} onChange={(event) => setStartsOn(event.target.value)} required />
          <TextField label={t`Adaptation, en jours`} type="number" min={0} max={180} value={adaptation} onChange={(event) => setAdaptation(event.target.value)} required />
          <TextField label={t`Préavis pendant l’adaptation, en jours`} type="number" min={0} max={60} value={early} onChange={(event) => setEarly(event.target.value)} required />
          <TextField label={t`Préavis ensuite, en jours`} type="number" min={0} max={180} value={notice} onChange={(event) => setNotice(event.target.value)} required />
          <TextField label={t`Indemnité par jour, en euros`} inputMode="decimal" value={allowance} onChange={(event) => setAllowance(event.target.value)} />
        </div>
        <TextArea label={t`Matériel prêté`} help={t`Une chose par ligne.`} dir="auto" rows={2} maxLength={2000} value={equipment} onChange={(event) => setEquipment(event.target.value)} />
        <Fault error={send.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isDisabled={!fits} isPending={send.isPending}>{t`Signer et proposer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
