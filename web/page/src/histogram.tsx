// When what a search finds has happened: counted by the vault, where it lies.
import { useMemo, useState } from 'preact/hooks';
import { Refused, getJson } from './api.ts';
import { Bars } from './bars.tsx';
import { barOf, count, grown, sum, type Answer, type Counted } from './counted.ts';
import type { Row } from './feed.ts';
import { member, plain } from './json.ts';
import { Failed, useLoaded } from './loaded.tsx';
import { looksItself, type Question, type Range } from './question.ts';
import { line, counted as figure } from './text.tsx';
import { shown, type Zone } from './time.ts';

interface Props {
  question: Question;
  asked: Range;
  zone: Zone;
  came: Row[];
  brush: (from: number, to: number) => void;
  /** Why the rows could not be read. */
  failed: Error | undefined;
  told: (types: string[]) => void;
}

const MOST_TYPES = 4;

export function Histogram({ question, asked, zone, came, brush, failed, told }: Props) {
  const [now] = useState(Date.now);
  const found = useLoaded('histogram', async (signal) => {
    const all = await count(question, asked, zone, now, (path) => getJson<Answer>(path, signal));
    told([...new Set(all.types.flatMap((one) => [...one.keys()]))].filter((type) => type !== 'others').sort());
    return all;
  });
  const all = useMemo(() => {
    const more = came.map((row) => ({ time: row.time, type: plain(member(row.event, 'event')) }));
    return found.value && grown(found.value, more);
  }, [found.value, came]);
  // What is wrong with the question is said where its rows would be.
  if (found.failed instanceof Refused && found.failed.status === 400) return null;
  if (found.failed && found.failed.message === failed?.message) return null;
  if (found.failed) return <Failed error={found.failed} again={found.again} what="The events could not be counted" />;
  // It has its place before it is there: nothing moves when it comes.
  if (!all) return <Bars bars={[]} end={0} zone={zone} label="Counting …" kinds={[]} />;
  const bars = all.starts.map((start, i) => ({ start, counts: [sum(all.types[i]!)] }));
  return <Bars bars={bars} end={all.end} zone={zone} label={labelled(all, question, zone)} kinds={['events']} also={(start) => most(all, start)} chosen={bars.length > 1 ? brush : undefined} />;
}

function labelled(all: Counted, question: Question, zone: Zone): string {
  const n = all.types.reduce((a, one) => a + sum(one), 0);
  const what = `${figure(n)} ${n === 1 ? 'event' : 'events'}`;
  const left = looksItself(question) ? ', before this page looked into them' : '';
  return all.until === undefined ? what + left : `${what}${left} until ${shown(all.until, zone, 0)}; there was no time to count the rest`;
}

/** Which types a bar has most of. */
function most(all: Counted, start: number): string {
  const types = [...all.types[barOf(all, start)]!].sort((a, b) => b[1] - a[1]);
  const named = types.slice(0, MOST_TYPES).map(([type, n]) => `${figure(n)} ${line(type, 40)}`);
  return [...named, ...(types.length > MOST_TYPES ? [`${types.length - MOST_TYPES} more types`] : [])].join(', ');
}
