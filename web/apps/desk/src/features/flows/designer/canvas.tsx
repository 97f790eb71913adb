import { useLingui } from "@lingui/react/macro";
import { Background, Controls, Handle, MarkerType, MiniMap, Position, ReactFlow, ReactFlowProvider, useNodesInitialized, useReactFlow, useUpdateNodeInternals, type Connection, type Edge, type Node, type NodeChange, type NodeProps } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Icon } from "#/shared/ui/icons.tsx";
import { cx } from "#/shared/ui/ui.tsx";
import { useDesigner } from "./context.tsx";
import css from "./designer.module.css";
import { connect, removeSteps, titleOf, type Point } from "./draft.ts";
import { placed, WIDTH } from "./layout.ts";
import { exitName, kindIcon, kindName } from "./step_words.ts";

interface Shown extends Record<string, unknown> { title: string; kind: string; exits: string[]; wired: string[]; faults: number; start: boolean; here: boolean; dim: boolean; rtl: boolean }
type StepNode = Node<Shown, "step">;

const mirrored = (x: number, rtl: boolean) => (rtl ? -x - WIDTH : x);

const StepCard = memo(function StepCard({ id, data, selected }: NodeProps<StepNode>) {
  const { t } = useLingui();
  const refresh = useUpdateNodeInternals();
  useEffect(() => refresh(id), [id, data.exits, data.rtl, refresh]);
  const [before, after] = data.rtl ? [Position.Right, Position.Left] : [Position.Left, Position.Right];
  return (
    <div className={cx(css.card, selected && css.chosen, data.here && css.here, data.dim && css.dim)} dir={data.rtl ? "rtl" : "ltr"} data-step={id}>
      <Handle type="target" position={before} className={css.port} />
      <div className={css.cardHead}>
        <Icon name={kindIcon(data.kind)} size={16} />
        <span className={css.cardTitle}><bdi>{data.title}</bdi></span>
        {data.start && <span className={css.flag}>{t`début`}</span>}
        {data.faults > 0 && <span className={css.count} title={t`À corriger : ${data.faults}`}>{data.faults}</span>}
      </div>
      <div className={css.cardKind}>{kindName(data.kind)}</div>
      <ul className={css.exits}>
        {data.exits.map((exit) => (
          <li key={exit} className={data.wired.includes(exit) ? undefined : css.loose}>
            {exitName(exit)}
            <Handle type="source" id={exit} position={after} className={css.port} data-exit={exit} />
          </li>
        ))}
      </ul>
    </div>
  );
});

const READABLE = 0.5;
const NODE_TYPES = { step: StepCard };

export default function Canvas(props: { dropped: (kind: string, at: Point) => void; focus: { step: string; at: number } | null }) {
  return <ReactFlowProvider><Drawn {...props} /></ReactFlowProvider>;
}

function Drawn({ dropped, focus }: { dropped: (kind: string, at: Point) => void; focus: { step: string; at: number } | null }) {
  const { t, i18n } = useLingui();
  const { draft, faults, selected, readOnly, change, select, exits, here, matches } = useDesigner();
  const flow = useReactFlow<StepNode>();
  const rtl = i18n.locale === "ar";
  const places = useMemo(() => placed(draft, (name) => exits(name).length), [draft, exits]);
  const [dragged, setDragged] = useState<Record<string, Point>>({});
  const wide = useRef<HTMLDivElement>(null);
  const [sizes, setSizes] = useState<Record<string, { width: number; height: number }>>({});
  const nodes = useMemo<StepNode[]>(() => Object.entries(draft.steps).map(([name, step]) => {
    const [x, y] = dragged[name] ?? places[name] ?? [0, 0];
    const wrong = faults.filter((one) => one.where === name).length;
    const data: Shown = { title: titleOf(draft, name), kind: step.kind, exits: exits(name), wired: Object.keys(step.next ?? {}), faults: wrong, start: draft.start === name, here: here === name, dim: !!matches && !matches.has(name), rtl };
    return { id: name, type: "step", position: { x: mirrored(x, rtl), y }, data, selected: selected === name, ...(sizes[name] ? { measured: sizes[name] } : {}), ariaLabel: t`Étape ${data.title}, ${kindName(step.kind)}`, deletable: !readOnly };
  }), [draft, places, dragged, faults, exits, selected, here, matches, rtl, readOnly, sizes, t]);
  const edges = useMemo<Edge[]>(() => Object.entries(draft.steps).flatMap(([name, step]) => Object.entries(step.next ?? {}).filter(([exit, to]) => draft.steps[to] && exits(name).includes(exit)).map(([exit, to]) => ({
    id: `${name}:${exit}`, source: name, sourceHandle: exit, target: to, type: "smoothstep", focusable: true, deletable: !readOnly, markerEnd: { type: MarkerType.ArrowClosed }, className: css.edge ?? "",
    ariaLabel: t`${exitName(exit)} : de ${titleOf(draft, name)} à ${titleOf(draft, to)}`,
  }))), [draft, exits, readOnly, t]);
  const moved = useCallback((changes: NodeChange<StepNode>[]) => {
    const at: Record<string, Point> = {};
    const measured: Record<string, { width: number; height: number }> = {};
    let done = false;
    for (const one of changes) {
      if (one.type === "position" && one.position) { at[one.id] = [Math.round(mirrored(one.position.x, rtl)), Math.round(one.position.y)]; if (!one.dragging) done = true; }
      if (one.type === "dimensions" && one.dimensions) measured[one.id] = one.dimensions;
      if (one.type === "select" && one.selected) select(one.id);
    }
    if (Object.keys(measured).length) setSizes((before) => ({ ...before, ...measured }));
    if (Object.keys(at).length === 0 || readOnly) return;
    if (done) { setDragged({}); change({ ...draft, drawn: { ...places, ...at } }, `move ${Object.keys(at).join()}`); }
    else setDragged((before) => ({ ...before, ...at }));
  }, [change, draft, places, readOnly, rtl, select]);
  const joined = useCallback(({ source, sourceHandle, target }: Connection) => { if (sourceHandle) change(connect(draft, source, sourceHandle, target)); }, [change, draft]);
  const ready = useNodesInitialized();
  const fitted = useRef(false);
  const fit = async () => {  // whole where it can be read; else from its beginning
    await flow.fitView({ maxZoom: 1, padding: 0.1 });
    if (flow.getZoom() < READABLE) await flow.fitView({ nodes: [draft.start, ...Object.values(draft.steps[draft.start]?.next ?? {})].map((id) => ({ id })), maxZoom: 0.8, minZoom: READABLE, padding: 0.15 });
  };
  useEffect(() => { if (ready && !fitted.current && nodes.length) { fitted.current = true; void fit(); } }, [ready, flow, nodes.length]); // oxlint-disable-line react-hooks/exhaustive-deps -- once, when they are drawn
  useEffect(() => { if (focus) void flow.fitView({ nodes: [{ id: focus.step }], maxZoom: 1, padding: 0.6, duration: 0 }); }, [focus, flow]);
  return (
    <div className={css.canvas} ref={wide} dir="ltr" onDragOver={(event) => event.preventDefault()} onDrop={(event) => {
      const kind = event.dataTransfer.getData("text/palabre-step");
      if (!kind || readOnly) return;
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      dropped(kind, [Math.round(mirrored(at.x - WIDTH / 2, rtl)), Math.round(at.y - 20)]);
    }}>
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} onNodesChange={moved} onConnect={joined}
        onNodeClick={(_, node) => select(node.id)} onPaneClick={() => select(null)}
        onDelete={({ nodes: gone, edges: cut }) => {
          let next = removeSteps(draft, gone.map((one) => one.id));
          for (const one of cut) if (next.steps[one.source] && one.sourceHandle) next = connect(next, one.source, one.sourceHandle, null);
          change(next);
          if (gone.some((one) => one.id === selected)) select(null);
        }}
        nodesDraggable={!readOnly} nodesConnectable={!readOnly} connectOnClick deleteKeyCode={readOnly ? null : ["Delete", "Backspace"]}
        minZoom={0.2} maxZoom={1.5} onlyRenderVisibleElements={Object.keys(draft.steps).length > 80} connectionRadius={28}
        ariaLabelConfig={{
          "node.a11yDescription.default": t`Entrée : choisir l’étape. Flèches : la déplacer. Suppr : la retirer.`,
          "node.a11yDescription.keyboardDisabled": t`Entrée : choisir l’étape.`,
          "edge.a11yDescription.default": t`Suppr : retirer ce lien.`,
          "controls.ariaLabel": t`Vue`, "controls.zoomIn.ariaLabel": t`Agrandir`, "controls.zoomOut.ariaLabel": t`Réduire`, "controls.fitView.ariaLabel": t`Tout voir`, "controls.interactive.ariaLabel": t`Verrouiller`,
          "minimap.ariaLabel": t`Plan du parcours`, "handle.ariaLabel": t`Point de liaison`,
          "node.a11yDescription.ariaLiveMessage": ({ x, y }: { x: number; y: number }) => t`Étape déplacée en ${Math.round(x)}, ${Math.round(y)}`,
        }}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} size={1.5} color="var(--line-strong)" />
        <Controls showInteractive={false} position="bottom-left" />
        {Object.keys(draft.steps).length > 12 && <MiniMap pannable zoomable position="bottom-right" />}
      </ReactFlow>
    </div>
  );
}
