import { Trans, useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { clockTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { queries } from "#/app/queries.ts";
import { usePeopleNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { clock, segmentSaid, silenceSaid } from "./recording_words.ts";
import css from "./recordings.module.css";

type Card = Answer<"get", "/recordings/{recording}/card">;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const HEIGHT = 100;

/** One recording: what the customer says above, what she hears below; silences shaded, own marks, hashes. Its sound is fetched when it is first played: each listening is on record. */
export function Player({ recording }: { recording: string }) {
  const { t } = useLingui();
  const account = useAccount();
  const found = useQuery({ queryKey: ["recording", recording], queryFn: () => ask("get", "/recordings/{recording}/card", { path: { recording } }) });
  const sound = useRef<HTMLAudioElement>(null);
  const [url, setUrl] = useState("");
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [note, setNote] = useState("");
  const card = found.data;
  const seconds = card?.recording.seconds ?? 0;
  const again = () => queries.invalidateQueries({ queryKey: ["recording", recording] });
  const fetched = useMutation({
    mutationFn: async (): Promise<string> => {
      const answer = await fetch(`/api/recordings/${recording}`, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      return URL.createObjectURL(await answer.blob());
    },
    onSuccess: (made) => setUrl(made),
  });
  const mark = useMutation({ mutationFn: () => ask("post", "/conversations/{conversation}/marks", { path: { conversation: card!.recording.conversation }, body: { at: Math.round(card!.recording.began_at + at * 1000), note } }), onSuccess: () => { setNote(""); void again(); } });
  const unmark = useMutation({ mutationFn: (one: string) => ask("delete", "/recordings/marks/{mark}", { path: { mark: one } }), onSuccess: again });
  const hold = useMutation({ mutationFn: (on: boolean) => ask("put", "/recordings/{recording}/hold", { path: { recording }, body: { on } }), onSuccess: again });
  useEffect(() => () => { if (url) URL.revokeObjectURL(url); }, [url]);
  useEffect(() => { if (url && sound.current) { sound.current.currentTime = at; sound.current.playbackRate = speed; void sound.current.play(); } }, [url]); // oxlint-disable-line react-hooks/exhaustive-deps -- once it is there
  const turn = () => {
    if (!url) { if (!fetched.isPending) fetched.mutate(); return; }
    if (sound.current?.paused) void sound.current.play(); else sound.current?.pause();
  };
  const go = (to: number) => {
    const place = Math.min(Math.max(to, 0), seconds);
    setAt(place);
    if (sound.current && url) sound.current.currentTime = place;
  };
  const faster = (by: number) => {
    const next = SPEEDS[Math.min(Math.max(SPEEDS.indexOf(speed) + by, 0), SPEEDS.length - 1)]!;
    setSpeed(next);
    if (sound.current) sound.current.playbackRate = next;
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      " ": turn, ArrowRight: () => go(at + (event.shiftKey ? 30 : 5)), ArrowLeft: () => go(at - (event.shiftKey ? 30 : 5)),
      Home: () => go(0), End: () => go(seconds), ArrowUp: () => faster(1), ArrowDown: () => faster(-1), m: () => mark.mutate(),
    };
    const step = steps[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); step(); }
  };
  if (!card) return <Fault error={found.error} retry={() => void found.refetch()} />;
  const began = card.recording.began_at;
  return (
    <section className={css.player} aria-label={t`Lecteur`} data-recording={recording}>
      <Wave card={card} at={at} go={go} press={press} playing={playing} />
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what was said on the phone has no transcript yet */}
      <audio ref={sound} src={url || undefined} onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onEnded={() => setPlaying(false)} />
      <div className={css.controls}>
        <span className={ui.row} dir="ltr">
          <IconButton icon="undo" name={t`Reculer de 5 secondes`} onPress={() => go(at - 5)} />
          <Button kind="primary" icon={playing ? "pause" : "play"} isPending={fetched.isPending} onPress={turn}>{playing ? t`Pause` : t`Écouter`}</Button>
          <IconButton icon="next" name={t`Avancer de 5 secondes`} onPress={() => go(at + 5)} />
        </span>
        <span dir="ltr" aria-hidden="true">{clock(at)} / {clock(seconds)}</span>
        <Select label={t`Vitesse`} value={String(speed)} onChange={(event) => { const next = Number(event.target.value); setSpeed(next); if (sound.current) sound.current.playbackRate = next; }}>
          {SPEEDS.map((one) => <option key={one} value={one}>{`× ${one}`}</option>)}
        </Select>
        {allowed(account, "recordings.export") && <>
          <a className={ui.button ?? ""} href={`/api/recordings/${recording}/export`} download><Icon name="down" />{t`Exporter le son`}</a>
          <a className={ui.button ?? ""} href={`/api/recordings/${recording}/vcon`} download><Icon name="down" />{t`Exporter en vCon`}</a>
        </>}
        {allowed(account, "recordings.erase") && <Button icon="key" isPending={hold.isPending} onPress={() => hold.mutate(!card.recording.held)}>{card.recording.held ? t`Lever la conservation` : t`Conserver pour la justice`}</Button>}
        {card.recording.held && <Badge tone="warning" shape>{t`Conservé`}</Badge>}
      </div>
      <Fault error={fetched.error ?? mark.error ?? unmark.error ?? hold.error} />
      <p className={css.soft}>{t`Chaque écoute et chaque export sont inscrits au journal.`}</p>
      <form className={css.filters} onSubmit={(event) => { event.preventDefault(); mark.mutate(); }}>
        <TextField label={t`Repère à ${clock(at)}`} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        <Button type="submit" icon="plus" isPending={mark.isPending}>{t`Poser un repère`}</Button>
      </form>
      <Lists card={card} began={began} go={go} unmark={(one) => unmark.mutate(one)} own={account.person.id} />
      <p><span className={css.soft}>SHA-256</span> <span className={css.hash}>{card.sha256}</span></p>
    </section>
  );
}

/** A slider whose rail is the wave. It runs from left to right in every language, as sound is drawn. */
function Wave({ card, at, go, press, playing }: { card: Card; at: number; go: (to: number) => void; press: (event: KeyboardEvent) => void; playing: boolean }) {
  const { t } = useLingui();
  const { seconds, began_at: began } = card.recording;
  const points = Math.max(1, card.peaks.length / 2);
  const x = (second: number) => (seconds ? (second / seconds) * points : 0);
  const click = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    go(((event.clientX - box.left) / box.width) * seconds);
  };
  return (
    <div className={css.wave} role="slider" tabIndex={0} aria-label={t`Position dans l’enregistrement`} aria-valuemin={0} aria-valuemax={Math.round(seconds)} aria-valuenow={Math.round(at)} aria-valuetext={t`${clock(at)} sur ${clock(seconds)}`} data-playing={playing || undefined} onPointerDown={click} onKeyDown={press}>
      <svg viewBox={`0 0 ${points} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {card.silences.map(({ why, since, until }) => <rect key={`${why}${since}`} className={css.silence} x={x(since / 1000)} width={x((until - since) / 1000)} y={0} height={92} data-silence={why}><title>{silenceSaid(why)}</title></rect>)}
        <path className={css.left} d={lane(card.peaks, 0, 24, 22)} data-lane="left" />
        <path className={css.right} d={lane(card.peaks, 1, 68, 22)} data-lane="right" />
        {card.segments.filter((one) => one.kind === "talk" || one.kind === "hold").map((one) => <rect key={`${one.kind}${one.opened_at}`} className={one.kind === "hold" ? css.heldPart : css.segment} x={x((one.opened_at - began) / 1000)} width={x(((one.closed_at ?? began + seconds * 1000) - one.opened_at) / 1000)} y={95} height={5}><title>{segmentSaid(one.kind)}</title></rect>)}
        {card.marks.map((one) => <line key={one.id} className={css.mark} x1={x((one.at - began) / 1000)} x2={x((one.at - began) / 1000)} y1={0} y2={HEIGHT} />)}
        <line className={css.needle} x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT} />
      </svg>
    </div>
  );
}

/** One side's peaks around their middle, as one filled path. */
function lane(peaks: readonly number[], side: number, middle: number, half: number): string {
  const heights = peaks.filter((_, n) => n % 2 === side).map((one) => (Math.sqrt(one / 255) * half) || 0.4);
  const above = heights.map((one, n) => `${n} ${(middle - one).toFixed(1)}`);
  const below = heights.map((one, n) => `${n} ${(middle + one).toFixed(1)}`).toReversed();
  return heights.length ? `M${[...above, ...below].join("L")}Z` : "";
}

/** The same as the picture, in words: for who does not see it, and to go there by keyboard. */
function Lists({ card, began, go, unmark, own }: { card: Card; began: number; go: (to: number) => void; unmark: (id: string) => void; own: string }) {
  const { t } = useLingui();
  const people = usePeopleNames([...card.marks.map((one) => one.person), ...card.segments.filter((one) => one.kind === "talk").map((one) => one.owner)]);
  const place = (ms: number) => (ms - began) / 1000;
  return (
    <div className={css.lists}>
      <div><h3>{t`Passages`}</h3><ul>{card.segments.filter((one) => ["talk", "hold"].includes(one.kind)).map((one) => <li key={one.kind + one.opened_at}><Button size="small" onPress={() => go(place(one.opened_at))}>{clock(place(one.opened_at))}</Button> {segmentSaid(one.kind)} <bdi className={css.soft}>{people.get(one.owner) ?? ""}</bdi> <span className={css.soft}>{clockTime(one.opened_at)}</span></li>)}</ul></div>
      {card.silences.length > 0 && <div><h3>{t`Silences voulus`}</h3><ul>{card.silences.map(({ why, since, until }) => <li key={`${why}${since}`}><Button size="small" onPress={() => go(since / 1000)}>{clock(since / 1000)}</Button> {silenceSaid(why)} <span className={css.soft}>{clock((until - since) / 1000)}</span></li>)}</ul></div>}
      {card.marks.length > 0 && <div><h3>{t`Repères`}</h3><ul>{card.marks.map((one) => <li key={one.id}><Button size="small" onPress={() => go(place(one.at))}>{clock(place(one.at))}</Button> <bdi>{one.note}</bdi> <bdi className={css.soft}><Trans>par {people.get(one.person) ?? "…"}</Trans></bdi>{one.person === own && <IconButton size="small" icon="close" name={t`Retirer ce repère`} onPress={() => unmark(one.id)} />}</li>)}</ul></div>}
    </div>
  );
}
