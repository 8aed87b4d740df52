// Where a recording plays, and what moves it.
import type { Player } from 'asciinema-player';
import 'asciinema-player/dist/bundle/asciinema-player.css';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { past, type Marker } from './cast.ts';
import { Failed } from './loaded.tsx';
import { LONGEST_IDLE, play, type Tape } from './tape.ts';
import { line as oneLine } from './text.tsx';
import { clock } from './time.ts';

const SPEEDS = [0.5, 1, 1.5, 2, 4, 8, 16];
const TICK = 100;
const KEYS: [string, string][] = [
  ['Space', 'play, pause'],
  ['← →', '5 seconds back, on'],
  ['Shift ← →', 'a tenth back, on'],
  ['[ ]', 'marker before, next'],
  ['0 … 9', 'to 0 %, 10 % … 90 %'],
  ['< >', 'slower, faster'],
  ['i', 'skip idle time, or not'],
  ['f', 'full screen'],
  ['c', 'copy a link to this moment'],
  ['?', 'these keys'],
];

interface Props {
  tape: Tape;
  marks: Marker[];
  jump: { to: number } | undefined;
  told: (at: number) => void;
  /** Its first picture is there, or will never be. */
  seen: () => void;
}

export function Theatre({ tape, marks, jump, told, seen }: Props) {
  const screen = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const player = useRef<Player | undefined>(undefined);
  const now = useRef({ at: Math.min(jump?.to ?? 0, tape.duration), running: false, seeking: 0 });
  const [at, setAt] = useState(now.current.at);
  const [running, setRunning] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [skip, setSkip] = useState(true);
  const [help, setHelp] = useState(false);
  const [said, setSaid] = useState('');
  const [failed, setFailed] = useState<Error | undefined>();
  const all = useMemo(
    () => [...tape.markers, ...marks].filter((one) => one.time <= tape.duration).sort((a, b) => a.time - b.time),
    [tape, marks],
  );

  const moved = (to: number) => {
    now.current.at = to;
    setAt(to);
    told(to);
  };
  const turn = (on: boolean) => {
    now.current.running = on;
    setRunning(on);
  };

  // A speed is one of a player's own: another speed is another player, at the same moment.
  useEffect(() => {
    let gone = false;
    const element = document.createElement('div');
    screen.current!.replaceChildren(element);
    play(tape, element, now.current.at, speed, now.current.running).then(
      (made) => {
        if (gone) return made.dispose();
        made.addEventListener('ended', () => {
          turn(false);
          moved(tape.duration);
        });
        player.current = made;
        seen();
      },
      (e: unknown) => {
        setFailed(e instanceof Error ? e : new Error(String(e)));
        seen();
      },
    );
    return () => {
      gone = true;
      player.current?.dispose();
      player.current = undefined;
    };
  }, [tape, speed]);

  useEffect(() => {
    const tick = setInterval(() => {
      const { current } = player;
      if (!current || !now.current.running || now.current.seeking > 0) return;
      const here = Math.min(current.getCurrentTime(), tape.duration);
      const on = skip ? past(tape.gaps(here), here, LONGEST_IDLE) : undefined;
      if (on !== undefined) seek(on);
      else moved(here);
    }, TICK);
    return () => clearInterval(tick);
  }, [tape, skip]);

  const seek = async (to: number) => {
    const there = Math.min(tape.duration, Math.max(0, to));
    moved(there);
    now.current.seeking++;
    try {
      await player.current?.seek(there);
    } catch (e) {
      setFailed(e as Error);
    }
    now.current.seeking--;
  };
  const toggle = async () => {
    if (running) {
      turn(false);
      await player.current?.pause();
      return;
    }
    if (now.current.at >= tape.duration) await seek(0);
    turn(true);
    await player.current?.play();
  };
  useEffect(() => {
    if (jump) seek(jump.to);
  }, [jump]);

  const marker = (step: number) => {
    const there = step > 0 ? all.find((one) => one.time > at + 0.05) : all.findLast((one) => one.time < at - 0.5);
    seek(there?.time ?? (step > 0 ? tape.duration : 0));
  };
  const faster = (step: number) => setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(speed) + step))]!);
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : stage.current?.requestFullscreen());
  const copy = () => {
    history.replaceState(null, '', `${location.pathname}${location.search}#t=${at.toFixed(3).replace(/\.?0+$/, '')}`);
    navigator.clipboard.writeText(location.href).then(
      () => setSaid(`A link to ${clock(at)} is copied`),
      () => setSaid(`The link to ${clock(at)} is in the address bar`),
    );
  };

  useKeys((event) => {
    const tenth = tape.duration / 10;
    const acts: Record<string, () => unknown> = {
      ' ': toggle,
      ArrowLeft: () => seek(now.current.at - (event.shiftKey ? tenth : 5)),
      ArrowRight: () => seek(now.current.at + (event.shiftKey ? tenth : 5)),
      '[': () => marker(-1),
      ']': () => marker(1),
      '<': () => faster(-1),
      '>': () => faster(1),
      i: () => setSkip(!skip),
      f: full,
      c: copy,
      '?': () => setHelp(!help),
      // Else it is for a menu that is open.
      ...(help ? { Escape: () => setHelp(false) } : {}),
    };
    const act = /^\d$/.test(event.key) ? () => seek(Number(event.key) * tenth) : acts[event.key];
    act?.();
    return act !== undefined;
  });

  if (failed) return <Failed error={failed} what="The player could not show it" />;
  return (
    <div class="theatre" ref={stage}>
      <div class="screen" ref={screen} onClick={toggle} aria-hidden="true" />
      <div class="timeline" ref={line}>
        <Preview of={line} tape={tape} />
        <input
          type="range"
          aria-label="Moment"
          aria-valuetext={`${clock(at)} of ${clock(tape.duration)}`}
          min={0}
          max={Math.max(tape.duration, 0.001)}
          step="any"
          value={tape.duration === 0 ? 0.001 : at}
          onInput={(event) => seek(Number((event.currentTarget as HTMLInputElement).value))}
        />
        <div class="marks">
          {all.slice(0, 300).map((one, i) => (
            <span key={`${one.time} ${i}`} title={oneLine(`${clock(one.time)} ${one.label}`, 120)} style={{ left: `${tape.duration ? (one.time / tape.duration) * 100 : 0}%` }} />
          ))}
        </div>
      </div>
      <div class="bar controls">
        <button type="button" class="main play" onClick={toggle} aria-label={running ? 'Pause' : 'Play'}>
          {running ? '❚❚' : '▶'}
        </button>
        <output class="moment">
          {clock(at)} / {clock(tape.duration)}
        </output>
        <span class="space" role="status">
          {said}
        </span>
        <label class="inline">
          <span class="word">Speed</span>
          <select aria-label="Speed" value={String(speed)} onChange={(event) => setSpeed(Number((event.currentTarget as HTMLSelectElement).value))}>
            {SPEEDS.map((one) => (
              <option key={one} value={String(one)}>
                {one}×
              </option>
            ))}
          </select>
        </label>
        <label class="inline">
          <input type="checkbox" checked={skip} onChange={() => setSkip(!skip)} /> Skip idle
        </label>
        <button type="button" class="quiet" disabled={all.length === 0} onClick={() => marker(-1)} aria-label="Marker before">
          ⇤
        </button>
        <button type="button" class="quiet" disabled={all.length === 0} onClick={() => marker(1)} aria-label="Next marker">
          ⇥
        </button>
        <button type="button" class="quiet" onClick={copy}>
          Link
        </button>
        <button type="button" class="quiet" onClick={full} aria-label="Full screen">
          Full
        </button>
        <button type="button" class="quiet" aria-expanded={help} onClick={() => setHelp(!help)} aria-label="Keys">
          ?
        </button>
      </div>
      {help && (
        <div class="keys" role="dialog" aria-label="Keys">
          <dl>
            {KEYS.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}

const LINGERS = 200;

/** What stood on the screen where the pointer is. */
function Preview({ of, tape }: { of: RefObject<HTMLDivElement | null>; tape: Tape }) {
  const [over, setOver] = useState<number | undefined>();
  const [picture, setPicture] = useState('');
  useEffect(() => {
    const element = of.current!;
    const move = (event: PointerEvent) => {
      const box = element.getBoundingClientRect();
      if (event.pointerType === 'mouse') setOver(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
    };
    const leave = () => setOver(undefined);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, []);
  useEffect(() => {
    if (over === undefined) return;
    const abort = new AbortController();
    const later = setTimeout(() => tape.picture(over * tape.duration, abort.signal).then(setPicture, () => setPicture('')), LINGERS);
    return () => {
      clearTimeout(later);
      abort.abort();
    };
  }, [over, tape]);
  useEffect(() => () => URL.revokeObjectURL(picture), [picture]);
  if (over === undefined) return null;
  return (
    <div class="preview" style={{ left: `clamp(0px, calc(${over * 100}% - 90px), calc(100% - 180px))` }}>
      {picture && <img src={picture} alt="" />}
      <span>{clock(over * tape.duration)}</span>
    </div>
  );
}

/** Keys count wherever the focus is, but where they have a meaning of their own. */
function useKeys(act: (event: KeyboardEvent) => boolean): void {
  const last = useRef(act);
  last.current = act;
  // Before anything is seen: a key that is pressed at once counts too.
  useLayoutEffect(() => {
    const key = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input:not([type=range], [type=checkbox]), select, textarea')) return;
      if (event.key === ' ' && target.matches('button, summary, [type=checkbox], a')) return;
      // A slider's own step would be a fraction of a second.
      if (event.key.startsWith('Arrow') && target.matches('[role=tab]')) return;
      if (!last.current(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener('keydown', key, true);
    return () => removeEventListener('keydown', key, true);
  }, []);
}
