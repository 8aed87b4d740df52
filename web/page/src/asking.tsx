// What is asked of events: a form for what is asked often, and a chip for each filter.
import type { ComponentChildren } from 'preact';
import { NAMED, same, turned, unfiltered, without, written, type Chip, type Named, type Question } from './question.ts';
import { Said, line } from './text.tsx';
import type { Zone } from './time.ts';

interface Props {
  question: Question;
  ask: (q: Question) => void;
  zone: Zone;
  wrong?: Error;
}

// Types and codes have no blanks and commas in them; a user may have both.
const PARTS: Record<Named, RegExp | undefined> = { type: /[\s,]+/, code: /[\s,]+/, user: undefined, session: undefined, server: undefined };
const HINTS: Record<Named, [string, string]> = {
  type: ['Type', 'session.start'],
  user: ['User', 'exactly'],
  server: ['Server', 'name or id'],
  code: ['Code', 'T2000I'],
  session: ['Session', 'its id'],
};

export function Asking({ question, ask, zone, wrong }: Props) {
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const typed = (name: string) => ((form.elements.namedItem(name) as HTMLInputElement | null)?.value ?? '').trim();
    const named = { ...question.named };
    for (const name of NAMED) {
      const parts = PARTS[name] ? typed(name).split(PARTS[name]) : [typed(name)];
      named[name] = [...new Set([...named[name], ...parts.filter((one) => one !== '')])];
    }
    const success = typed('success') as Question['success'];
    ask({ ...question, from: typed('from'), to: typed('to'), text: typed('text'), where: typed('where'), success, named });
  };
  const here = zone === 'utc' ? 'UTC' : 'local time';
  const field = (name: Named) => (
    <label key={name}>
      <span>{HINTS[name][0]}</span>
      <input name={name} placeholder={HINTS[name][1]} list={name === 'type' ? 'types' : undefined} spellcheck={false} autocapitalize="off" />
    </label>
  );
  const more = question.where !== '' || question.success !== '' || question.named.code.length + question.named.session.length > 0;
  return (
    <>
      <form class="asking" role="search" onSubmit={submit} key={written(question).join()}>
        <label class="wide">
          <span>Contains</span>
          <input name="text" type="search" value={question.text} placeholder="any text" />
        </label>
        {(['type', 'user', 'server'] as const).map(field)}
        <label>
          <span>From ({here})</span>
          <input name="from" value={question.from} placeholder="24h, or 2026-10-25" spellcheck={false} aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? 'wrong' : undefined} />
        </label>
        <label>
          <span>To</span>
          <input name="to" value={question.to} placeholder="now" spellcheck={false} />
        </label>
        <button type="submit" class="main">
          Search
        </button>
        <details class="further" open={more}>
          <summary>More filters</summary>
          <div>
            <label class="wide">
              <span>Condition</span>
              <input name="where" value={question.where} placeholder={'equals(addr.remote, "10.0.0.1") || hasPrefix(login, "root")'} maxLength={2000} spellcheck={false} autocapitalize="off" class="mono" />
            </label>
            {(['code', 'session'] as const).map(field)}
            <label class="short">
              <span>Success</span>
              <select name="success" onChange={(event) => (event.currentTarget as HTMLSelectElement).form!.requestSubmit()}>
                <option value="">any</option>
                {['true', 'false'].map((one) => (
                  <option key={one} value={one} selected={one === question.success}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
          </div>
        </details>
      </form>
      {wrong && (
        <p class="notice bad" id="wrong" role="alert">
          {wrong.message}
        </p>
      )}
      <Chips question={question} ask={ask} />
    </>
  );
}

function Chips({ question, ask }: { question: Question; ask: (q: Question) => void }) {
  const { named, chips, success, where } = question;
  const some = NAMED.flatMap((name) => named[name].map((value) => ({ name, value })));
  if (some.length + chips.length === 0 && success === '' && where === '') return null;
  const others = (one: Chip) => chips.filter((other) => !same(one, other));
  return (
    <ul class="chips" aria-label="Filters">
      {some.map(({ name, value }) => (
        <One key={`${name} ${value}`} name={`${name} = ${line(value, 80)}`} turn={value.endsWith('*') ? undefined : () => ask(turned(question, name, value))} remove={() => ask(without(question, name, value))}>
          {name} = <Said text={value} most={80} />
        </One>
      ))}
      {success && (
        <One name={`success = ${success}`} turn={() => ask({ ...question, success: success === 'true' ? 'false' : 'true' })} remove={() => ask({ ...question, success: '' })}>
          success = {success}
        </One>
      )}
      {where && (
        <One name="the condition" remove={() => ask({ ...question, where: '' })}>
          <Said text={where} most={200} />
        </One>
      )}
      {chips.map((one) => (
        <One
          key={`${one.not} ${one.path} ${one.raw}`}
          not={one.not}
          name={line(one.path, 60)}
          turn={() => ask({ ...question, chips: [...others(one), { ...one, not: !one.not }] })}
          remove={() => ask({ ...question, chips: others(one) })}
        >
          <Said text={one.path} most={60} /> {one.not ? '≠' : '='} <Said text={one.raw.replace(/^"(.*)"$/s, '$1')} most={80} />
        </One>
      ))}
      <li>
        <button type="button" class="quiet" onClick={() => ask(unfiltered(question))}>
          Clear
        </button>
      </li>
    </ul>
  );
}

interface OneProps {
  name: string;
  not?: boolean;
  turn?: () => void;
  remove: () => void;
  children: ComponentChildren;
}

function One({ name, not, turn, remove, children }: OneProps) {
  return (
    <li class={not ? 'chip not' : 'chip'}>
      {turn ? (
        <button type="button" class="turn" title="Turn it round" onClick={turn}>
          {children}
        </button>
      ) : (
        <span>{children}</span>
      )}
      <button type="button" aria-label={`Remove: ${name}`} onClick={remove}>
        ✕
      </button>
    </li>
  );
}
