import { useLingui } from "@lingui/react/macro";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { Agreements } from "./agreements.tsx";
import { OwnTelework } from "./own_telework.tsx";
import { OwnWorkstation } from "./own_workstation.tsx";
import css from "./telework.module.css";
import { WorkstationsSeen } from "./workstations_seen.tsx";

/** Her own agreement on work from home, and for who answers requests everybody's. */
export function TeleworkPage() {
  const { t } = useLingui();
  const account = useAccount();
  return (
    <div className={css.page}>
      <h1>{t`Télétravail`}</h1>
      {allowed(account, "workforce.telework.own") && <OwnTelework />}
      {allowed(account, "workforce.telework.own") && <OwnWorkstation />}
      {allowed(account, "workforce.telework.manage") && <Agreements />}
      {allowed(account, "workforce.workstations.view") && <WorkstationsSeen />}
    </div>
  );
}
