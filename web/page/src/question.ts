// What is asked of events, as it stands in the address: the vault finds times and types, and this
// page looks through the rest.
import { member, plain, read, type Written } from './json.ts';

/** A member with its value as it was written, that an event has or has not. */
export interface Chip {
  not: boolean;
  path: string;
  raw: string;
}

export interface Question {
  from: string;
  to: string;
  types: string[];
  chips: Chip[];
  text: string;
  order: 'asc' | 'desc';
}

export function parse(query: URLSearchParams): Question {
  const chips = [...query]
    .filter(([name]) => name === 'is' || name === 'not')
    .map(([name, value]) => chip(name === 'not', value))
    .filter((one) => one !== undefined);
  return {
    from: query.get('from') ?? '',
    to: query.get('to') ?? '',
    types: (query.get('type') ?? '').split(',').filter((type) => type !== ''),
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

export function written(question: Question): [string, string][] {
  return [
    ['from', question.from],
    ['to', question.to],
    ['type', question.types.join(',')],
    ...question.chips.map((one): [string, string] => [one.not ? 'not' : 'is', `${one.path}=${one.raw}`]),
    ['text', question.text],
    ['order', question.order === 'asc' ? 'asc' : ''],
  ];
}

export const same = (a: Chip, b: Chip) => a.not === b.not && a.path === b.path && a.raw === b.raw;

/** The question with one more chip; what contradicts it is taken away. */
export function narrowed(question: Question, one: Chip): Question {
  const others = question.chips.filter((other) => !(other.path === one.path && other.raw === one.raw));
  if (one.path === 'event' && !one.not) return { ...question, types: [JSON.parse(one.raw) as string] };
  return { ...question, chips: [...others, one] };
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

export function fits(event: Written, question: Question): boolean {
  const wanted = question.text.toLowerCase();
  return (
    question.chips.every((one) => equal(at(event, one.path), one.raw) !== one.not) &&
    (wanted === '' || event.raw.toLowerCase().includes(wanted) || words(event).includes(wanted))
  );
}

function words(of: Written): string {
  if (of.kind === 'object') return of.members.map(([, one]) => words(one)).join('\n');
  if (of.kind === 'array') return of.elements.map(words).join('\n');
  return plain(of).toLowerCase();
}
