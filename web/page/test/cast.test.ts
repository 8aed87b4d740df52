import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { duration, gaps, lastAt, markers, parse, past } from '../src/cast.ts';

test('a size of nothing is 80 by 24, or the first real one; a giant is bounded', () => {
  const cast = parse('{"version":2,"width":0,"height":0}\n[0,"o","a"]\n[1,"r","0x0"]\n[2,"r","100x30"]\n[3,"r","65535x65535"]\n');
  deepEqual([cast.cols, cast.rows], [100, 30]);
  deepEqual(cast.events, [[0, 'o', 'a'], [2, 'r', '100x30'], [3, 'r', '500x200']]);
  equal(parse('{"version":2,"width":0,"height":0}\n').cols, 80);
});

test('a recording of no length has a duration, and it is 0', () => {
  equal(duration(parse('{"version":2,"width":80,"height":24}\n[0.0,"o","x"]\n')), 0);
  equal(duration(parse('{"version":2,"width":80,"height":24}\n')), 0);
});

test('idle time is passed over, and the clock stays that of the recording', () => {
  const idle = gaps([1, 601], 2);
  deepEqual(idle, [{ from: 1, to: 601 }]);
  equal(past(idle, 1.5, 2), undefined);
  equal(past(idle, 2.5, 2), 600.95);
  equal(past(idle, 601, 2), undefined);
});

test('markers and new sizes are moments', () =>
  deepEqual(markers(parse('{"version":2,"width":80,"height":24}\n[1,"m","here"]\n[2,"r","90x30"]\n')), [
    { time: 1, label: 'here' },
    { time: 2, label: 'resized to 90x30' },
  ]));

test('the line of a moment', () => deepEqual([-1, 0, 1].map((at) => lastAt([0.5, 1], at)), [-1, -1, 1]));
