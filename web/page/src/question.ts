// What is asked of events, as it stands in the address. The vault finds what its parameters and its
// predicates can say; this page looks through what it found for the rest.
import { member, plain, read, type Written } from './json.ts';
import { rfc3339, typed, type Zone } from './time.ts';

// Each look of the auditor is such an event: they are shown to who asks for them.
export const OURS = 'audit.search';

/** A member with its value as it was written, that an event has or has not. */
export interface Chip {
  not: boolean;
  path: string;
  raw: string;
}

/** The parameters that name values of one field, as the vault calls them. */
export const NAMED = ['type', 'code', 'user', 'session', 'server'] as const;
export type Named = (typeof NAMED)[number];

export interface Question {
  from: string;
  to: string;
  named: Record<Named, string[]>;
  success: '' | 'true' | 'false';
  /** A predicate, as it was typed. */
  where: string;
  chips: Chip[];
  text: string;
  order: 'asc' | 'desc';
}

type Query = [string, string][];

// Which field a parameter speaks of; of several, the first is the one to leave out.
const FIELDS: Record<Named, string[]> = {
  type: ['event'],
  code: ['code'],
  user: ['user'],
  session: ['sid'],
  server: ['server_hostname', 'server_id'],
};

export function parse(query: URLSearchParams): Question {
  const chips = [...query]
    .filter(([name]) => name === 'is' || name === 'not')
    .map(([name, value]) => chip(name === 'not', value))
    .filter((one) => one !== undefined);
  const all = (name: string) => query.getAll(name).filter((value) => value !== '');
  const several = (name: string) => all(name).flatMap((some) => some.split(',')).filter((one) => one !== '');
  const success = query.get('success');
  return {
    from: query.get('from') ?? '',
    to: query.get('to') ?? '',
    named: { type: several('type'), code: several('code'), user: all('user'), session: all('session'), server: all('server') },
    success: success === 'true' || success === 'false' ? success : '',
    where: query.get('where') ?? '',
    chips,
    text: query.get('text') ?? '',
    order: query.get('order') === 'asc' ? 'asc' : 'desc',
  };
}

function chip(not: boolean, value: string): Chip | undefined {
  const at = value.indexOf('=');
  if (at < 1) return undefined;
  const raw = value.slice(at + 1);
  try {
    return { not, path: value.slice(0, at), raw: read(raw).raw };
  } catch {
    // Typed by hand: a text without its quotes.
    return { not, path: value.slice(0, at), raw: JSON.stringify(raw) };
  }
}

/** What the address has of it. */
export function written(question: Question): Query {
  return [
    ['from', question.from],
    ['to', question.to],
    ...named(question),
    ['where', question.where],
    ...question.chips.map((one): [string, string] => [one.not ? 'not' : 'is', `${one.path}=${one.raw}`]),
    ['text', question.text],
    ['order', question.order === 'asc' ? 'asc' : ''],
  ];
}

function named({ named, success }: Question): Query {
  const one = (name: Named) => named[name].map((value): [string, string] => [name, value]);
  return [['type', named.type.join(',')], ['code', named.code.join(',')], ...one('user'), ...one('session'), ...one('server'), ['success', success]];
}

/** What the vault is asked: all of it but the time, the order and what is left to this page. */
export function filters(question: Question, without = ''): Query {
  const all = [question.where && `(${question.where})`, ...question.chips.map(predicate), without].filter((one) => one);
  return [...named(question), ['where', all.join(' && ')]];
}

export interface Range {
  from?: number;
  to?: number;
}

/** The moments that a question names; what cannot be one is an error. */
export function range(question: Question, zone: Zone, now: number): Range {
  const from = question.from ? typed(question.from, zone, now) : undefined;
  const to = question.to ? typed(question.to, zone, now) : undefined;
  const day = from && !to && from.to > from.from ? from.to : undefined;
  return { from: from?.from, to: to ? to.to : day };
}

/** What all that asks for events asks; what finds them by type leaves nothing of the auditor's own out. */
export function query(question: Question, asked: Range, counts = false): [string, string][] {
  const ours = question.named.type.length > 0 || counts ? '' : `!equals(event, "${OURS}")`;
  return [
    ['from', asked.from === undefined ? '' : rfc3339(asked.from)],
    ['to', asked.to === undefined ? '' : rfc3339(asked.to)],
    ...filters(question, ours),
  ];
}

/** Who takes every filter away asks this. */
export function unfiltered(question: Question): Question {
  return { ...question, named: { type: [], code: [], user: [], session: [], server: [] }, success: '', where: '', chips: [] };
}

const LONGEST = 300;

// Undefined where a predicate has no words for it: an odd name, a line's end, null, 1e400, a list.
function predicate({ not, path, raw }: Chip): string | undefined {
  const value = read(raw);
  const field = /^[\p{L}_][\p{L}\p{N}_-]*(\.[\p{L}_][\p{L}\p{N}_-]*)*$/u.test(path);
  const sayable = value.kind === 'text' ? !/[\r\n]/.test(value.text) : /^(true|false|-?\d+(\.\d+)?)$/.test(raw);
  if (!field || !sayable || raw.length > LONGEST) return undefined;
  const said = value.kind === 'text' ? `"${value.text.replace(/["\\]/g, '\\$&')}"` : raw;
  return `${not ? '!' : ''}equals(${path}, ${said})`;
}

export const same = (a: Chip, b: Chip) => a.not === b.not && a.path === b.path && a.raw === b.raw;

/** The question with one more chip; what contradicts it is taken away. */
export function narrowed(question: Question, one: Chip): Question {
  const value = read(one.raw);
  const name = NAMED.find((each) => FIELDS[each].includes(one.path));
  const commas = (name === 'type' || name === 'code') && plain(value).includes(',');
  if (!one.not && name && value.kind === 'text' && value.text !== '' && !commas) {
    return { ...question, named: { ...question.named, [name]: [value.text] } };
  }
  if (!one.not && one.path === 'success' && value.kind === 'word' && one.raw !== 'null') return { ...question, success: one.raw as 'true' | 'false' };
  const others = question.chips.filter((other) => !(other.path === one.path && other.raw === one.raw));
  return { ...question, chips: [...others, one] };
}

/** The question without a value of a parameter. */
export function without(question: Question, name: Named, value: string): Question {
  return { ...question, named: { ...question.named, [name]: question.named[name].filter((one) => one !== value) } };
}

/** The same, asking for everything but this value. */
export function turned(question: Question, name: Named, value: string): Question {
  const rest = without(question, name, value);
  return { ...rest, chips: [...rest.chips, { not: true, path: FIELDS[name][0]!, raw: JSON.stringify(value) }] };
}

/** The value at `a.b`, where names with dots in them are found too. */
export function at(event: Written, path: string): Written | undefined {
  const whole = member(event, path);
  if (whole || !path.includes('.')) return whole;
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = member(event, path.slice(0, dot));
    const found = inner && at(inner, path.slice(dot + 1));
    if (found) return found;
  }
  return undefined;
}

// A text may be spelled in several ways; a number is what was written.
function equal(value: Written | undefined, raw: string): boolean {
  if (value === undefined) return false;
  if (value.raw === raw) return true;
  return value.kind === 'text' && raw.startsWith('"') && value.text === (JSON.parse(raw) as string);
}

/** Whether the vault was not asked for all of it. */
export const looksItself = (question: Question) => question.text !== '' || question.chips.some((one) => predicate(one) === undefined);

export function fits(event: Written, question: Question): boolean {
  const wanted = question.text.toLowerCase();
  return (
    question.chips.every((one) => predicate(one) !== undefined || equal(at(event, one.path), one.raw) !== one.not) &&
    (wanted === '' || event.raw.toLowerCase().includes(wanted) || words(event).includes(wanted))
  );
}

function words(of: Written): string {
  if (of.kind === 'object') return of.members.map(([, one]) => words(one)).join('\n');
  if (of.kind === 'array') return of.elements.map(words).join('\n');
  return plain(of).toLowerCase();
}
