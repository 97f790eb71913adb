import { useLingui } from "@lingui/react/macro";
import { useAll, useEntity } from "@palabre/live";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";
import { changeStatus } from "#/features/desk/actions.ts";
import { STATUSES, statusWord } from "#/features/desk/status_words.ts";
import { hasRole, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Icon, type IconName } from "#/shared/ui/icons.tsx";
import { Dialog, Kbd, ui } from "#/shared/ui/ui.tsx";
import css from "./palette.module.css";

interface Item { id: string; icon: IconName; words: string; hint?: string; run: () => void }

/** One field for everything: go somewhere, change status, find a customer. */
export function Palette({ close, showKeys }: { close: () => void; showKeys: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const navigate = useNavigate();
  const me = useEntity("me");
  const mine = useAll("conversation");
  const list = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const wanted = useDeferredValue(text.trim());
  const { data: customers } = useQuery({
    queryKey: ["palette", wanted],
    queryFn: () => ask("get", "/customers", { query: { q: wanted, limit: 6 } }),
    enabled: wanted.length >= 2,
  });
  const go = (to: string, params?: Record<string, string>, search?: Record<string, string>) => () => void navigate({ to, params: params ?? {}, search: search ?? {} } as never);
  const supervisor = hasRole(account, "supervisor", "partner_supervisor", "administrator");
  const items: Item[] = [
    ...(me ? STATUSES.filter((status) => status !== me.status).map((status) => ({ id: `status:${status}`, icon: "check" as const, words: t`Me mettre : ${statusWord(status)}`, run: () => void changeStatus(status) })) : []),
    ...(mine.length > 0 || me ? [{ id: "inbox", icon: "inbox" as const, words: t`Aller à la boîte`, run: go("/inbox") }] : []),
    { id: "customers", icon: "people", words: t`Aller aux clients`, run: go("/customers") },
    ...(me ? [{ id: "day", icon: "day" as const, words: t`Aller à ma journée`, run: go("/day") }, { id: "check", icon: "headset" as const, words: t`Vérifier le matériel`, run: go("/check") }] : []),
    ...(supervisor ? [{ id: "floor", icon: "floor" as const, words: t`Aller au plateau`, run: go("/floor") }, { id: "reports", icon: "chart" as const, words: t`Aller aux rapports`, run: go("/reports") }, { id: "wall", icon: "wall" as const, words: t`Afficher le mur`, run: go("/wallboard") }, { id: "setup", icon: "setup" as const, words: t`Aller aux réglages`, run: go("/setup") }] : []),
    { id: "keys", icon: "keyboard", words: t`Voir et changer les touches`, run: showKeys },
  ];
  const plain = (words: string) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const shown: Item[] = [
    ...items.filter((item) => plain(item.words).includes(plain(text.trim()))),
    ...(wanted.length >= 2 ? (customers?.rows ?? []).map((one) => ({ id: `customer:${one.id}`, icon: "people" as const, words: one.name || t`Sans nom`, hint: t`Client`, run: go("/customers", {}, { customer: one.id, q: wanted }) })) : []),
  ];
  const chosen = Math.min(at, shown.length - 1);
  const run = (item: Item | undefined) => { if (item) { close(); item.run(); } };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt((chosen + 1) % shown.length);
    else if (event.key === "ArrowUp") setAt((chosen - 1 + shown.length) % shown.length);
    else if (event.key === "Enter") run(shown[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t`Chercher ou agir`} open close={close}>
      <input
        className={ui.input} autoFocus dir="auto" role="combobox" aria-expanded="true" aria-controls={list} aria-activedescendant={shown[chosen] ? `${list}-${chosen}` : undefined}
        aria-label={t`Chercher ou agir`} placeholder={t`Un client, une page, un état…`} value={text} onChange={(event) => { setText(event.target.value); setAt(0); }} onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={t`Propositions`} className={css.items}>
        {shown.map((item, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above has the keys
          <li key={item.id} id={`${list}-${index}`} role="option" aria-selected={index === chosen} className={css.item} onPointerMove={() => setAt(index)} onClick={() => run(item)}>
            <Icon name={item.icon} size={16} /><span><bdi>{item.words}</bdi></span>{item.hint && <small>{item.hint}</small>}{index === chosen && <Kbd>↵</Kbd>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p>{t`Rien ne correspond.`}</p>}
    </Dialog>
  );
}
