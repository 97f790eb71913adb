/** Our own icons: 20 px, one stroke. Those of telephone and media are never mirrored; arrows are. */
const PATHS = {
  inbox: "M3 11.5 5.2 5h9.6L17 11.5V15a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-3.5Zm0 0h4l1 2h4l1-2h4",
  people: "M7.5 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5ZM2.5 16c.2-2.6 2.2-4.3 5-4.3s4.8 1.7 5 4.3M13 4.3a2.6 2.6 0 0 1 0 5M14.5 11.9c1.8.5 2.9 2 3 4.1",
  day: "M4 5h12v11H4V5Zm0 3.5h12M7.5 3v3M12.5 3v3M7 12l2 2 4-3.5",
  floor: "M3 16V9.5M8 16V4M13 16v-8.5M17.5 16v-4M2 16h16.5",
  wall: "M3 4.5h14v9H3v-9ZM7.5 17h5M10 13.5V17M6 10.5l2-2.5 2 1.5 3.5-3",
  setup: "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13.2 13.2 17 17",
  phone: "M5 3.5h2.5l1.3 3.6-1.7 1.3a9 9 0 0 0 4.5 4.5l1.3-1.7 3.6 1.3V15c0 1-.8 1.7-1.7 1.6C8.8 16.2 3.8 11.2 3.4 5.2 3.3 4.3 4 3.5 5 3.5Z",
  hangup: "M2.5 11.8c0-1.2.6-2 1.6-2.5a13.5 13.5 0 0 1 11.8 0c1 .5 1.6 1.3 1.6 2.5v1.3c0 .6-.5 1-1.1.9l-2.8-.6a1 1 0 0 1-.8-.9l-.2-1.7a9.5 9.5 0 0 0-5.2 0l-.2 1.7a1 1 0 0 1-.8.9l-2.8.6c-.6.1-1.1-.3-1.1-.9v-1.3Z",
  microphone: "M10 12.5a2.5 2.5 0 0 0 2.5-2.5V5.5a2.5 2.5 0 0 0-5 0V10a2.5 2.5 0 0 0 2.5 2.5ZM5 9.5a5 5 0 0 0 10 0M10 14.5V17M7.5 17h5",
  microphone_off: "M7.5 8V10a2.5 2.5 0 0 0 4 2M12.5 9V5.5a2.5 2.5 0 0 0-4.8-1M5 9.5a5 5 0 0 0 8.3 3.7M15 9.5c0 .7-.1 1.3-.4 1.9M10 14.5V17M7.5 17h5M3.5 3.5l13 13",
  pause: "M7 4.5v11M13 4.5v11",
  play: "M6.5 4.5v11l9-5.5-9-5.5Z",
  chat: "M3.5 5h13v8.5H9L5.5 16.5v-3h-2V5Z",
  mail: "M3 5h14v10H3V5Zm0 1 7 5 7-5",
  note: "M4.5 3.5h11v9l-4 4h-7v-13ZM11.5 16.5v-4h4M7 7h6M7 10h4",
  send: "M3.5 10 16.5 4l-3.5 12.5-3.5-5.2L3.5 10ZM9.5 11.3 16.5 4",
  check: "M4 10.5 8.2 14.5 16 6",
  close: "M5 5l10 10M15 5 5 15",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.3l2.7 1.7",
  down: "M5.5 8 10 12.5 14.5 8",
  next: "M8 5l5 5-5 5",
  sun: "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM10 2.5V4M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1",
  language: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3.3 8.5h13.4M3.3 11.5h13.4M10 3c-4 4-4 10 0 14M10 3c4 4 4 10 0 14",
  keyboard: "M2.5 5.5h15v9h-15v-9ZM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
  warning: "M10 3.5 17.5 16h-15L10 3.5ZM10 8.5v3.5M10 14h.01",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.2V13.5M10 6.7h.01",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  edit: "M4 16l.8-3.2L13 4.5 15.5 7l-8.3 8.2L4 16Z",
  undo: "M7.5 5 4 8.5 7.5 12M4 8.5h7.5a4 4 0 0 1 0 8H9",
  swap: "M13 3.5 16 6.5 13 9.5M16 6.5H4M7 10.5 4 13.5 7 16.5M4 13.5h12",
  panel: "M3 4.5h14v11H3v-11ZM12 4.5v11",
  exit: "M8 4H4.5v12H8M11.5 6.5 15 10l-3.5 3.5M15 10H8",
  copy: "M7 7V4h9v9h-3M4 7h9v9H4V7Z",
  speaker: "M3.5 8v4H6l4 3.5v-11L6 8H3.5ZM13 7.5a3.5 3.5 0 0 1 0 5M15 5.5a6.5 6.5 0 0 1 0 9",
  headset: "M4 12v-2a6 6 0 0 1 12 0v2M4 11.5h2.5V16H4.8c-.5 0-.8-.4-.8-.8v-3.7ZM16 11.5h-2.5V16h1.7c.5 0 .8-.4.8-.8v-3.7Z",
  plus: "M10 4v12M4 10h12",
  flow: "M4 4h5v4H4V4ZM11 12h5v4h-5v-4ZM6.5 8v6H11",
  key: "M7 13a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10.5 9.5H17v3M14 9.5V12",
  chart: "M3 3.5v13h14M6 13l3.5-4.5 3 2.5L17 5",
  list: "M7 5.5h10M7 10h10M7 14.5h10M3.5 5.5h.01M3.5 10h.01M3.5 14.5h.01",
  calendar: "M4 5h12v11H4V5Zm0 3.5h12M7.5 3v3M12.5 3v3",
  record: "M10 14a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z",
  keypad: "M5.5 5h.01M10 5h.01M14.5 5h.01M5.5 9h.01M10 9h.01M14.5 9h.01M5.5 13h.01M10 13h.01M14.5 13h.01M10 17h.01",
  dial: "M5 5.5h2.2l1.2 3.2-1.5 1.2a8 8 0 0 0 4 4l1.2-1.5 3.2 1.2v2c0 .9-.7 1.5-1.5 1.4-5.3-.4-9.7-4.8-10-10.1 0-.8.6-1.4 1.2-1.4ZM13.5 3v5M11 5.5h5",
  shield: "M10 3 4.5 5v4.5c0 3.6 2.3 6 5.5 7.5 3.2-1.5 5.5-3.9 5.5-7.5V5L10 3ZM10 7v3.5M10 13h.01",
  signal: "M4 15v-2M8 15v-5M12 15V8M16 15V5",
} as const;

export type IconName = keyof typeof PATHS;
export const ICON_NAMES = Object.keys(PATHS) as IconName[];
const MIRRORED = new Set<IconName>(["next", "undo", "send", "exit", "list", "panel"]);

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={1.6}
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" className={MIRRORED.has(name) ? "mirrored" : undefined}
    >
      <path d={PATHS[name]} fill={name === "record" ? "currentColor" : "none"} />
    </svg>
  );
}

/** The tree under which people talk until they agree. */
export function Tree({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M16 3c-6 0-12.5 3.6-12.5 8.6 0 3.6 3 6 6.4 6 1.6 0 2.8-.5 3.8-1.3l.6 5.2c.1 3-1.6 4.6-4.3 5.5h12c-2.7-.9-4.4-2.5-4.3-5.5l.6-5.2c1 .8 2.2 1.3 3.8 1.3 3.4 0 6.4-2.4 6.4-6C28.5 6.6 22 3 16 3Z" fill="var(--accent)" />
      <path d="M4 29h24" stroke="var(--accent)" strokeWidth="1.8" strokeLinecap="round" />
      <g fill="var(--surface)"><circle cx="9.6" cy="11.4" r="1.3" /><circle cx="16" cy="9.3" r="1.3" /><circle cx="22.4" cy="11.4" r="1.3" /></g>
    </svg>
  );
}
