import { useLink, useLive } from "@palabre/live";
import { useEffect, useState } from "react";

export const STALE_MS = 15_000;
const LOOK_MS = 1_000;

/** How old what is shown may be: 0 while the server is heard; past fifteen seconds it is shown grey and says so. */
export function useAge(): number {
  const live = useLive();
  const link = useLink();
  const [age, setAge] = useState(0);
  useEffect(() => {
    const look = () => {
      const silent = live.heard ? Date.now() - live.heard : 0;
      setAge(silent > STALE_MS ? Math.floor(silent / 5_000) * 5_000 : 0); // in steps: no ticking seconds
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [live, link.state]);
  return age;
}
