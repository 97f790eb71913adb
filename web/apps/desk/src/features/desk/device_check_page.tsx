import { useLingui } from "@lingui/react/macro";
import { levelMeter, listDevices, microphoneProblem, openMicrophone, playTestTone, readAudio, writeAudio, type Devices, type Problem } from "@palabre/softphone";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useParts } from "#/app/live_desk.tsx";
import { Check, Select } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, ui } from "#/shared/ui/ui.tsx";
import css from "./device_check.module.css";
import { MyTelephone } from "./my_telephone.tsx";

const HEARD = 0.12;

/** Before the first call: is she heard, does she hear? Half a minute, or skipped with a reason. */
export function DeviceCheckPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { phone } = useParts();
  const [choice, setChoice] = useState(readAudio);
  const [devices, setDevices] = useState<Devices>({ microphones: [], speakers: [] });
  const [problem, setProblem] = useState<Problem>("");
  const [heard, setHeard] = useState(false);
  const [tone, setTone] = useState<"" | "playing" | "played">("");
  const [reason, setReason] = useState("");
  const bar = useRef<HTMLSpanElement>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void (async () => {
      try {
        const stream = await openMicrophone(choice);
        const found = await listDevices();
        const end = () => stream.getTracks().forEach((track) => track.stop());
        if (gone) return end();
        setProblem("");
        setDevices(found);
        const off = levelMeter(stream, (level) => {
          if (bar.current) bar.current.style.inlineSize = `${Math.round(level * 100)}%`;
          if (level > HEARD) setHeard(true);
        });
        stop = () => { off(); end(); };
      } catch (error) {
        if (!gone) setProblem(microphoneProblem(error));
      }
    })();
    return () => { gone = true; stop?.(); };
  }, [choice, attempt]);

  const change = (changed: Partial<typeof choice>) => {
    writeAudio(changed);
    setChoice(readAudio());
    phone?.devicesChanged();
  };
  const play = async () => {
    setTone("playing");
    await playTestTone(choice.speaker).catch(() => undefined);
    setTone("played");
  };
  const leave = (how: "done" | "skipped") => {
    sessionStorage.setItem("palabre.check", how);
    if (how === "skipped") localStorage.setItem("palabre.check.reason", reason);
    void navigate({ to: "/inbox" });
  };
  const ways: Record<string, string> = {
    insecure: t`Cette adresse n’est pas en https : le navigateur interdit le micro. Demandez l’adresse en https à votre administrateur.`,
    microphone_denied: t`Le navigateur refuse le micro à cette page. Cliquez sur le cadenas de la barre d’adresse, autorisez le micro, puis réessayez.`,
    microphone_missing: t`Aucun micro n’est branché. Branchez votre casque, puis réessayez.`,
  };
  return (
    <div className={css.page}>
      <header><h1>{t`Vérifier le matériel`}</h1><p>{t`Une demi-minute, pour que le premier appel s’entende bien.`}</p></header>
      <section className={css.card} aria-label={t`Être appelé sur`}><h2><Icon name="phone" /> {t`Être appelé sur`}</h2><MyTelephone /></section>
      <section className={css.card} aria-label={t`Micro`}>
        <div className={ui.spread}><h2><Icon name="microphone" /> {t`Micro`}</h2>{problem ? <Badge tone="bad" shape>{t`Pas de micro`}</Badge> : heard ? <Badge tone="good" shape>{t`On vous entend`}</Badge> : <Badge>{t`Parlez un peu…`}</Badge>}</div>
        {problem
          ? <div className={ui.stack}><p role="alert">{ways[problem] ?? ways["microphone_missing"]}</p><div><Button onPress={() => setAttempt((n) => n + 1)}>{t`Réessayer`}</Button></div></div>
          : <div className={css.meter} role="img" aria-label={t`Niveau du micro`}><span ref={bar} /></div>}
        <Select label={t`Micro utilisé`} value={choice.microphone} onChange={(event) => change({ microphone: event.target.value })}>
          <option value="">{t`Celui du système`}</option>
          {devices.microphones.filter((one) => one.deviceId && one.deviceId !== "default").map((one) => <option key={one.deviceId} value={one.deviceId}>{one.label}</option>)}
        </Select>
        <Check checked={choice.processing} onChange={(event) => change({ processing: event.target.checked })}>{t`Réduire l’écho et le bruit (à décocher si votre casque le fait déjà)`}</Check>
      </section>
      <section className={css.card} aria-label={t`Haut-parleur`}>
        <div className={ui.spread}><h2><Icon name="speaker" /> {t`Haut-parleur`}</h2><Button icon="play" onPress={() => void play()} isDisabled={tone === "playing"}>{tone === "playing" ? t`Écoutez…` : t`Jouer trois notes`}</Button></div>
        {tone === "played" && <p role="status">{t`Rien entendu ? Montez le son, ou choisissez une autre sortie.`}</p>}
        <Select label={t`Sortie utilisée`} value={choice.speaker} onChange={(event) => change({ speaker: event.target.value })}>
          <option value="">{t`Celle du système`}</option>
          {devices.speakers.filter((one) => one.deviceId && one.deviceId !== "default").map((one) => <option key={one.deviceId} value={one.deviceId}>{one.label}</option>)}
        </Select>
      </section>
      <footer className={css.end}>
        <Button kind="primary" size="big" icon="check" onPress={() => leave("done")} isDisabled={!!problem}>{t`Tout va bien`}</Button>
        <div className={css.skip}>
          <Select label={t`Passer, parce que`} value={reason} onChange={(event) => setReason(event.target.value)}>
            <option value="">{t`Choisir une raison…`}</option>
            <option value="written_only">{t`je réponds par écrit seulement`}</option>
            <option value="headset_later">{t`mon casque arrive`}</option>
            <option value="done_before">{t`je l’ai déjà vérifié aujourd’hui`}</option>
          </Select>
          <Button onPress={() => leave("skipped")} isDisabled={!reason}>{t`Passer`}</Button>
        </div>
      </footer>
    </div>
  );
}
