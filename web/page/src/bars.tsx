// Bars over time; a range of them can be chosen.
import { useRef, useState } from 'preact/hooks';
import { counted } from './text.tsx';
import { shown, type Zone } from './time.ts';

export interface Bar {
  start: number;
  /** From the bottom: how many of each kind. */
  counts: number[];
}

interface Props {
  bars: Bar[];
  end: number;
  zone: Zone;
  label: string;
  kinds: string[];
  /** What else is said of a bar. */
  also?: (start: number) => string;
  chosen?: (from: number, to: number) => void;
}

const HEIGHT = 56;

export function Bars({ bars, end, zone, label, kinds, also, chosen }: Props) {
  const [brush, setBrush] = useState<[number, number] | undefined>();
  const [over, setOver] = useState<number | undefined>();
  const picture = useRef<SVGSVGElement>(null);
  const most = Math.max(1, ...bars.map((bar) => sum(bar.counts)));
  const width = 1000;
  const each = width / Math.max(1, bars.length);

  const place = (event: PointerEvent) => {
    const box = picture.current!.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bars.length)));
  };
  const until = (i: number) => bars[i + 1]?.start ?? end;
  const choose = (one: number, other: number) =>
    chosen?.(bars[Math.min(one, other)]!.start, until(Math.max(one, other)));
  const key = (event: KeyboardEvent) => {
    const at = over ?? 0;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to !== undefined) {
      const next = Math.min(bars.length - 1, Math.max(0, to));
      setBrush(event.shiftKey ? [brush?.[0] ?? at, next] : undefined);
      setOver(next);
    } else if (event.key === 'Enter') choose(brush?.[0] ?? at, at);
    else if (event.key === 'Escape') setBrush(undefined);
    else return;
    event.preventDefault();
  };

  const said = over === undefined ? undefined : bars[over];
  return (
    <figure class="bars">
      <svg
        ref={picture}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role={chosen ? 'application' : 'img'}
        aria-label={label + (chosen ? '. Arrow keys move, with Shift they choose, Enter asks for what is chosen.' : '')}
        tabIndex={chosen ? 0 : undefined}
        class={chosen ? 'choosable' : undefined}
        onKeyDown={chosen && key}
        onPointerDown={(event) => {
          if (!chosen) return;
          picture.current!.setPointerCapture(event.pointerId);
          setBrush([place(event), place(event)]);
        }}
        onPointerMove={(event) => {
          setOver(place(event));
          if (brush && event.buttons) setBrush([brush[0], place(event)]);
        }}
        onPointerUp={(event) => {
          if (brush && chosen) choose(brush[0], place(event));
          setBrush(undefined);
        }}
        onPointerLeave={() => setOver(undefined)}
        onBlur={() => setOver(undefined)}
      >
        {brush && <rect class="brush" x={Math.min(...brush) * each} width={(Math.abs(brush[1] - brush[0]) + 1) * each} y={0} height={HEIGHT} />}
        {bars.map((bar, i) => {
          let top = HEIGHT;
          return bar.counts.map((count, kind) => {
            const high = count === 0 ? 0 : Math.max(1.5, (count / most) * (HEIGHT - 4));
            top -= high;
            return high > 0 && <rect key={`${bar.start} ${kind}`} class={`bar kind-${kind}`} x={i * each + each * 0.08} width={each * 0.84} y={top} height={high} />;
          });
        })}
        {over !== undefined && <rect class="over" x={over * each} width={each} y={0} height={HEIGHT} />}
      </svg>
      <figcaption>
        {said ? (
          <span aria-live="polite">
            {shown(said.start, zone, 0)} · {said.counts.map((count, i) => `${counted(count)} ${kinds[i]}`).join(' · ')}
            {also && sum(said.counts) > 0 && `: ${also(said.start)}`}
          </span>
        ) : (
          <>
            <span>{bars.length > 0 && shown(bars[0]!.start, zone, 0)}</span>
            <span>{label}</span>
            <span>{bars.length > 0 && shown(end, zone, 0)}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

const sum = (of: number[]) => of.reduce((a, b) => a + b, 0);
