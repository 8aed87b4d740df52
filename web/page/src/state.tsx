// What there is to watch of a session, in a word, and whether that alarms.
import { Refused } from './api.ts';

export type State = 'recorded' | 'not-recorded' | 'running' | 'awaited' | 'missing';

export const STATES: Record<State, string> = {
  recorded: 'recorded',
  'not-recorded': 'not recorded',
  running: 'running',
  awaited: 'awaited',
  missing: 'missing',
};

/** As auditors read it: what the vault says, and what follows from when and of what kind it was. */
export type Shown = State | 'no-end' | 'none' | Odd;

/** A recording that does not simply play. */
type Odd = 'indexing' | 'no-terminal' | 'encrypted' | 'cut-off' | 'damaged' | 'too-large' | 'unreadable';

// As long as the vault itself takes one for active.
const LONGEST = 30 * 24 * 3600_000;
// Not all of these have recordings, so none that lacks one alarms.
const MAY_LACK = ['db', 'app', 'desktop'];

export function told(state: State, kind: string | undefined, start: number, now: number): Shown {
  if (state === 'running' && now - start > LONGEST) return 'no-end';
  return (state === 'missing' || state === 'awaited') && MAY_LACK.includes(kind ?? '') ? 'none' : state;
}

// As the vault names them where it shows nothing of a recording.
const REFUSED: Record<string, Odd> = {
  'no-terminal': 'no-terminal',
  'recording-encrypted': 'encrypted',
  'recording-cut-off': 'cut-off',
  'recording-corrupt': 'damaged',
};

/** Why it does not simply play, where that is what was answered. */
export const odd = (answer: Error | undefined) => (answer instanceof Refused ? REFUSED[answer.type] : undefined);

/** Of which kind the types of its events say that it is. */
export function kindOf(types: string[]): string | undefined {
  return types.map((type) => /^(?:windows\.)?(db|app|desktop)\.session\./.exec(type)?.[1]).find((kind) => kind !== undefined);
}

const WORDS: Record<Shown, string> = {
  ...STATES,
  'no-end': 'no end',
  none: 'no recording',
  indexing: 'being read',
  'no-terminal': 'no terminal',
  encrypted: 'encrypted',
  'cut-off': 'cut off',
  damaged: 'damaged',
  'too-large': 'too large',
  unreadable: 'unreadable',
};
const WHY: Partial<Record<Shown, string>> = {
  'no-end': 'It began more than 30 days ago, and nothing tells of its end',
  none: 'Not every session of this kind has a recording',
  awaited: 'It has ended, and its recording has time left to arrive',
};

export function StateBadge({ shown }: { shown: Shown }) {
  return (
    <span class={`state ${shown}`} title={WHY[shown]}>
      {WORDS[shown] ?? shown}
    </span>
  );
}
