import { after } from "@palabre/live";
import { useLayoutEffect } from "react";

const FRAME_MS = 250;

/**
 * Tells the server that the card is painted. A hidden tab has no frames: there it is told as soon as the page is built;
 * a timer of the worker stands behind the frame in case the tab is hidden in between.
 */
export function useShown(offer: string, socket: { send: (message: { shown: string }) => void }): void {
  useLayoutEffect(() => {
    let told = false;
    const tell = () => {
      if (told) return;
      told = true;
      performance.mark(`offer-shown:${offer}`);
      socket.send({ shown: offer });
    };
    if (document.hidden) {
      tell();
      return undefined;
    }
    const frame = requestAnimationFrame(() => queueMicrotask(tell));
    const cancel = after(FRAME_MS, tell);
    return () => { cancelAnimationFrame(frame); cancel(); };
  }, [offer, socket]);
}
