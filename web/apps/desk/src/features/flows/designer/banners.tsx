import { useLingui } from "@lingui/react/macro";
import { clockTime } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePeopleNames } from "#/features/routing/names.ts";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import type { useAutosave } from "./autosave.ts";
import { VoiceTroubles } from "../voice_troubles.tsx";
import { useDesigner } from "./context.tsx";
import css from "./designer.module.css";

const HERE_MS = 15_000;

/** Who else has this draft before her, and what to do when two have changed it. */
export function Banners({ id, autosave, adopt }: { id: string; autosave: ReturnType<typeof useAutosave>; adopt: () => void }) {
  const { t } = useLingui();
  const { readOnly } = useDesigner();
  const editors = useQuery({ queryKey: ["flow", id, "editing"], queryFn: () => ask("put", "/flows/{id}/editing", { path: { id } }), enabled: !readOnly, refetchInterval: HERE_MS, gcTime: 0 });
  useEffect(() => () => { if (!readOnly) void ask("delete", "/flows/{id}/editing", { path: { id } }).catch(() => undefined); }, [id, readOnly]);
  const people = [...(editors.data ?? []).map((one) => one.person), ...(autosave.conflict?.by ? [autosave.conflict.by] : [])];
  const names = usePeopleNames(people);
  const nameOf = (person: string | null) => names.get(person ?? "") || t`quelqu’un d’autre`;
  const others = (editors.data ?? []).map((one) => nameOf(one.person));
  return (
    <>
      <VoiceTroubles />
      {others.length > 0 && <p className={css.banner} data-editors={others.length} role="status"><Icon name="people" size={16} /><bdi>{t`${others.join(", ")} a aussi ce brouillon sous les yeux.`}</bdi></p>}
      {autosave.conflict && (
        <div className={css.banner} data-tone="warning" role="alert">
          <Icon name="warning" size={16} />
          <span>{t`${nameOf(autosave.conflict.by)} a modifié ce brouillon à ${clockTime(autosave.conflict.at)}. Le vôtre n’est pas gardé.`}</span>
          <Button size="small" onPress={adopt}>{t`Prendre le sien`}</Button>
          <Button size="small" onPress={autosave.insist}>{t`Garder le mien`}</Button>
        </div>
      )}
      {autosave.state === "offline" && <Fault error={autosave.failure} retry={() => void autosave.save().catch(() => undefined)} />}
    </>
  );
}
