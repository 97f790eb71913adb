import { serverNow } from "@palabre/live";
import { useEffect, useState } from "react";

/** The server's time, read again every so many seconds: for words such as "3 min", never for a ticking counter. */
export function useNow(everySeconds = 10): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
}
