// Very many rows, of which those are in the page that somebody can see.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props<T> {
  rows: T[];
  height: number;
  label: string;
  columns: ComponentChildren;
  chosen: number;
  choose: (index: number) => void;
  open: (index: number) => void;
  nearEnd: () => void;
  cells: (row: T, index: number) => ComponentChildren;
  /** A row that stays in sight, unless somebody is reading elsewhere. */
  follow?: number;
}

const BESIDE = 8;
const READING = 4_000;

export function Rows<T>({ rows, height, label, columns, chosen, choose, open, nearEnd, cells, follow }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, room: 800 });
  const head = 30;

  useLayoutEffect(() => {
    const element = box.current!;
    const look = () => setView({ top: element.scrollTop, room: element.clientHeight });
    look();
    const sized = new ResizeObserver(look);
    sized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  const reading = useRef(0);
  useEffect(() => {
    const element = box.current!;
    if (follow === undefined || follow < 0 || Date.now() - reading.current < READING) return;
    const top = follow * height;
    if (top < element.scrollTop || top + height + head > element.scrollTop + element.clientHeight) {
      element.scrollTop = Math.max(0, top - element.clientHeight / 2);
    }
  }, [follow, view.room]);

  const first = Math.max(0, Math.floor(view.top / height) - BESIDE);
  const last = Math.min(rows.length, Math.ceil((view.top + view.room) / height) + BESIDE);
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length) nearEnd();
  }, [last, rows.length]);

  const step = (to: number) => {
    const index = Math.min(rows.length - 1, Math.max(0, to));
    choose(index);
    const element = box.current!;
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    const over = top + height + head - element.scrollTop - element.clientHeight;
    if (over > 0) element.scrollTop += over;
  };
  const key = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const whole = Math.max(1, Math.floor(view.room / height) - 1);
    const to = {
      ArrowDown: chosen + 1, j: chosen + 1, ArrowUp: chosen - 1, k: chosen - 1,
      PageDown: chosen + whole, PageUp: chosen - whole, Home: 0, End: rows.length - 1,
    }[event.key];
    if (to !== undefined) step(to);
    else if (event.key === 'Enter' && chosen >= 0) open(chosen);
    else return;
    event.preventDefault();
  };

  const shown = rows.slice(first, last);
  return (
    <div
      class="rows"
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={chosen >= first && chosen < last ? `row-${chosen}` : undefined}
      onKeyDown={key}
      onWheel={() => (reading.current = Date.now())}
      onTouchMove={() => (reading.current = Date.now())}
    >
      <div class="row head" role="row" aria-rowindex={1}>
        {columns}
      </div>
      <div class="all" role="rowgroup" style={{ height: `${rows.length * height}px` }}>
        {/* Known by their places, so that scrolling writes into what is there. */}
        {shown.map((row, i) => {
          const index = first + i;
          return (
            <div
              key={i}
              id={`row-${index}`}
              class={index === chosen ? 'row chosen' : 'row'}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === chosen}
              style={{ top: `${index * height}px`, height: `${height}px` }}
              onClick={() => {
                choose(index);
                open(index);
              }}
            >
              {cells(row, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
