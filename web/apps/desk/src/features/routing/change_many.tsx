import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { i18n } from "@lingui/core";
import type { Answer, Row } from "@palabre/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { CalendarDialog } from "#/features/flows/calendars_section.tsx";
import { WeekPicture } from "#/features/flows/week_picture.tsx";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { Select, TextArea } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import own from "./advisors.module.css";
import { changeOf, linesOf, NOTHING, refusedSaid, sheetFault, type Change, type Form, type Many, type Preview } from "./many.ts";
import { usePeopleNames } from "./names.ts";
import type { usePlanning } from "./planning_names.ts";

type Planning = ReturnType<typeof usePlanning>;
type Advisor = Row<"/routing/advisors">;
export type Done = Answer<"post", "/routing/bulk-changes">;
const MOST = Array.from({ length: 21 }, (_, n) => n);
const LEVELS = Array.from({ length: 11 }, (_, n) => n);

/** One change of these people, or a sheet with a line for each: shown first, then done, undone from the list below it. */
export function ChangeMany({ people, one, planning, done, close }: { people: readonly string[] | null; one?: Advisor | undefined; planning: Planning; done: (change: Done) => void; close: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [form, setForm] = useState<Form>(NOTHING);
  const [csv, setCsv] = useState("");
  const change = changeOf(form);
  const body = (people ? { people: [...people], change } : { csv }) as Many;
  const ready = people ? !!change : !!csv.trim();
  const look = useMutation({ mutationFn: () => ask("post", "/routing/bulk-changes/preview", { body }) });
  const apply = useMutation({
    mutationFn: (token: string) => ask("post", "/routing/bulk-changes", { body: { ...body, token } }),
    onSuccess: (made) => { void relist("/routing/"); void client.invalidateQueries({ queryKey: ["abilities"] }); done(made); close(); },
  });
  const edit = (next: () => void) => { next(); look.reset(); apply.reset(); };
  const count = people?.length ?? 0;
  const fault = sheetFault(look.error);
  return (
    <Dialog title={one ? t`Changer ${one.name || t`Sans nom`}` : people ? t`Changer des conseillers` : t`Changer par un fichier CSV`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (ready) look.mutate(); }}>
        {people && !one ? <p><Plural value={count} one="Pour # personne. Ce que vous laissez tel quel ne change pas." other="Pour # personnes. Ce que vous laissez tel quel ne change pas." /></p> : null}
        {people ? <ChangeForm form={form} one={one} planning={planning} change={(next) => edit(() => setForm(next))} /> : <Sheet csv={csv} change={(next) => edit(() => setCsv(next))} wrong={fault} />}
        <Fault error={fault ? null : look.error} retry={() => look.mutate()} />
        {look.data && <Shown preview={look.data} planning={planning} />}
        <Fault error={apply.error} retry={() => look.mutate()} />
        <div className={ui.row}>
          <Button type="submit" kind={look.data ? "plain" : "primary"} icon="search" isPending={look.isPending} isDisabled={!ready}>{t`Voir ce qui changera`}</Button>
          {look.data && look.data.changed > 0 && <Button kind="primary" icon="check" isPending={apply.isPending} onPress={() => apply.mutate(look.data.token)}>{t`Changer`}</Button>}
          <Button onPress={close}>{t`Annuler`}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function ChangeForm({ form, one, planning, change }: { form: Form; one: Advisor | undefined; planning: Planning; change: (form: Form) => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const [writing, setWriting] = useState(false);
  const moves = allowed(account, "people.edit");
  const put = (part: Partial<Form>) => change({ ...form, ...part });
  const same = (now: string | undefined) => <option value="">{one && now ? t`Tel quel (${now})` : t`Tel quel`}</option>;
  const placed = (kind: "site" | "partner" | "calendar", id: string | null | undefined, none: string) => one && (id ? planning.names(kind, id) : none);
  const week = planning.calendars.find((kept) => kept.id === (form.calendar || one?.calendar))?.calendar.week;
  const put1 = (index: number, part: Partial<Form["skills"][number]>) => put({ skills: form.skills.map((one, place) => (place === index ? { ...one, ...part } : one)) });
  return (
    <>
      <div className={css.grid}>
        {moves && <Select label={t`Site`} help={t`Pour les parts et les tableaux.`} value={form.site} onChange={(event) => put({ site: event.target.value })}>{same(placed("site", one?.site, t`sans site`))}<option value="-">{t`sans site`}</option>{planning.sites.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>}
        {moves && <Select label={t`Partenaire`} help={t`Qui change de partenaire doit se reconnecter.`} value={form.partner} onChange={(event) => put({ partner: event.target.value })}>{same(placed("partner", one?.partner, t`sans partenaire`))}<option value="-">{t`sans partenaire`}</option>{planning.partners.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>}
        <Select label={t`Appels à la fois`} help={t`0 : aucun appel ne lui est proposé.`} value={form.voice} onChange={(event) => put({ voice: event.target.value })}>{same(one && String(one.capacities["voice"] ?? 0))}{MOST.slice(0, 2).map((n) => <option key={n} value={n}>{n}</option>)}</Select>
        <Select label={t`Tchats à la fois`} help={t`Au-delà, les tchats attendent.`} value={form.chat} onChange={(event) => put({ chat: event.target.value })}>{same(one && String(one.capacities["chat"] ?? 0))}{MOST.map((n) => <option key={n} value={n}>{n}</option>)}</Select>
      </div>
      <fieldset className={own.part}>
        <legend className={ui.label}>{t`Heures de contact`}</legend>
        <span className={ui.help}>{t`Hors de ces heures rien ne lui est proposé ; ce qui est commencé se finit.`}</span>
        <div className={own.skillRow}>
          <Select label={t`Heures de contact`} hideLabel value={form.calendar} onChange={(event) => put({ calendar: event.target.value })}>{same(placed("calendar", one?.calendar, t`toujours`))}<option value="-">{t`toujours`}</option>{planning.calendars.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
          {allowed(account, "calendars.edit") && <Button icon="plus" onPress={() => setWriting(true)}>{t`Nouvelles heures`}</Button>}
        </div>
        {week && <WeekPicture week={week} />}
      </fieldset>
      <fieldset className={own.part}>
        <legend className={ui.label}>{t`Compétences`}</legend>
        <span className={ui.help}>{t`Pour de bon. Niveau 0 : sans cette compétence.`}</span>
        {form.skills.map((one, index) => {
          const number = index + 1;
          return (
            <div key={index} className={own.skillRow}>
              <Select label={t`Compétence ${number}`} value={one.skill} onChange={(event) => put1(index, { skill: event.target.value })}><option value="">{t`Choisir…`}</option>{planning.skills.filter((skill) => skill.id === one.skill || !form.skills.some((other) => other.skill === skill.id)).map((skill) => <option key={skill.id} value={skill.id}>{skill.name}</option>)}</Select>
              <Select label={t`Niveau`} value={one.level} onChange={(event) => put1(index, { level: event.target.value })}>{LEVELS.map((n) => <option key={n} value={n}>{n === 0 ? t`0 (sans)` : n}</option>)}</Select>
              <IconButton icon="close" name={t`Retirer la compétence ${number}`} onPress={() => put({ skills: form.skills.filter((_, place) => place !== index) })} />
            </div>
          );
        })}
        <div><Button size="small" icon="plus" onPress={() => put({ skills: [...form.skills, { skill: "", level: "5" }] })}>{t`Ajouter une compétence`}</Button></div>
      </fieldset>
      {writing && <CalendarDialog kept={null} close={() => setWriting(false)} saved={(id) => put({ calendar: id })} />}
    </>
  );
}

function Sheet({ csv, change, wrong }: { csv: string; change: (csv: string) => void; wrong: string | null }) {
  const { t } = useLingui();
  const language = i18n.locale;
  const file = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  return (
    <>
      <ol className={own.lines}>
        <li><Trans>Téléchargez la feuille d’aujourd’hui : une ligne par conseiller, une colonne par compétence.</Trans> <span className={own.files}><a href={`/api/routing/advisors.csv?language=${language}`} download="conseillers.csv"><Icon name="down" size={16} />{t`Feuille d’aujourd’hui (CSV)`}</a></span></li>
        <li><Trans>Changez-la dans un tableur. Une case vide ne change rien ; un tiret (-) retire.</Trans></li>
        <li><Trans>Donnez-la ici, ou collez-la : rien n’est changé avant que vous l’ayez vu.</Trans></li>
      </ol>
      <div className={own.files}>
        <Button icon="plus" onPress={() => file.current?.click()}>{t`Choisir un fichier CSV`}</Button>
        <input ref={file} type="file" hidden aria-label={t`Fichier CSV`} accept=".csv,text/csv,text/plain" onChange={(event) => { const given = event.target.files?.[0]; if (!given) return; setName(given.name); void given.text().then(change); }} />
        {name && <bdi className={ui.help}>{name}</bdi>}
      </div>
      <TextArea label={t`Contenu`} value={csv} wrong={wrong} onChange={(event) => change(event.target.value)} rows={6} dir="ltr" spellCheck={false} placeholder={t`e-mail;site;appels;tchats`} />
    </>
  );
}

/** What will change, for whom; and the lines left out, each with its reason. */
function Shown({ preview, planning }: { preview: Preview; planning: Planning }) {
  const { t } = useLingui();
  const names = usePeopleNames(preview.changes.map((one) => one.person));
  const [more, moreRefused] = [preview.changed - preview.changes.length, preview.refused - preview.refusals.length];
  return (
    <section className={ui.stack} aria-label={t`Ce qui changera`}>
      <p role="status" className={own.counts}>
        <Badge tone={preview.changed > 0 ? "good" : "plain"} shape>{preview.changed === 0 ? t`Personne ne change` : <Plural value={preview.changed} one="# conseiller change" other="# conseillers changent" />}</Badge>
        {preview.refused > 0 && <Badge tone="bad" shape><Plural value={preview.refused} one="# ligne refusée" other="# lignes refusées" /></Badge>}
        {preview.unchanged > 0 && <Badge><Plural value={preview.unchanged} one="# est déjà ainsi" other="# sont déjà ainsi" /></Badge>}
      </p>
      {preview.refusals.length > 0 && (
        <div className={own.scroll}><table className={ui.table}>
          <caption className="unseen">{t`Lignes refusées`}</caption>
          <thead><tr><th scope="col" className={ui.number}>{t`Ligne`}</th><th scope="col">{t`Qui`}</th><th scope="col">{t`Pourquoi`}</th></tr></thead>
          <tbody>{preview.refusals.map((one) => <tr key={`${one.line} ${one.who}`} data-refused={one.reason}><td className={ui.number}>{one.line || "–"}</td><td><bdi dir="ltr">{one.line ? one.who : names.get(one.who) || "…"}</bdi></td><td>{refusedSaid(one.reason)}{one.what && <> : <bdi>{one.what}</bdi></>}</td></tr>)}</tbody>
        </table></div>
      )}
      {moreRefused > 0 && <p className={ui.help}><Plural value={moreRefused} one="et # autre ligne" other="et # autres lignes" /></p>}
      {preview.changes.length > 0 && (
        <div className={own.scroll}><table className={ui.table}>
          <caption className="unseen">{t`Conseillers qui changent`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Ce qui change`}</th></tr></thead>
          <tbody>{preview.changes.map((one) => <tr key={one.person}><th scope="row"><bdi>{names.get(one.person) || "…"}</bdi></th><td><ul className={own.lines}>{linesOf(one.before as Change, one.after as Change, planning.names).map((line) => <li key={line.what}><bdi>{line.what}</bdi> : <bdi className={own.from}>{line.before}</bdi> <span aria-hidden="true">→</span><span className="unseen">{t`devient`}</span> <bdi><strong>{line.after}</strong></bdi></li>)}</ul></td></tr>)}</tbody>
        </table></div>
      )}
      {more > 0 && <p className={ui.help}><Plural value={more} one="et # autre conseiller" other="et # autres conseillers" /></p>}
    </section>
  );
}
