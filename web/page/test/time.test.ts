import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { after, clock, floor, rfc3339, shown, steps, typed } from '../src/time.ts';

// The zone of this process is set before its first date.
(globalThis as unknown as { process: { env: Record<string, string> } }).process.env.TZ = 'Europe/Berlin';

const at = Date.parse;

test('the day of 25 hours is asked for whole', () => {
  const day = typed('2026-10-25', 'local', 0);
  equal(rfc3339(day.from), '2026-10-24T22:00:00Z');
  equal(rfc3339(day.to), '2026-10-25T23:00:00Z');
  const utc = typed('2026-10-25', 'utc', 0);
  equal(rfc3339(utc.from), '2026-10-25T00:00:00Z');
  equal(rfc3339(utc.to), '2026-10-26T00:00:00Z');
});

test('an hour that is there twice is shown with how far it is from UTC', () => {
  equal(shown(at('2026-10-25T00:30:00Z'), 'local'), '2026-10-25 02:30:00.000 +02:00');
  equal(shown(at('2026-10-25T01:30:00Z'), 'local'), '2026-10-25 02:30:00.000 +01:00');
  equal(shown(at('2026-10-25T01:30:00Z'), 'utc'), '2026-10-25 01:30:00.000');
});

test('a time that does not exist is refused, and the reason said', () => {
  throws(() => typed('2026-03-29 02:30', 'local', 0), /put forward; it would be 2026-03-29 03:30:00 \+02:00/);
  equal(rfc3339(typed('2026-03-29 02:30', 'utc', 0).from), '2026-03-29T02:30:00Z');
  throws(() => typed('2026-02-30', 'utc', 0), /does not exist/);
  throws(() => typed('2026-02-30', 'local', 0), /does not exist/);
  throws(() => typed('yesterday', 'utc', 0), /is no time/);
});

test('what may be typed', () => {
  equal(typed('2h', 'utc', 7_200_000).from, 0);
  equal(rfc3339(typed('2026-03-01T10:00:00.5+02:00', 'local', 0).from), '2026-03-01T08:00:00.500Z');
  equal(rfc3339(typed('2026-03-01 10:00', 'local', 0).from), '2026-03-01T09:00:00Z');
});

test('days begin at midnight, also those of 23 and of 25 hours', () => {
  const day = 24 * 3600_000;
  const start = floor(at('2026-10-25T12:00:00Z'), day, 'local');
  equal(rfc3339(start), '2026-10-24T22:00:00Z');
  equal(rfc3339(after(start, day, 'local')), '2026-10-25T23:00:00Z');
  const days = steps(at('2026-10-20T00:00:00Z'), at('2026-11-20T00:00:00Z'), 'local');
  equal(days.every((one) => new Date(one).getHours() % 3 === 0), true);
});

test('how far in a recording is', () => {
  equal(clock(601), '10:01');
  equal(clock(0), '0:00');
  equal(clock(NaN), '0:00');
  equal(clock(3723.9), '1:02:03');
});

test('what is longer ago than any event is refused', () => {
  throws(() => typed('99999999999999999d', 'utc', at('2026-11-27T00:00:00Z')), /longer ago than any event/);
  equal(rfc3339(typed('700000d', 'utc', at('2026-11-27T00:00:00Z')).from), '0110-05-16T00:00:00Z');
});
