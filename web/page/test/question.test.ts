import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { csvRow } from '../src/csv.ts';
import { member, read } from '../src/json.ts';
import { filters, fits, looksItself, narrowed, parse, turned, written } from '../src/question.ts';
import { harmless } from '../src/text.tsx';

const ODD = read('{"event":"x","uid":"n","a":9223372036854775807,"b":1.10,"c":-0,"d":1e400,"o":{"p.q":{"r":"s"}}}');
const asks = (query: string) => parse(new URLSearchParams(query));
const condition = (query: string, also = '') => new Map(filters(asks(query), also)).get('where');

test('only these uses the very characters of a number', () => {
  for (const name of ['a', 'b', 'c', 'd']) {
    const question = narrowed(asks(''), { not: false, path: name, raw: member(ODD, name)!.raw });
    equal(fits(ODD, question), true, name);
    const again = parse(new URLSearchParams(written(question)));
    deepEqual(again.chips, question.chips);
  }
  equal(condition('is=a%3D9223372036854775807&not=b%3D1.10'), 'equals(a, 9223372036854775807) && !equals(b, 1.10)');
});

test('what a predicate can say the vault is asked for, and nothing else is looked for here', () => {
  equal(condition('is=user%3D%22a%5C%22%5C%5Cb%22&not=success%3Dtrue'), 'equals(user, "a\\"\\\\b") && !equals(success, true)');
  equal(condition('where=exists(a)+||+exists(b)&is=addr.remote%3D%221%22', 'exists(c)'), '(exists(a) || exists(b)) && equals(addr.remote, "1") && exists(c)');
  equal(looksItself(asks('is=user%3D%22a%22&where=x')), false);
  for (const odd of ['is=d%3D1e400', 'is=a%2Fb%3D1', 'is=a%3D%22x%5Cny%22', 'is=a%3Dnull', 'is=a%3D%5B1%5D', 'text=x', `is=a%3D%22${'x'.repeat(400)}%22`]) {
    equal(looksItself(asks(odd)), true, odd);
    equal(condition(odd), '', odd);
  }
  equal(fits(ODD, asks('is=d%3D1e400')), true);
  equal(fits(ODD, asks('is=d%3D1e401')), false);
});

test('only these of what the vault knows by name is asked for by name', () => {
  const some = read('{"event":"a,b","user":"x,y","sid":"s","server_id":"n","success":false,"code":"T1"}');
  const only = (path: string) => new URLSearchParams(written(narrowed(asks(''), { not: false, path, raw: member(some, path)!.raw })).filter(([, value]) => value !== '')).toString();
  equal(only('user'), 'user=x%2Cy');
  equal(only('sid'), 'session=s');
  equal(only('server_id'), 'server=n');
  equal(only('success'), 'success=false');
  equal(only('code'), 'code=T1');
  equal(only('event'), 'is=event%3D%22a%2Cb%22');
  deepEqual(turned(asks('user=a&user=b'), 'user', 'a').chips, [{ not: true, path: 'user', raw: '"a"' }]);
});

test('a text is found however it is spelled, and by hand without quotes', () => {
  const event = read('{"event":"x","user":"\\u0041da\\n"}');
  equal(fits(event, asks('is=user%3D%22Ada%5Cn%22')), true);
  equal(fits(event, asks('is=user%3DAda%0a')), true);
  equal(fits(event, asks('not=user%3DAda%0a')), false);
  equal(fits(event, asks('text=ADA')), true);
});

test('names with dots in them are paths too', () => equal(fits(ODD, asks('is=o.p.q.r%3D%22s%22')), true));

test('the address is the question', () => {
  const query = 'from=24h&type=a%2Cb&code=c&user=u%2Cv&user=w&session=s&server=n&success=false&where=exists%28a%29&is=user%3D%22a%22&not=x%3D1&text=t&order=asc';
  equal(new URLSearchParams(written(asks(query)).filter(([, value]) => value !== '')).toString(), query);
});

test('a formula is a text in CSV, a number is a number', () => {
  const row = csvRow(read('{"event":"=1+1","user":-1250.5,"code":"-2+3","login":"\'x","sid":"a,\\"b\\"\\nc","uid":1e400}'));
  equal(row.startsWith(`,'=1+1,'-2+3,-1250.5,''x,,"a,""b""\nc",1e400,`), true, row);
});

test('what would act is seen', () => {
  equal(harmless('a\u202eb\u0007\u009b\ud800\u{e0041}é你🐻‍❄️x\u200d'), 'a\\u202eb\\u0007\\u009b\\ud800\\u{e0041}é你🐻‍❄️x\\u200d');
});
