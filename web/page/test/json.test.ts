import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { indented, member, plain, read } from '../src/json.ts';

const ODD = '{"event":"x","uid":"n","a":9223372036854775807,"b":1.10,"c":-0,"d":1e400,"e":0.1000000000000000055}';

test('numbers keep their characters', () => {
  const event = read(ODD);
  deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((name) => plain(member(event, name))),
    ['9223372036854775807', '1.10', '-0', '1e400', '0.1000000000000000055'],
  );
  equal(event.raw, ODD);
  equal(indented(read('{"b" : 1.10, "2":[ 1e400,{}],"1":[]}')), '{\n  "b": 1.10,\n  "2": [\n    1e400,\n    {}\n  ],\n  "1": []\n}');
});

test('texts are what they mean, names that are odd too', () => {
  const event = read(String.raw`{"__proto__":"p","a\"b":"\\\u0041\n","":"e","t":true,"n":null}`);
  equal(plain(member(event, '__proto__')), 'p');
  equal(plain(member(event, 'a"b')), '\\A\n');
  equal(plain(member(event, '')), 'e');
  equal(plain(member(event, 't')), 'true');
  equal(plain(member(event, 'n')), '');
  equal(member(event, 'toString'), undefined);
});

test('what is no JSON is an error', () => throws(() => read('{"a":01}')));

test('a text of a megabyte is nothing special', () => {
  const long = '\\u0041'.repeat(1 << 20);
  equal(plain(member(read(`{"a":"${long}"}`), 'a')).length, 1 << 20);
});
