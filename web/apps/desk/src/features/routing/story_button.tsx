import { useLingui } from "@lingui/react/macro";
import type { Segment } from "@palabre/contracts";
import { lazy, Suspense, useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { Button } from "#/shared/ui/ui.tsx";

const StoryDialog = lazy(() => import("./story.tsx").then((file) => ({ default: file.StoryDialog })));
const HERS = ["ring", "talk", "hold", "consult", "wrap_up"];

/** For a supervisor, and for the advisor who had part in it. */
export function StoryButton({ conversation, segments, mine = false }: { conversation: string; segments: readonly Segment[] | undefined; mine?: boolean }) {
  const { t } = useLingui();
  const account = useAccount();
  const [open, setOpen] = useState(false);
  const own = mine || segments?.some((one) => HERS.includes(one.kind) && one.owner === account.person.id);
  if (!allowed(account, "routing.explain") && !(own && allowed(account, "desk.answer"))) return null;
  return (
    <>
      <Button size="small" kind="quiet" icon="info" onPress={() => setOpen(true)}>{t`Pourquoi ?`}</Button>
      {open && <Suspense fallback={null}><StoryDialog conversation={conversation} close={() => setOpen(false)} /></Suspense>}
    </>
  );
}
