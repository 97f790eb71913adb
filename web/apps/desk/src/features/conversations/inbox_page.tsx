import { Plural, useLingui } from "@lingui/react/macro";
import { useAll, useEntity } from "@palabre/live";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { changeStatus } from "#/features/desk/actions.ts";
import { hasRole, useAccount } from "#/features/tenants/session.ts";
import { useKeys } from "#/shared/keys/keys.ts";
import { useSteady } from "#/shared/steady.ts";
import { Button, cx, Empty, IconButton } from "#/shared/ui/ui.tsx";
import { ContextPanel } from "./context_panel.tsx";
import { ConversationRow } from "./conversation_row.tsx";
import { ConversationView } from "./conversation_view.tsx";
import css from "./inbox.module.css";

export function InboxPage() {
  const { t } = useLingui();
  const { conversation: open } = useParams({ strict: false }) as { conversation?: string };
  const navigate = useNavigate();
  const live = useEntity("conversation", open);
  const [asked, setAsked] = useState<{ of: string; on: boolean } | null>(null);
  const moment = `${open}:${live?.state === "wrap_up"}`;
  const panel = asked?.of === moment ? asked.on : live?.state === "wrap_up"; // where it is a drawer, it opens to ask for the reason
  const setPanel = (on: boolean) => setAsked({ of: moment, on });
  const mine = useAll("conversation").filter((one) => one.state !== "offered");
  const steady = useSteady(mine, (one) => one.conversation);
  const ids = steady.shown.filter((row) => row.value).map((row) => row.key);
  const go = (id: string | undefined) => { if (id) void navigate({ to: "/inbox/$conversation", params: { conversation: id } }); };
  const step = (by: number) => go(ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(open ?? "") + by))]);
  useKeys({ next: () => step(1), previous: () => step(-1) });
  useOpenCall(mine, open, go);
  return (
    <div className={css.page} data-panel={panel || undefined}>
      <section className={css.list} aria-label={t`Mes conversations`}>
        <header className={css.listHead}><h1 className={css.title}>{t`Boîte`}</h1><span className={css.count}>{mine.length > 0 && <Plural value={mine.length} one="# conversation" other="# conversations" />}</span></header>
        {steady.waiting > 0 && <Button size="small" onPress={steady.show} className={css.news ?? ""}><Plural value={steady.waiting} one="# nouvelle, afficher" other="# nouvelles, afficher" /></Button>}
        <ul className={css.rows} {...steady.handlers}>
          {steady.shown.map((row) => <li key={row.key}><ConversationRow conversation={row.last} gone={!row.value} open={row.key === open} /></li>)}
        </ul>
        {steady.shown.length === 0 && <NothingYet />}
      </section>
      <section className={css.center} aria-label={t`Conversation`}>
        {open
          ? <ConversationView key={open} id={open} panelButton={<IconButton icon="panel" name={t`Fiche du client`} className={css.panelButton ?? ""} aria-expanded={panel} onPress={() => setPanel(!panel)} />} />
          : <Empty icon="chat" title={t`Rien d’ouvert`}>{t`La conversation que vous acceptez s’ouvre ici, avec l’histoire du client.`}</Empty>}
      </section>
      <aside className={cx(css.context, panel && css.shown)} aria-label={t`Contexte`}>{open && <ContextPanel key={open} id={open} close={() => setPanel(false)} />}</aside>
    </div>
  );
}

/** After a reload in the middle of a call its conversation is there again, unless she is reading another; and a call that comes without being accepted takes the place of one that was hers and is over. */
function useOpenCall(mine: readonly { conversation: string; channel: string; state: string }[], open: string | undefined, go: (id: string) => void): void {
  const live = mine.find((one) => one.channel === "voice" && one.state !== "wrap_up") ?? (mine.length === 1 ? mine[0] : undefined);
  const hers = mine.some((one) => one.conversation === open);
  const was = useRef<string | undefined>(undefined);
  useEffect(() => { if (hers) was.current = open; }, [hers, open]);
  useEffect(() => { if (live && (!open || (!hers && was.current === open))) go(live.conversation); }, [live?.conversation]); // eslint-disable-line react/exhaustive-deps
}

function NothingYet() {
  const { t } = useLingui();
  const me = useEntity("me");
  if (!hasRole(useAccount(), "advisor")) return <Empty icon="inbox" title={t`Vous ne répondez pas ici`}>{t`Ce que vous ouvrez depuis le plateau ou la page d’un client s’affiche à côté.`}</Empty>;
  if (me && (me.status !== "available" || !me.confirmed)) {
    return <Empty icon="inbox" title={t`Vous ne recevez rien`} action={<Button kind="primary" onPress={() => void changeStatus("available")}>{t`Me rendre disponible`}</Button>}>{t`Dès que vous êtes disponible, les offres arrivent une à une.`}</Empty>;
  }
  return <Empty icon="inbox" title={t`Tout est calme`}>{t`La prochaine offre s’affichera en haut de l’écran, avec une sonnerie douce.`}</Empty>;
}
