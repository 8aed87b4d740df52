import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { count, grown, sum, type Answer } from '../src/counted.ts';
import { parse } from '../src/question.ts';

// The zone of this process is set before its first date.
(globalThis as unknown as { process: { env: Record<string, string> } }).process.env.TZ = 'Europe/Berlin';

const at = Date.parse;
const HOUR = 3600_000;
const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: HOUR, d: 24 * HOUR };

let asked = 0;
let ask: (path: string) => Promise<Answer>;

/** A vault that counts as ours does; each of its answers ends after so many steps. */
function vault(times: string[], most = Infinity) {
  asked = 0;
  ask = async (path) => {
    const url = new URL(path, 'http://vault');
    asked++;
    const [from, to] = ['from', 'to'].map((name) => at(url.searchParams.get(name)!)) as [number, number];
    const step = url.searchParams.get('step')!;
    const size = Number(step.slice(0, -1)) * UNITS[step.slice(-1)]!;
    equal((to - from) / size <= 1000, true, path);
    const until = Math.min(to, from + most * size);
    const steps = new Map<number, number>();
    for (const time of times.map(at).filter((one) => one >= from && one < until)) {
      const start = Math.floor(time / size) * size;
      steps.set(start, (steps.get(start) ?? 0) + 1);
    }
    const found = [...steps].map(([time, n]) => ({ time: new Date(time).toISOString(), events: n, types: { x: n, 'audit.search': 7 } }));
    return { steps: found, until: until < to ? new Date(until).toISOString() : undefined };
  };
}

const counts = (from: string | undefined, to: string | undefined, zone: 'utc' | 'local', query = '') =>
  count(parse(new URLSearchParams(query)), { from: from ? at(from) : undefined, to: to ? at(to) : undefined }, zone, at('2026-11-27T00:00:00Z'), ask);

test('days of a zone begin at its midnight, and add up', async () => {
  vault(['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z']);
  const found = await counts('2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', 'local');
  equal(found.types.reduce((n, one) => n + sum(one), 0), 4);
  const long = await counts('2026-07-31T22:00:00Z', '2026-10-31T23:00:00Z', 'local');
  const days = long.starts.map((start, i) => [new Date(start).toISOString(), sum(long.types[i]!)]).filter(([, n]) => n !== 0);
  deepEqual(days, [['2026-10-23T22:00:00.000Z', 1], ['2026-10-24T22:00:00.000Z', 2], ['2026-10-25T23:00:00.000Z', 1]]);
});

test('where no time was named, the bars are of the time in which something was', async () => {
  vault(['2026-03-01T10:00:00Z', '2026-03-01T10:00:30Z', '2026-03-01T10:01:59Z']);
  const found = await counts(undefined, undefined, 'utc');
  equal(asked <= 4, true);
  equal(found.types.reduce((n, one) => n + sum(one), 0), 3);
  equal(found.end - found.starts[0]! < 2 * HOUR, true);
  equal(found.types.filter((one) => one.size > 0).length >= 2, true);
});

test('what the vault had no time for is asked for again, and searches are left out but for who asks for them', async () => {
  vault(['2026-03-01T00:10:00Z', '2026-03-01T23:10:00Z'], 40);
  const found = await counts('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 'utc');
  equal(found.types.reduce((n, one) => n + sum(one), 0), 2);
  equal(asked > 1, true);
  equal(found.until, undefined);
  const all = await counts('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 'utc', 'type=audit.search');
  equal(all.types.reduce((n, one) => n + sum(one), 0), 16);
});

test('what comes has its bar', async () => {
  vault(['2026-03-01T00:10:00Z']);
  const found = await counts('2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z', 'utc');
  const more = grown(found, [{ time: at('2026-03-01T00:10:01Z'), type: 'x' }, { time: at('2026-03-01T01:05:00Z'), type: 'y' }, { time: NaN, type: 'z' }]);
  equal(more.types.reduce((n, one) => n + sum(one), 0), 3);
  equal(found.types.reduce((n, one) => n + sum(one), 0), 1);
});
