import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type ChangeEvent } from "react";
import { ask, Problem } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";

type Imported = Answer<"post", "/flows/import">;

/** A flow as a file that another installation can read. */
export function ExportButton({ id, name }: { id: string; name: string }) {
  const { t } = useLingui();
  const save = useMutation({ mutationFn: () => ask("get", "/flows/{id}/export", { path: { id } }), onSuccess: (told) => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(told, null, 2)], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: url, download: `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.palabre.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } });
  return <><IconButton name={t`Exporter ${name}`} icon="exit" size="small" onPress={() => save.mutate()} isDisabled={save.isPending} /><Fault error={save.error} /></>;
}

/** From such a file, as a draft of its own: what it refers to is found by name, what is not found is said. */
export function ImportButton({ imported }: { imported: (id: string) => void }) {
  const { t } = useLingui();
  const file = useRef<HTMLInputElement>(null);
  const [read, setRead] = useState<{ name: string } | null>(null);
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<unknown>(null);
  const [told, setTold] = useState<Imported | null>(null);
  const bring = useMutation({ mutationFn: () => ask("post", "/flows/import", { body: { package: read as never, name: name.trim() } }), onSuccess: (made) => { void relist("/flows"); if (made.missing.length || made.unrecorded.length || made.prompts_kept.length) setTold(made); else { close(); imported(made.id); } } });
  const close = () => { setRead(null); setTold(null); setWrong(null); bring.reset(); };
  const open = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = "";
    if (!chosen) return;
    try {
      const found = JSON.parse(await chosen.text()) as { name: string; palabre_flow?: number };
      if (!found.palabre_flow) throw new Error("not ours");
      setRead(found);
      setName(found.name);
    } catch {
      setRead({ name: "" });
      setWrong(new Problem("flows.package_unreadable"));
    }
  };
  return (
    <>
      <input ref={file} type="file" accept="application/json,.json" hidden onChange={(event) => void open(event)} aria-label={t`Fichier d’un parcours`} />
      <Button icon="plus" onPress={() => file.current?.click()}>{t`Importer`}</Button>
      <Dialog title={t`Importer un parcours`} open={read !== null} close={close}>
        {told ? (
          <div className={ui.stack}>
            <p role="status">{t`Le brouillon est là. À savoir :`}</p>
            <ul>
              {told.missing.map((one) => <li key={one.id}>{t`Introuvable ici : ${one.name || one.id}. Choisissez-le dans l’étape.`}</li>)}
              {told.unrecorded.map((one) => <li key={one}>{t`À enregistrer : ${one}.`}</li>)}
              {told.prompts_kept.map((one) => <li key={one}>{t`Ce message existait avec d’autres mots, qui restent : ${one}.`}</li>)}
            </ul>
            <div><Button kind="primary" onPress={() => { close(); imported(told.id); }}>{t`Ouvrir le brouillon`}</Button></div>
          </div>
        ) : (
          <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); bring.mutate(); }}>
            {!wrong && <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} autoFocus required dir="auto" maxLength={200} />}
            <Fault error={wrong ?? bring.error} />
            <div className={ui.row}>{!wrong && <Button type="submit" kind="primary" isPending={bring.isPending} isDisabled={!name.trim()}>{t`Importer`}</Button>}<Button onPress={close}>{t`Annuler`}</Button></div>
          </form>
        )}
      </Dialog>
    </>
  );
}
