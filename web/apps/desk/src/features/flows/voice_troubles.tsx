import { useLingui } from "@lingui/react/macro";
import { clockTime } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import css from "./designer/designer.module.css";

const LOOK_MS = 30_000;

/** Voices that do not speak: since when, why, and what mends it. Nothing where all is well. */
export function VoiceTroubles() {
  const { t } = useLingui();
  const voices = useQuery({ queryKey: ["voice", "voices"], queryFn: () => ask("get", "/voice/voices"), refetchInterval: LOOK_MS });
  const whys: Record<string, string> = {
    missing: t`son programme ou son modèle manque, ou personne n’écoute à son adresse. À vérifier : le réglage des voix, et que le moteur tourne.`,
    slow: t`elle met plus de 4 secondes. Il lui faut un modèle plus petit, ou une machine plus libre.`,
    silent: t`elle ne répond pas en 20 secondes. Il faut relancer son moteur.`,
    refused: t`elle répond par une erreur. Le journal de son moteur dit laquelle.`,
    not_sound: t`ce qu’elle répond n’est pas un son lisible. Il faut vérifier son format.`,
  };
  return (voices.data ?? []).filter((one) => one.why).map((one) => (
    <div key={one.language} className={css.banner} data-tone="warning" data-voice={one.language} data-why={one.why} role="status">
      <Icon name="warning" size={16} />
      <span>{t`La voix « ${one.language} » ne parle plus depuis ${clockTime(one.since ?? 0)} ; espeak-ng parle à sa place. La cause : ${whys[one.why ?? ""] ?? one.why}`}</span>
    </div>
  ));
}
