import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "#/shared/api.ts";
import { relist, usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import type { Trunk } from "./trunks_section.tsx";

const EMPTY = { name: "", kind: "registered", host: "", port: 5060, transport: "udp", encryption: "none", account: "", addresses: [] as string[], priority: 10, calls_max: 0, dial_format: "e164", dial_prefix: "", shown_number: "", paused: false };

/** A way to an operator. Its password is written only: it never comes back to a screen. */
export function TrunkDialog({ trunk, close }: { trunk: Trunk | null; close: () => void }) {
  const { t } = useLingui();
  const [made, setMade] = useState<typeof EMPTY>(() => {
    const { id: _id, state: _state, has_password: _has, calls: _calls, ...kept } = trunk ?? { ...EMPTY, id: "", state: "", has_password: false, calls: 0 };
    return { ...kept, addresses: [...kept.addresses] };
  });
  const [password, setPassword] = useState("");
  const numbers = usePaged("/numbers").rows;
  const set = (change: Partial<typeof EMPTY>) => setMade({ ...made, ...change });
  const save = useMutation({
    mutationFn: () => {
      const body = { ...made, password: password || null };
      return trunk?.id ? ask("put", "/trunks/{trunk}", { path: { trunk: trunk.id }, body }) : ask("post", "/trunks", { body });
    },
    onSuccess: () => { relist("/trunks"); close(); },
  });
  const registers = made.kind === "registered";
  return (
    <Dialog title={trunk ? t`Modifier le raccordement` : t`Ajouter un raccordement`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextField label={t`Nom`} value={made.name} onChange={(event) => set({ name: event.target.value })} required />
        <Select label={t`L’opérateur nous reconnaît`} value={made.kind} onChange={(event) => set({ kind: event.target.value })}>
          <option value="registered">{t`par un compte où l’on s’enregistre`}</option>
          <option value="address">{t`par notre adresse IP`}</option>
        </Select>
        <TextField label={t`Serveur de l’opérateur`} value={made.host} onChange={(event) => set({ host: event.target.value.trim() })} required dir="ltr" />
        <TextField label={t`Port`} type="number" min={1} max={65535} value={String(made.port)} onChange={(event) => set({ port: Number(event.target.value) })} dir="ltr" />
        <Select label={t`Transport`} value={made.transport} onChange={(event) => set({ transport: event.target.value, ...(event.target.value === "tls" ? { port: made.port === 5060 ? 5061 : made.port } : { encryption: "none" }) })}>
          <option value="udp">UDP</option><option value="tcp">TCP</option><option value="tls">TLS</option>
        </Select>
        {made.transport === "tls" && (
          <Select label={t`Chiffrement de la voix (SRTP)`} value={made.encryption} onChange={(event) => set({ encryption: event.target.value })}>
            <option value="none">{t`aucun`}</option><option value="optional">{t`si l’opérateur le veut`}</option><option value="required">{t`toujours`}</option>
          </Select>
        )}
        <TextField label={t`Compte`} value={made.account} onChange={(event) => set({ account: event.target.value.trim() })} required={registers} dir="ltr" autoComplete="off" />
        <TextField label={t`Mot de passe`} type="password" value={password} onChange={(event) => setPassword(event.target.value)} required={registers && !trunk?.has_password} help={trunk?.has_password ? t`Laissez vide pour garder l’actuel.` : undefined} dir="ltr" autoComplete="new-password" />
        <TextField label={t`Autres adresses d’où viennent ses appels`} help={t`Séparées par des espaces.`} value={made.addresses.join(" ")} onChange={(event) => set({ addresses: event.target.value.split(/[\s,]+/).filter(Boolean) })} dir="ltr" />
        <Select label={t`Écriture des numéros`} value={made.dial_format} onChange={(event) => set({ dial_format: event.target.value })}>
          <option value="e164">+33140205050</option><option value="digits">33140205050</option><option value="international">0033140205050</option><option value="national">{t`0140205050, et 00… vers l’étranger`}</option>
        </Select>
        <TextField label={t`Préfixe de sortie`} value={made.dial_prefix} onChange={(event) => set({ dial_prefix: event.target.value.trim() })} dir="ltr" />
        <Select label={t`Numéro présenté`} value={made.shown_number} onChange={(event) => set({ shown_number: event.target.value })}>
          <option value="">{t`celui de l’appel`}</option>{numbers.map((one) => <option key={one.id} value={one.number}>{one.number}</option>)}
        </Select>
        <TextField label={t`Priorité (la plus petite d’abord)`} type="number" min={0} max={1000} value={String(made.priority)} onChange={(event) => set({ priority: Number(event.target.value) })} dir="ltr" />
        <TextField label={t`Appels simultanés au plus (0 : sans limite propre)`} type="number" min={0} max={10000} value={String(made.calls_max)} onChange={(event) => set({ calls_max: Number(event.target.value) })} dir="ltr" />
        <Check checked={made.paused} onChange={(event) => set({ paused: event.target.checked })}>{t`En pause : rien ne sort par là, sauf les urgences`}</Check>
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending}>{t`Enregistrer`}</Button><Button onPress={close}>{t`Fermer`}</Button></div>
      </form>
    </Dialog>
  );
}
