import { useLingui } from "@lingui/react/macro";
import { duration } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./rehearsal.module.css";
import { endSaid, problemSaid, SCRIPTS, stepSaid, type RobotCall } from "./rehearsal_words.ts";
import { useQueueNames } from "./rehearsal_names.ts";

/** What came of each call: where it went, what was heard when, what was wrong. */
export function RobotCalls({ calls }: { calls: RobotCall[] }) {
  const { t } = useLingui();
  const names = useQueueNames();
  return (
    <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Appels des robots`}><table className={ui.table}>
      <caption className="unseen">{t`Appels des robots`}</caption>
      <thead><tr><th scope="col">{t`Numéro`}</th><th scope="col">{t`Chemin`}</th><th scope="col">{t`Entendu`}</th><th scope="col">{t`Arrivé à`}</th><th scope="col">{t`Verdict`}</th></tr></thead>
      <tbody>{calls.map((one) => <Row key={one.id} one={one} names={names} />)}</tbody>
    </table></div>
  );
}

function Row({ one, names }: { one: RobotCall; names: Record<string, string> }) {
  const { t } = useLingui();
  const keys = one.keys;
  return (
    <tr data-robot-call={one.number}>
      <th scope="row" className={css.number}><bdi dir="ltr">{one.number}</bdi>{one.name && <div className={css.soft}><bdi>{one.name}</bdi></div>}{keys && <div className={css.soft}>{t`touches`} <bdi dir="ltr">{keys}</bdi></div>}</th>
      <td><ol className={css.path}>{one.path.map((step, at) => <li key={at}><bdi>{step.title || stepSaid(step.kind)}</bdi></li>)}</ol></td>
      <td>{one.heard && <Heard heard={one.heard} />}</td>
      <td><bdi>{endSaid(one.came_to, names)}</bdi></td>
      <td><Verdict one={one} />{one.stale && <Badge tone="warning" shape>{t`Le parcours a changé depuis`}</Badge>}</td>
    </tr>
  );
}

function Verdict({ one }: { one: RobotCall }) {
  const { t } = useLingui();
  const body = { number: one.number, name: one.name || t`Premiers mots`, keys: one.keys, expects: one.came_to };
  const keep = useMutation({ mutationFn: () => ask("put", "/moving/rehearsal-scripts/{id}", { path: { id: crypto.randomUUID() }, body }), onSuccess: () => void queries.invalidateQueries({ queryKey: SCRIPTS }) });
  if (one.state === "waiting") return <Badge>{t({ message: "En attente", context: "robot" })}</Badge>;
  if (one.state === "running") return <Badge tone="notice">{t`En ligne`}</Badge>;
  if (one.state === "stopped") return <Badge>{t`Arrêté`}</Badge>;
  if (one.problems.length > 0) return <ul className={css.problems}>{one.problems.map((code) => <li key={code}><Badge tone="bad" shape>{problemSaid(code)}</Badge></li>)}</ul>;
  return (
    <div className={ui.row}>
      <Badge tone="good" shape>{t`Bon`}</Badge>
      {!one.expects && one.came_to && !keep.isSuccess && <Button size="small" kind="quiet" isPending={keep.isPending} onPress={() => keep.mutate()}>{t`Attendre toujours cela`}</Button>}
      {keep.isSuccess && <span role="status">{t`Gardé`}</span>}
      <Fault error={keep.error} />
    </div>
  );
}

/** A call as a strip: what sounded, when keys were pressed. Its words say the same. */
function Heard({ heard }: { heard: NonNullable<RobotCall["heard"]> }) {
  const { t } = useLingui();
  const whole = Math.max(heard.talked_ms, 1);
  const sounds = heard.sounds as [number, number][], pressed = heard.pressed as [number, string][];
  const first = sounds[0] ? duration(sounds[0][0]) : "";
  return (
    <div className={css.heard}>
      <svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" className={css.strip}>
        <rect className={css.silence} y="5" width="100" height="4" />
        {sounds.map(([begin, end], at) => <rect key={at} className={css.sound} x={(100 * begin) / whole} y="2" width={Math.max((100 * (end - begin)) / whole, 0.5)} height="10" />)}
        {pressed.map(([when], at) => <rect key={at} className={css.key} x={(100 * when) / whole} width="1" height="14" />)}
      </svg>
      <span className={css.soft}>{first ? t`premier son après ${first}` : t`aucun son`} · {duration(heard.talked_ms)}</span>
    </div>
  );
}
