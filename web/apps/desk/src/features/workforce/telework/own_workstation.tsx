import { Plural, useLingui } from "@lingui/react/macro";
import { levelMeter, microphoneProblem, openMicrophone, playTestTone, readAudio } from "@palabre/softphone";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Check, TextArea } from "#/shared/ui/fields.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import { relayLoop } from "./relay_loop.ts";
import css from "./telework.module.css";
import { dayWord } from "./telework_words.ts";
import { throughput } from "./throughput.ts";
import { adviceOf, valueWord, verdictTone, verdictWord, whatWord, type Workstation } from "./workstation_words.ts";

const KEY = ["workstation", "mine"];
const HEARD = 0.12;
const again = () => queries.invalidateQueries({ queryKey: KEY });

/** A minute of sound through the relay that calls would take; hers and the technicians', nobody else's. */
export function OwnWorkstation() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/workforce/workstations/mine") });
  return (
    <section aria-label={t`Mon poste à la maison`}>
      <h2>{t`Mon poste à la maison`}</h2>
      <Fault error={error} retry={() => void refetch()} />
      {data && <article className={css.card}>
        <QualificationLine of={data} />
        <TestOfIt />
        {data.tests[0] && <Result one={data.tests[0]} />}
        {data.tests.length > 1 && <details><summary>{t`Essais d’avant`}</summary><ul className={css.list}>{data.tests.slice(1).map((one) => <li key={one.id}><Badge tone={verdictTone(one.judged.verdict)} shape>{verdictWord(one.judged.verdict)}</Badge> {dayTime(one.tested_at)}</li>)}</ul></details>}
        <p className={css.soft}>{t`Ces mesures sont à vous et à l’informatique ; votre encadrement ne les voit pas, elles ne jugent pas votre travail.`}</p>
      </article>}
      {data && <Incidents of={data} />}
    </section>
  );
}

function QualificationLine({ of }: { of: Workstation }) {
  const { t } = useLingui();
  const { state, verdict, days_left, until } = of.qualification;
  const badge = verdict && <Badge tone={verdictTone(verdict)} shape>{verdictWord(verdict)}</Badge>;
  if (state === "qualified") return <p>{badge} {t`Votre poste convient jusqu’au ${dayWord(until ?? "")}.`}</p>;
  if (state === "not_qualified") return <p>{badge} {t`Sur cinq jours, votre poste ne suffit pas encore : suivez les conseils, puis refaites des essais.`}</p>;
  if (state === "bad_calls") return <p>{badge} {t`Trois appels se sont mal entendus cette semaine : refaites un essai.`}</p>;
  if (state === "testing") return <p><Plural value={days_left} one="Encore un essai un autre jour, aux heures où vous travailleriez." other="Encore # essais, chacun un autre jour, aux heures où vous travailleriez." /></p>;
  return <p>{state === "expired" ? t`L’essai d’avant est trop ancien.` : ""} {t`Faites un essai d’une minute par jour, cinq jours, aux heures où vous travailleriez.`}</p>;
}

type Step = "" | "preparing" | "relay" | "filling" | "done";

function TestOfIt() {
  const { t } = useLingui();
  const [speaker, setSpeaker] = useState(false);
  const [step, setStep] = useState<Step>("");
  const [done, setDone] = useState(0);
  const [total, setTotal] = useState(60);
  const [wrong, setWrong] = useState("");
  const stop = useRef<AbortController | null>(null);
  const save = useMutation({ mutationFn: (body: Parameters<typeof keep>[0]) => keep(body), onSettled: again });
  const words: Record<string, string> = {
    no_relay: t`Cette installation n’a pas de relais pour le son (TURN) : demandez à l’informatique de le régler.`,
    relay_unreachable: t`Le relais ne répond pas depuis ici : un pare-feu le coupe peut-être. Dites-le à l’informatique ci-dessous.`,
    throughput: t`Le débit n’a pas pu être mesuré : réessayez.`,
    insecure: t`Cette adresse n’est pas en https : le navigateur interdit le micro.`,
    microphone_denied: t`Le navigateur refuse le micro à cette page : autorisez-le par le cadenas de la barre d’adresse, puis réessayez.`,
    microphone_missing: t`Aucun micro n’est branché. Branchez votre casque, puis réessayez.`,
  };
  const run = async () => {
    const ending = new AbortController();
    stop.current = ending;
    setWrong(""); setDone(0); setStep("preparing");
    let stream: MediaStream | null = null;
    let meter = () => {};
    try {
      const ground = await ask("post", "/workforce/workstations/mine/ground");
      if (ground.ice.length === 0) throw new Error("no_relay");
      setTotal(ground.seconds);
      stream = await openMicrophone(readAudio());
      let microphone = false;
      meter = levelMeter(stream, (level) => { microphone ||= level > HEARD; });
      setStep("relay");
      const seconds = await relayLoop(ground.ice, stream, ground.seconds, setDone, ending.signal);
      setStep("filling");
      const rates = await throughput(ground.bytes_max, ending.signal);
      await save.mutateAsync({ seconds: seconds as never, microphone, speaker, ...rates });
      setStep("done");
    } catch (error) {
      setStep("");
      if (ending.signal.aborted) return;
      const code = error instanceof DOMException ? microphoneProblem(error) : error instanceof Error ? error.message : "";
      if (words[code]) setWrong(words[code]);
      else if (!save.error) setWrong(t`L’essai s’est interrompu : réessayez.`);
    } finally {
      meter();
      stream?.getTracks().forEach((track) => track.stop());
      stop.current = null;
    }
  };
  const going = step !== "" && step !== "done";
  return (
    <div className={ui.stack}>
      {!going && <div className={ui.row}><Button icon="play" onPress={() => void playTestTone(readAudio().speaker).catch(() => undefined)}>{t`Jouer trois notes`}</Button><Check checked={speaker} onChange={(event) => setSpeaker(event.target.checked)}>{t`Je les ai entendues`}</Check></div>}
      {going && <div role="status">
        <progress className={css.progress} max={total} value={step === "filling" ? total : done} aria-label={t`Essai en cours`} />
        <p>{step === "filling" ? t`Mesure du débit…` : step === "preparing" ? t`Préparation…` : t`Parlez de temps en temps : ${done} secondes sur ${total}.`}</p>
      </div>}
      {wrong && <p role="alert">{wrong}</p>}
      <Fault error={save.error} />
      <div className={ui.row}>{going ? <Button onPress={() => stop.current?.abort()}>{t`Arrêter`}</Button> : <Button kind="primary" onPress={() => void run()}>{t`Essayer mon poste`}</Button>}</div>
    </div>
  );
}

const keep = (body: NonNullable<Parameters<typeof ask<"post", "/workforce/workstations/mine/tests">>[2]>["body"]) => ask("post", "/workforce/workstations/mine/tests", { body });

function Result({ one }: { one: Workstation["tests"][number] }) {
  const { t } = useLingui();
  return (
    <div className={ui.tableWrap}>
      <table className={ui.table}>
        <caption>{t`Dernier essai, ${dayTime(one.tested_at)}`} <Badge tone={verdictTone(one.judged.verdict)} shape>{verdictWord(one.judged.verdict)}</Badge></caption>
        <thead><tr><th scope="col">{t`Mesure`}</th><th scope="col">{t`19 secondes sur 20`}</th><th scope="col">{t`Verdict`}</th><th scope="col">{t`Que faire`}</th></tr></thead>
        <tbody>{one.judged.parts.map((part) => (
          <tr key={part.what}><th scope="row">{whatWord(part.what)}</th><td className="numbers"><bdi dir="ltr">{valueWord(part)}</bdi></td><td><Badge tone={verdictTone(part.verdict)} shape>{verdictWord(part.verdict)}</Badge></td><td>{part.verdict === "green" ? "" : adviceOf(part.what)}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function Incidents({ of }: { of: Workstation }) {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const tell = useMutation({ mutationFn: () => ask("post", "/workforce/workstations/mine/incidents", { body: { words } }), onSuccess: () => { setWords(""); return again(); } });
  return (
    <article className={css.card} aria-label={t`Un ennui sur ma ligne`}>
      <h3>{t`Un ennui sur ma ligne`}</h3>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (words.trim()) tell.mutate(); }}>
        <TextArea label={t`Ce qui se passe`} help={t`Lu par l’informatique seule.`} dir="auto" rows={2} maxLength={1000} value={words} onChange={(event) => setWords(event.target.value)} />
        <Fault error={tell.error} />
        <div><Button type="submit" isDisabled={!words.trim()} isPending={tell.isPending}>{t`Le dire à l’informatique`}</Button></div>
      </form>
      {of.incidents.length > 0 && <ul className={css.list}>{of.incidents.map((one) => (
        <li key={one.id}><Badge tone={one.closed_at ? "good" : "notice"} shape>{one.closed_at ? t`Répondu` : t`Sans réponse encore`}</Badge> {dayTime(one.told_at)} <bdi>{one.words}</bdi>{one.answer && <p dir="auto">{one.answer}</p>}</li>
      ))}</ul>}
    </article>
  );
}
