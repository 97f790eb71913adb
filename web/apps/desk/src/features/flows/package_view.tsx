import { useLingui } from "@lingui/react/macro";
import { dayTime, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./package_view.module.css";
import { PACKAGES, type Brought, type Item } from "./package_files.ts";
import { actSaid, itemSaid, kindSaid, leftSaid, soundSaid, stateSaid, toneOf } from "./package_words.ts";

type Way = "" | "mine" | "theirs" | "rename";
interface Chosen { way: Way; name: string }
const keyOf = (item: { kind: string; name: string }) => `${item.kind}/${item.name}`;

/** One package: what it would change, the choices it asks for, what it has changed, and the way back. */
export function PackageDialog({ id, close, open }: { id: string; close: () => void; open: (flow: string) => void }) {
  const { t } = useLingui();
  const path = { imported: id };
  const { data: one, error, refetch, isFetching } = useQuery({ queryKey: ["flow-import", id], queryFn: () => ask("get", "/flow-imports/{imported}", { path }), gcTime: 0, staleTime: 0 });
  const [chosen, setChosen] = useState<Record<string, Chosen>>({});
  const [asking, setAsking] = useState(false);
  const renew = () => { void refetch(); void relist(PACKAGES); void relist("/flows"); void relist("/prompts"); };
  const conflicts = one?.state === "ready" ? one.items.filter((item) => item.state === "conflict") : [];
  const choices = conflicts.map((item) => ({ kind: item.kind, name: item.name, way: chosen[keyOf(item)]?.way ?? "", name_new: chosen[keyOf(item)]?.name.trim() ?? "" }));
  const whole = choices.every((choice) => choice.way && (choice.way !== "rename" || choice.name_new));
  const apply = useMutation({ mutationFn: () => ask("post", "/flow-imports/{imported}/apply", { path, body: { seen: one!.seen, choices: choices as never } }), onSettled: renew });
  const undo = useMutation({ mutationFn: (since: boolean) => ask("post", "/flow-imports/{imported}/undo", { path, body: { changed_since: since } }), onSuccess: renew });
  const discard = useMutation({ mutationFn: () => ask("delete", "/flow-imports/{imported}", { path }), onSuccess: () => { void relist(PACKAGES); close(); } });
  const choose = (item: Item, next: Chosen) => setChosen({ ...chosen, [keyOf(item)]: next });
  const flow = one?.flow ?? "";
  const todo = one?.items.filter((item) => item.state === "new" || (item.state === "conflict" && chosen[keyOf(item)]?.way !== "mine")).length ?? 0;
  const fileName = one?.file_name ?? "";
  return (
    <Dialog title={flow ? t`Paquet « ${flow} »` : t`Paquet`} open close={close} wide>
      <Fault error={error} retry={() => void refetch()} />
      {one && (
        <div className={ui.stack} data-package={one.state}>
          <div className={css.head}><Badge tone={toneOf(one.state)} shape>{stateSaid(one.state)}</Badge> <span className={css.soft}><bdi>{fileName}</bdi></span></div>
          {one.state === "ready" && <p>{t`Rien n’a encore changé. Voici ce que l’import ferait ; il ne publie rien, et s’annule pendant trente jours.`}</p>}
          {one.state === "ready" && <Missing of={one} again={() => void refetch()} busy={isFetching} />}
          {conflicts.length > 1 && (
            <div className={css.all}>
              <span>{t`Pour les ${number(conflicts.length)} qui diffèrent :`}</span>
              <Button size="small" onPress={() => setChosen(Object.fromEntries(conflicts.map((item) => [keyOf(item), { way: "mine", name: "" }])))}>{t`Garder tous les miens`}</Button>
              <Button size="small" onPress={() => setChosen(Object.fromEntries(conflicts.map((item) => [keyOf(item), { way: "theirs", name: "" }])))}>{t`Prendre tous ceux du paquet`}</Button>
            </div>
          )}
          <ul className={css.items} aria-label={t`Contenu du paquet`}>
            {one.items.map((item) => <Line key={keyOf(item)} item={item} of={one} chosen={chosen[keyOf(item)] ?? { way: "", name: "" }} choose={(next) => choose(item, next)} />)}
          </ul>
          {one.state === "applied" && <After of={one} open={(flow) => { close(); open(flow); }} />}
          {one.left.length > 0 && <Left of={one} />}
          <Fault error={apply.error ?? undo.error ?? discard.error} />
          <div className={ui.row}>
            {one.state === "ready" && <Button kind="primary" icon="check" isDisabled={!whole || todo === 0 || isFetching} isPending={apply.isPending} onPress={() => apply.mutate()}>{t`Importer (${number(todo)})`}</Button>}
            {one.state === "ready" && <Button icon="close" isPending={discard.isPending} onPress={() => discard.mutate()}>{t({ message: "Abandonner", context: "import" })}</Button>}
            {one.undo_until && !asking && <Button kind="danger" icon="undo" onPress={() => setAsking(true)}>{one.state === "undone" ? t`Annuler aussi ce qui reste` : t`Annuler cet import`}</Button>}
            {one.state !== "ready" && <Button onPress={close}>{t`Fermer`}</Button>}
            {one.undo_until && <span className={css.soft}>{t`possible jusqu’au ${dayTime(one.undo_until)}`}</span>}
          </div>
          {one.state === "ready" && !whole && <p role="status" className={css.soft}>{t`Choisissez pour chaque contenu qui diffère.`}</p>}
          {one.state === "ready" && whole && todo === 0 && <p role="status" className={css.soft}>{t`Tout est déjà ici : il n’y a rien à importer.`}</p>}
          {asking && (
            <div role="alertdialog" aria-label={t`Annuler cet import ?`} className={css.ask}>
              <p>{one.state === "undone" ? t`Ce que quelqu’un a changé depuis sera remis comme avant l’import.` : t`Ce qu’il a créé sera retiré, ce qu’il a changé sera remis comme avant. Ce que quelqu’un a changé ou publié depuis restera et vous sera dit.`}</p>
              <div className={ui.row}>
                <Button kind="danger" autoFocus isPending={undo.isPending} onPress={() => { undo.mutate(one.state === "undone"); setAsking(false); }}>{t`Annuler l’import`}</Button>
                <Button onPress={() => setAsking(false)}>{t`Ne rien faire`}</Button>
              </div>
            </div>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Missing({ of, again, busy }: { of: Brought; again: () => void; busy: boolean }) {
  const { t } = useLingui();
  if (!of.missing.length) return null;
  return (
    <section className={css.missing} aria-label={t`Introuvable ici`}>
      <h3>{t`Introuvable ici`}</h3>
      <ul>{of.missing.map((one) => <li key={one.kind + one.name + one.places.join()}>{kindSaid(one.kind)} {one.name ? <strong><bdi>{one.name}</bdi></strong> : t`qui n’existait déjà plus là d’où vient ce paquet`} <span className={css.soft}>(<bdi>{one.places.join(", ")}</bdi>)</span></li>)}</ul>
      <p>{t`Créez-les sous ces noms et regardez de nouveau, ou importez et choisissez autre chose dans ces étapes : la publication le demandera.`}</p>
      <div><Button size="small" isPending={busy} onPress={again}>{t`Regarder de nouveau`}</Button></div>
    </section>
  );
}

function Line({ item, of, chosen, choose }: { item: Item; of: Brought; chosen: Chosen; choose: (next: Chosen) => void }) {
  const { t } = useLingui();
  const name = item.name;
  const done = of.chosen.find((one) => one.kind === item.kind && one.was === item.name);
  return (
    <li className={css.item} data-item={keyOf(item)} data-state={item.state}>
      <div className={css.head}>
        <span className={css.soft}>{kindSaid(item.kind)}</span> <strong><bdi>{item.name}</bdi></strong>
        {done && done.name !== item.name && <span>{t`sous le nom`} <bdi>{done.name}</bdi></span>}
        {done ? <Badge tone={done.act === "make" || done.act === "change" ? "good" : "plain"} shape>{actSaid(done.act)}</Badge> : <Badge tone={toneOf(item.state)} shape>{itemSaid(item.state)}</Badge>}
        {item.root && <span className={css.soft}>{t`le parcours exporté`}</span>}
      </div>
      {item.kind === "flow" && item.state === "conflict" && of.state === "ready" && <p className={css.soft}>{t`Étapes en plus : ${number(item.steps_added)}, en moins : ${number(item.steps_removed)}, changées : ${number(item.steps_changed)}.`} {item.published && t`Votre version en service le reste ; seul le brouillon serait remplacé.`}</p>}
      {item.unpinned && of.state === "ready" && <p className={css.soft}>{t`Il entrait dans une version précise d’un autre parcours : ici, ce sera la version en service.`}</p>}
      {item.kind === "prompt" && <Languages of={item} from={of.state === "ready" ? of.id : null} />}
      {of.state === "ready" && item.kind === "prompt" && chosen.way === "theirs" && <p className={css.soft}>{t`Qui appelle l’entendra aussitôt, là où un parcours en service le dit.`}</p>}
      {of.state === "ready" && item.state === "conflict" && (
        <div className={css.choice}>
          <Select label={t`Que faire de ${name} ?`} value={chosen.way} onChange={(event) => choose({ ...chosen, way: event.target.value as Way })} required>
            <option value="">{t`À choisir`}</option>
            <option value="mine">{t`Garder le mien`}</option>
            <option value="theirs">{t`Prendre celui du paquet`}</option>
            <option value="rename">{t`L’importer sous un autre nom`}</option>
          </Select>
          {chosen.way === "rename" && <TextField label={t`Autre nom`} value={chosen.name} onChange={(event) => choose({ ...chosen, name: event.target.value })} required dir="auto" maxLength={item.kind === "prompt" ? 40 : 200} help={item.kind === "prompt" ? t`Lettres simples, chiffres et _` : undefined} />}
        </div>
      )}
    </li>
  );
}

/** Words beside words; sounds, where they differ, each to be listened to. `from`: the package, while it is looked at. */
function Languages({ of, from }: { of: Item; from: string | null }) {
  const { t } = useLingui();
  return (
    <dl className={css.words}>{of.languages.map((one) => {
      const differs = one.state === "conflict" && one.text !== one.text_here;
      const which = `${of.name} ${one.language}`;
      const prompt = `prompts/${of.name}/${one.language}/recording`;
      return (
        <div key={one.language}>
          <dt>{one.language}</dt>
          <dd dir="auto">
            {differs && one.text_here && <><del>{one.text_here}</del> </>}{differs ? <ins>{one.text || "–"}</ins> : one.text} {one.state !== "same" && <span className={css.soft}>{soundSaid(one.sound)}</span>}
            {from && (one.sound === "other" || one.sound === "gone") && <Sound label={t`Ici : ${which}`} words={t`Ici`} src={`/api/${prompt}`} />}
            {from && (one.sound === "other" || one.sound === "new") && <Sound label={t`Dans le paquet : ${which}`} words={t`Dans le paquet`} src={`/api/flow-imports/${from}/${prompt}`} />}
          </dd>
        </div>
      );
    })}</dl>
  );
}

function Sound({ label, words, src }: { label: string; words: string; src: string }) {
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- its words stand beside it
  return <div className={css.sound}><span className={css.soft}>{words}</span><audio controls preload="none" aria-label={label} src={src} /></div>;
}

function After({ of, open }: { of: Brought; open: (flow: string) => void }) {
  const { t } = useLingui();
  const flows = of.chosen.filter((one) => one.kind === "flow" && (one.act === "make" || one.act === "change"));
  if (!flows.length) return null;
  return (
    <section className={css.missing} aria-label={t`La suite`}>
      <h3>{t`La suite`}</h3>
      <p>{t`Rien n’est publié par l’import. Ouvrez chaque parcours, essayez-le, publiez-le : d’abord ceux où d’autres entrent.`}</p>
      <ul className={css.next}>{flows.toReversed().map((one) => { const name = one.name; return <li key={one.id}><Button size="small" icon="edit" onPress={() => open(one.id)} aria-label={t`Ouvrir ${name}`}><bdi>{name}</bdi></Button></li>; })}</ul>
    </section>
  );
}

function Left({ of }: { of: Brought }) {
  const { t } = useLingui();
  return (
    <section className={css.missing} aria-label={t`Laissé en place`}>
      <h3>{t`Laissé en place`}</h3>
      <ul>{of.left.map((one) => <li key={keyOf(one)}>{kindSaid(one.kind)} <strong><bdi>{one.name}</bdi></strong> : {leftSaid(one.why)}</li>)}</ul>
    </section>
  );
}
