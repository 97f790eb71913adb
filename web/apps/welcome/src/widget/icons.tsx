/** Drawn here: a tree under which people talk, and what the buttons mean. */
const line = { fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round" } as const;

function Icon(props: { children: preact.ComponentChildren; size?: number; flip?: boolean }) {
  const size = props.size ?? 20;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" class={props.flip ? "flip" : undefined} {...line}>
      {props.children}
    </svg>
  );
}

export const Tree = (props: { size?: number }) => (
  <Icon size={props.size ?? 24}>
    <path d="M12 21v-8M12 16.5l-3.2-2.7M12 15l2.8-2.3" />
    <path d="M7.4 13.9a4 4 0 0 1-1.9-7.3 5 5 0 0 1 7.9-2.3 4.2 4.2 0 0 1 5.4 5 3.3 3.3 0 0 1-2.2 4.6z" />
    <path d="M8.5 21h7" />
  </Icon>
);
export const Down = () => <Icon><path d="m6 9 6 6 6-6" /></Icon>;
export const Dots = () => <Icon><path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" /></Icon>;
export const Send = () => <Icon flip><path d="M4 12 20 4l-5 16-3.2-6.6zM11.8 13.4 20 4" /></Icon>;
export const Lock = () => <Icon size={16}><path d="M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3" /></Icon>;
