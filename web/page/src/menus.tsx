// What hangs from a button: searches that were kept, and files.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { token } from './api.ts';
import { exportPath, exported, save, type Format } from './export.ts';
import { looksItself, parse, written, type Question, type Range } from './question.ts';
import { bytes, harmless, line } from './text.tsx';

export function Menu({ label, children, opened }: { label: string; children: ComponentChildren; opened?: () => void }) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) box.current?.removeAttribute('open');
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, []);
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !box.current?.open) return;
    event.stopPropagation();
    box.current.open = false;
    box.current.querySelector('summary')?.focus();
  };
  return (
    <details class="menu" ref={box} onKeyDown={escape} onToggle={() => box.current?.open && opened?.()}>
      <summary>{label}</summary>
      <div class="sheet">{children}</div>
    </details>
  );
}

const KEPT = 'tapevault.searches';

interface Saved {
  name: string;
  query: string;
}

function kept(): Saved[] {
  try {
    const read = JSON.parse(localStorage.getItem(KEPT) ?? '[]') as Saved[];
    return Array.isArray(read) ? read.filter((one) => typeof one.name === 'string' && typeof one.query === 'string') : [];
  } catch {
    return [];
  }
}

export function SavedMenu({ question, ask }: { question: Question; ask: (q: Question) => void }) {
  const [saved, setSaved] = useState(kept);
  const [said, setSaid] = useState('');
  const keep = (next: Saved[]) => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(next));
      setSaved(next);
    } catch {
      setSaid('This browser keeps nothing for this page.');
    }
  };
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('name') as HTMLInputElement;
    const name = input.value.trim();
    if (!name) return;
    const query = new URLSearchParams(written(question).filter(([, value]) => value !== '')).toString();
    keep([...saved.filter((one) => one.name !== name), { name, query }]);
    input.value = '';
  };
  return (
    <Menu label="Saved">
      {saved.length === 0 && <p class="sub">Searches that you keep stay in this browser.</p>}
      <ul>
        {saved.map((one) => (
          <li key={one.name}>
            <button type="button" class="quiet" onClick={() => ask(parse(new URLSearchParams(one.query)))}>
              {harmless(one.name)}
            </button>
            <button type="button" class="quiet" aria-label={`Forget ${line(one.name, 60)}`} onClick={() => keep(saved.filter((other) => other !== one))}>
              ✕
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <label>
          <span>Name of this search</span>
          <input name="name" maxLength={60} />
        </label>
        <button type="submit">Keep</button>
      </form>
      {said && (
        <p class="sub" role="alert">
          {said}
        </p>
      )}
    </Menu>
  );
}

const FORMATS: [Format, string][] = [
  ['csv', 'CSV'],
  ['ndjson', 'NDJSON'],
];

export function ExportMenu({ question, asked }: { question: Question; asked: Range }) {
  const [running, setRunning] = useState<AbortController | undefined>();
  const [progress, setProgress] = useState(0);
  const [said, setSaid] = useState('');
  // A link carries no token, and finds what the vault's own parameters say.
  const itself = looksItself(question);
  const run = async (event: Event, format: Format) => {
    if (!token() && !itself) return;
    event.preventDefault();
    if (running) return;
    const abort = new AbortController();
    setRunning(abort);
    setSaid('');
    setProgress(0);
    try {
      save(await exported(question, asked, format, abort.signal, setProgress), `events.${format}`);
      setSaid('Saved.');
    } catch (e) {
      setSaid(abort.signal.aborted ? 'Stopped; nothing was saved.' : `Nothing was saved: ${harmless((e as Error).message)}`);
    }
    setRunning(undefined);
  };
  return (
    <Menu label="Export">
      <p class="sub">All that this search finds, also what is not read yet.</p>
      <ul>
        {FORMATS.map(([format, name]) => (
          <li key={format}>
            <a href={exportPath(question, asked, format)} download={`events.${format}`} onClick={(event) => run(event, format)}>
              {name}
            </a>
            <span class="sub">{format === 'csv' ? 'for a spreadsheet' : 'a line of JSON each'}</span>
          </li>
        ))}
      </ul>
      {running && (
        <button type="button" onClick={() => running.abort()}>
          Stop
        </button>
      )}
      <p role="status" class="sub">
        {said || (running && `${bytes(progress)} so far`)}
      </p>
    </Menu>
  );
}
