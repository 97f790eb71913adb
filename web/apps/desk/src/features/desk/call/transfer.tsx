import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { ask, type Problem } from "#/shared/api.ts";
import { problemWords } from "#/shared/problem_words.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Dialog } from "#/shared/ui/ui.tsx";
import { beginTransfer } from "../actions.ts";
import css from "./transfer.module.css";

const EmergencyNotice = lazy(async () => ({ default: (await import("#/features/voice/emergency_address.tsx")).EmergencyNotice }));
const SHOWN_MAX = 40;
const NUMBER = /^[+0-9][0-9 .()-]+$/;

/** To whom this call is given: a queue, a colleague, a number, a flow; by speaking with them first, or at once. */
export default function Transfer({ conversation, close }: { conversation: string; close: () => void }) {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const found = useQuery({ queryKey: ["destinations"], queryFn: () => ask("get", "/desk/destinations"), staleTime: 0, refetchInterval: 10_000 });
  const begin = useMutation({ mutationFn: (wanted: { to: string; target: string; blind: boolean }) => beginTransfer(conversation, wanted), onSuccess: close });
  const typed = text.trim();
  const number = NUMBER.test(typed) ? typed.replace(/[^+0-9]/g, "") : "";
  const kinds: Record<string, string> = { queue: t`File`, advisor: t`Collègue`, flow: t`Parcours`, number: t`Numéro` };
  const whys: Record<string, string> = { closed: t`fermée`, full: t`pleine`, nobody: t`personne ne peut répondre`, unavailable: t`pas disponible` };
  const rows = useMemo(() => {
    const wanted = typed.toLocaleLowerCase();
    const known = (found.data ?? []).filter((one) => one.name.toLocaleLowerCase().includes(wanted));
    return [...(number ? [{ to: "number", id: number, name: number, why: "", free: 0, waiting: 0 }] : []), ...known].slice(0, SHOWN_MAX);
  }, [found.data, typed, number]);
  const give = (to: string, target: string, blind: boolean) => { if (!begin.isPending) begin.mutate({ to, target, blind }); };
  const first = rows.find((one) => !one.why);
  return (
    <Dialog title={t`Transférer l’appel`} open close={close}>
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (first) give(first.to, first.id, first.to === "flow"); }}>
        <TextField label={t`À qui ?`} help={t`Une file, un collègue, un parcours, ou un numéro de téléphone. Entrée : parler d’abord au premier de la liste.`} autoFocus autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
        {begin.error && <p role="alert" className={css.fault}>{problemWords(begin.error as Problem)}</p>}
        {found.isError && <p role="alert" className={css.fault}>{t`La liste n’est pas venue : un numéro peut être composé.`}</p>}
        {number && <Suspense fallback={null}><EmergencyNotice number={number} failed={begin.isError} /></Suspense>}
        <ul className={css.rows} aria-label={t`Destinations`}>
          {rows.map((one) => (
            <li key={`${one.to} ${one.id}`} className={css.row} data-to={one.to}>
              <Icon name={one.to === "queue" ? "list" : one.to === "advisor" ? "people" : one.to === "flow" ? "flow" : "phone"} />
              <span className={css.words}>
                <strong><bdi dir={one.to === "number" ? "ltr" : "auto"}>{one.name}</bdi></strong>
                <span>{kinds[one.to]}{one.why ? ` · ${whys[one.why] ?? t`pas maintenant`}` : ""}{one.to === "queue" && !one.why && <> · <Trans><Plural value={one.free} one="# libre" other="# libres" />, {one.waiting} en attente</Trans></>}</span>
              </span>
              {one.to !== "flow" && <Button size="small" kind="primary" isDisabled={!!one.why} aria-label={t`Parler d’abord : ${one.name}`} onPress={() => give(one.to, one.id, false)}>{t`Parler d’abord`}</Button>}
              <Button size="small" isDisabled={!!one.why} aria-label={t`Donner l’appel : ${one.name}`} onPress={() => give(one.to, one.id, true)}>{t`Donner l’appel`}</Button>
            </li>
          ))}
        </ul>
        {found.isSuccess && <p className={css.unlisted}>{t`Seuls les collègues connectés dont vous voyez le nom sont listés : un partenaire peut garder pour lui les noms des siens. Pour les autres, passez par leur file.`}</p>}
        {found.isSuccess && rows.length === 0 && <p>{t`Rien de ce nom. Un numéro de téléphone peut être composé.`}</p>}
      </form>
    </Dialog>
  );
}
