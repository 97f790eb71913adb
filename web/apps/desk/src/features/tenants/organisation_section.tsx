import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { LANGUAGE_NAMES, LANGUAGES, locale } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./setup.module.css";

type Organisation = Answer<"get", "/tenant">;
const KEY = ["tenant"];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Every region that the browser has a name for, by that name. */
function countries(): [string, string][] {
  const names = new Intl.DisplayNames(locale(), { type: "region", fallback: "none" });
  const found = LETTERS.flatMap((a) => LETTERS.map((b) => a + b)).flatMap((code): [string, string][] => { const name = names.of(code); return name ? [[code, name]] : []; });
  return found.toSorted((a, b) => a[1].localeCompare(b[1], locale()));
}

/** What is the same for everybody here: name, language, country of its numbers, clock. */
export function OrganisationSection() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/tenant") });
  const [saved, setSaved] = useState(false);
  return (
    <section aria-label={t`Organisation`}>
      <header><h2>{t`Organisation`}</h2></header>
      <Fault error={error} retry={() => void refetch()} />
      {data && <Form key={data.version} of={data} saved={saved} done={() => setSaved(true)} />}
    </section>
  );
}

function Form({ of, saved, done }: { of: Organisation; saved: boolean; done: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState(of.name);
  const [language, setLanguage] = useState(of.language);
  const [country, setCountry] = useState(of.country);
  const [zone, setZone] = useState(of.time_zone);
  const save = useMutation({
    mutationFn: () => ask("patch", "/tenant", { body: { version: of.version, name: name.trim(), language, country, time_zone: zone } }),
    onSuccess: (told) => { done(); queries.setQueryData(KEY, told); },
  });
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} dir="auto" required />
      <Select label={t`Langue`} help={t`Celle de qui n’en a pas choisi.`} value={language} onChange={(event) => setLanguage(event.target.value)}>{LANGUAGES.map((one) => <option key={one} value={one}>{LANGUAGE_NAMES[one]}</option>)}</Select>
      <Select label={t`Pays`} help={t`D’où sont composés les numéros écrits sans indicatif.`} value={country} onChange={(event) => setCountry(event.target.value)}>{countries().map(([code, word]) => <option key={code} value={code}>{word}</option>)}</Select>
      <Select label={t`Fuseau horaire`} help={t`Celui des horaires, des rapports et de l’horloge parlante.`} value={zone} onChange={(event) => setZone(event.target.value)}>{(zones.includes(zone) ? zones : [zone, ...zones]).map((one) => <option key={one} value={one}>{one.replaceAll("_", " ")}</option>)}</Select>
      <Fault error={save.error} />
      <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!name.trim()}>{t`Enregistrer`}</Button><span role="status" className={css.soft}>{saved ? t`Enregistré.` : ""}</span></div>
    </form>
  );
}
