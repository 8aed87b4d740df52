// What is being loaded, has been, or could not be: each says so, and nothing spins for ever.
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { NotYet, Refused, pause } from './api.ts';
import { harmless } from './text.tsx';

export interface Loaded<T> {
  value: T | undefined;
  failed: Error | undefined;
  again: () => void;
}

const MOST_TIMES = 30;

/** Loads whenever the key changes. What is not made yet is asked for again, for a minute. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; failed?: Error }>({ key: '' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    (async () => {
      for (let time = 0; ; time++) {
        try {
          const value = await load(abort.signal);
          if (!abort.signal.aborted) setState({ key, value });
          return;
        } catch (e) {
          if (abort.signal.aborted) return;
          setState((before) => ({ key, value: before.key === key ? before.value : undefined, failed: e as Error }));
          if (!(e instanceof NotYet) || time === MOST_TIMES) return;
          await pause(e.after * 1000, abort.signal).catch(() => {});
        }
      }
    })();
    return () => abort.abort();
  }, [key, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  const mine = state.key === key;
  return { value: mine ? state.value : undefined, failed: mine ? state.failed : undefined, again };
}

export function Failed({ error, again, what }: { error: Error; again?: () => void; what: string }) {
  const known = error instanceof Refused || error instanceof NotYet;
  return (
    <div class="notice bad" role="alert">
      <strong>{what}</strong>
      <p>{harmless(known ? error.message : `Something in this page went wrong: ${error.message}`)}</p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Shown only where it takes longer than a moment. */
export function Loading({ what = 'Loading …' }: { what?: string }) {
  return (
    <p class="loading" role="status">
      {what}
    </p>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="notice">
      <strong>{title}</strong>
      {children}
    </div>
  );
}
