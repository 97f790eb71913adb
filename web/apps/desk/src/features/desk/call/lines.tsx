import type { LiveConversation } from "@palabre/contracts";
import AbuseButton from "./abuse.tsx";
import Keypad from "./keypad.tsx";
import Quality from "./quality.tsx";

/** Beside the call: its quality, the keypad, the way out of an insult. */
export default function Lines({ call, outOfAbuse }: { call: LiveConversation; outOfAbuse: (minutes: number) => void }) {
  const away = call.state !== "talking" || call.connected === false;
  return (
    <>
      <Quality call={call} />
      <Keypad conversation={call.conversation} disabled={away} />
      <AbuseButton conversation={call.conversation} disabled={call.state === "lost"} over={outOfAbuse} />
    </>
  );
}
