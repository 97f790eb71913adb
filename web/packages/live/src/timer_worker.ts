/// <reference lib="webworker" />
self.onmessage = (event: MessageEvent<{ id: number; milliseconds: number }>) => {
  setTimeout(() => self.postMessage(event.data.id), event.data.milliseconds);
};
