import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { csvRow } from '../src/csv.ts';
import { member, read } from '../src/json.ts';
import { fits, narrowed, parse, written } from '../src/question.ts';
import { harmless } from '../src/text.tsx';

const ODD = read('{"event":"x","uid":"n","a":9223372036854775807,"b":1.10,"c":-0,"d":1e400,"o":{"p.q":{"r":"s"}}}');
const asks = (query: string) => parse(new URLSearchParams(query));

test('only these uses the very characters of a number', () => {
  for (const name of ['a', 'b', 'c', 'd']) {
    const question = narrowed(asks(''), { not: false, path: name, raw: member(ODD, name)!.raw });
    equal(fits(ODD, question), true, name);
    const again = parse(new URLSearchParams(written(question)));
    deepEqual(again.chips, question.chips);
  }
  equal(fits(ODD, asks('is=a%3D9223372036854775806')), false);
  equal(fits(ODD, asks('is=b%3D1.1')), false);
});

test('a text is found however it is spelled, and by hand without quotes', () => {
  const event = read('{"event":"x","user":"\\u0041da"}');
  equal(fits(event, asks('is=user%3D%22Ada%22')), true);
  equal(fits(event, asks('is=user%3DAda')), true);
  equal(fits(event, asks('not=user%3DAda')), false);
  equal(fits(event, asks('text=ADA')), true);
});

test('names with dots in them are paths too', () => equal(fits(ODD, asks('is=o.p.q.r%3D%22s%22')), true));

test('the address is the question', () => {
  const query = 'from=24h&type=a%2Cb&is=user%3D%22a%22&not=x%3D1&text=t&order=asc';
  equal(new URLSearchParams(written(asks(query)).filter(([, value]) => value !== '')).toString(), query);
});

test('a formula is a text in CSV, a number is a number', () => {
  const row = csvRow(read('{"event":"=1+1","user":-1250.5,"code":"-2+3","login":"\'x","sid":"a,\\"b\\"\\nc","uid":1e400}'));
  equal(row.startsWith(`,'=1+1,'-2+3,-1250.5,''x,,"a,""b""\nc",1e400,`), true, row);
});

test('what would act is seen', () => {
  equal(harmless('a\u202eb\u0007\u009b\ud800\u{e0041}é你🐻‍❄️x\u200d'), 'a\\u202eb\\u0007\\u009b\\ud800\\u{e0041}é你🐻‍❄️x\\u200d');
});
