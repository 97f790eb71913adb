import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type ChangeEvent } from "react";
import { ask, Problem } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { fetchPackage, PACKAGES, saveAs, sendPackage } from "./package_files.ts";

type Imported = Answer<"post", "/flows/import">;

/** A flow as a file that another installation can read. `before`: what is to be kept first. `words`: a button with its word. */
export function ExportButton({ id, name, before, words }: { id: string; name: string; before?: () => Promise<unknown>; words?: boolean }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const close = () => { setOpen(false); save.reset(); };
  const save = useMutation({ mutationFn: async (kind: "package" | "json") => {
    await before?.();
    if (kind === "package") return saveAs(await fetchPackage(id), name, "zip");
    const told = await ask("get", "/flows/{id}/export", { path: { id } });
    saveAs(new Blob([JSON.stringify(told, null, 2)], { type: "application/json" }), name, "json");
  }, onSuccess: close });
  return (
    <>
      {words ? <Button size="small" icon="exit" onPress={() => setOpen(true)}>{t`Exporter`}</Button> : <IconButton name={t`Exporter ${name}`} icon="exit" size="small" onPress={() => setOpen(true)} />}
      <Dialog title={t`Exporter ${name}`} open={open} close={close}>
        <div className={ui.stack}>
          <p>{t`Le paquet emporte tout : les parcours où celui-ci entre, ses messages et leurs sons. Un autre centre l’importe et entend la même chose.`}</p>
          <p>{t`Le JSON ne contient que ce parcours et les mots de ses messages : pour le lire, le comparer, le garder.`}</p>
          <Fault error={save.error} />
          <div className={ui.row}>
            <Button kind="primary" icon="exit" isPending={save.isPending && save.variables === "package"} isDisabled={save.isPending} onPress={() => save.mutate("package")}>{t`Paquet complet (zip)`}</Button>
            <Button icon="copy" isPending={save.isPending && save.variables === "json"} isDisabled={save.isPending} onPress={() => save.mutate("json")}>{t`JSON seul`}</Button>
            <Button onPress={close}>{t`Annuler`}</Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

/** From such a file: a package is looked at first (`brought`), JSON becomes a draft of its own (`imported`). */
export function ImportButton({ imported, brought }: { imported: (id: string) => void; brought: (id: string) => void }) {
  const { t } = useLingui();
  const file = useRef<HTMLInputElement>(null);
  const [read, setRead] = useState<{ name: string } | null>(null);
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<unknown>(null);
  const [told, setTold] = useState<Imported | null>(null);
  const bring = useMutation({ mutationFn: () => ask("post", "/flows/import", { body: { package: read as never, name: name.trim() } }), onSuccess: (made) => { void relist("/flows"); if (made.missing.length || made.unrecorded.length || made.prompts_kept.length) setTold(made); else { close(); imported(made.id); } } });
  const send = useMutation({ mutationFn: sendPackage, onSuccess: (made) => { void relist(PACKAGES); brought(made.id); }, onError: (why) => { setRead({ name: "" }); setWrong(why); } });
  const close = () => { setRead(null); setTold(null); setWrong(null); bring.reset(); };
  const open = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = "";
    if (!chosen) return;
    if (!/json/i.test(chosen.type) && !/\.json$/i.test(chosen.name)) return send.mutate(chosen);
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
      <input ref={file} type="file" accept=".zip,.json,application/zip,application/json" hidden onChange={(event) => void open(event)} aria-label={t`Fichier d’un parcours`} />
      <Button icon="plus" isPending={send.isPending} onPress={() => file.current?.click()}>{t`Importer`}</Button>
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
            <div className={ui.row}>{!wrong && <Button type="submit" kind="primary" isPending={bring.isPending} isDisabled={!name.trim()}>{t`Importer`}</Button>}{wrong ? <Button icon="plus" onPress={() => { close(); file.current?.click(); }}>{t`Choisir un autre fichier`}</Button> : null}<Button onPress={close}>{t`Annuler`}</Button></div>
          </form>
        )}
      </Dialog>
    </>
  );
}
