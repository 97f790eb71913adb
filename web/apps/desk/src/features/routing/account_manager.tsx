import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";
import own from "./advisors.module.css";
import { usePeopleNames } from "./names.ts";

const SHOWN = 6;

/** Who looks after a customer: whom her flows may ask for first. */
export function AccountManager({ customer }: { customer: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const edits = allowed(useAccount(), "routing.advisors.edit");
  const key = ["account-manager", customer];
  const { data, error } = useQuery({ queryKey: key, queryFn: () => ask("get", "/customers/{customer}/account-manager", { path: { customer } }) });
  const [q, setQ] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (person: string | null) => ask("put", "/customers/{customer}/account-manager", { path: { customer }, body: { person } }),
    onSuccess: (saved) => { client.setQueryData(key, saved); setQ(null); },
  });
  const names = usePeopleNames([data?.person]);
  if (!data?.person && !edits) return null;
  return (
    <section className={own.part} aria-label={t`Conseiller attitré`}>
      <h3>{t`Conseiller attitré`}</h3>
      <Fault error={error ?? save.error} />
      <p className={ui.row}>
        {data?.person ? <bdi>{names.get(data.person) || "…"}</bdi> : <span className={ui.help}>{t`Personne en particulier`}</span>}
        {edits && q === null && <Button size="small" icon="edit" onPress={() => setQ("")} aria-label={t`Choisir le conseiller attitré`}>{t`Choisir`}</Button>}
        {edits && data?.person && <Button size="small" kind="quiet" icon="close" onPress={() => save.mutate(null)} aria-label={t`Retirer le conseiller attitré`}>{t`Retirer`}</Button>}
      </p>
      {q !== null && <Search q={q} change={setQ} pick={(person) => save.mutate(person)} close={() => setQ(null)} />}
    </section>
  );
}

function Search({ q, change, pick, close }: { q: string; change: (q: string) => void; pick: (person: string) => void; close: () => void }) {
  const { t } = useLingui();
  const found = usePaged("/routing/advisors", { q });
  return (
    <div className={ui.stack}>
      <TextField label={t`Chercher un conseiller`} type="search" value={q} onChange={(event) => change(event.target.value)} autoFocus dir="auto" />
      <div className={ui.row}>{found.rows.slice(0, SHOWN).map((one) => <Button key={one.person} size="small" onPress={() => pick(one.person)}><bdi>{one.name || t`Sans nom`}</bdi></Button>)}{found.loaded && found.rows.length === 0 && <span className={ui.help}>{t`Personne à ce nom`}</span>}<Button size="small" kind="quiet" onPress={close}>{t`Annuler`}</Button></div>
    </div>
  );
}
