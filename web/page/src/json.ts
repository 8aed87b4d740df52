// JSON as it was written: this language has only doubles, and an event may have more than they hold.

/** A value, and the very characters that it was written with. */
export type Written =
  | { kind: 'object'; raw: string; members: [string, Written][] }
  | { kind: 'array'; raw: string; elements: Written[] }
  | { kind: 'text'; raw: string; text: string }
  | { kind: 'number' | 'word'; raw: string };

/** Reads JSON that somebody else has checked already; what is none is an error. */
export function read(source: string): Written {
  JSON.parse(source); // The grammar is the browser's affair.
  let at = 0;
  let slash = -1;

  function blanks(): void {
    while (' \t\n\r'.includes(source[at] ?? 'x')) at++;
  }

  function text(): string {
    const from = at;
    let end = source.indexOf('"', from + 1);
    if (slash < from) slash = (source.indexOf('\\', from) + 1 || source.length + 1) - 1;
    // Most have no escape in them, and there are very many.
    if (slash > end) {
      at = end + 1;
      return source.slice(from + 1, end);
    }
    for (end = from + 1; source[end] !== '"'; ) end += source[end] === '\\' ? 2 : 1;
    at = end + 1;
    return JSON.parse(source.slice(from, at)) as string;
  }

  function inside(close: string, one: () => void): void {
    at++;
    for (blanks(); source[at] !== close; blanks()) {
      if (source[at] === ',') at++;
      blanks();
      one();
    }
    at++;
  }

  function value(): Written {
    blanks();
    const from = at;
    switch (source[at]) {
      case '{': {
        const members: [string, Written][] = [];
        inside('}', () => {
          const name = text();
          blanks();
          at++; // the colon
          members.push([name, value()]);
        });
        return { kind: 'object', raw: source.slice(from, at), members };
      }
      case '[': {
        const elements: Written[] = [];
        inside(']', () => elements.push(value()));
        return { kind: 'array', raw: source.slice(from, at), elements };
      }
      case '"': {
        const read = text();
        return { kind: 'text', raw: source.slice(from, at), text: read };
      }
      default: {
        while (at < source.length && !',]} \t\n\r'.includes(source[at]!)) at++;
        const raw = source.slice(from, at);
        return { kind: /[a-z]$/.test(raw) ? 'word' : 'number', raw };
      }
    }
  }

  return value();
}

export function member(of: Written | undefined, name: string): Written | undefined {
  return of?.kind === 'object' ? of.members.find(([known]) => known === name)?.[1] : undefined;
}

export function elements(of: Written | undefined): Written[] {
  return of?.kind === 'array' ? of.elements : [];
}

/** As people read it: a text without its quotes, everything else as written. */
export function plain(of: Written | undefined): string {
  if (!of || of.raw === 'null') return '';
  return of.kind === 'text' ? of.text : of.raw;
}

/** Over several lines; every value keeps its characters. */
export function indented(of: Written, indent = ''): string {
  const deeper = indent + '  ';
  if (of.kind === 'object' && of.members.length > 0) {
    const lines = of.members.map(([name, one]) => `${deeper}${JSON.stringify(name)}: ${indented(one, deeper)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  if (of.kind === 'array' && of.elements.length > 0) {
    return `[\n${of.elements.map((one) => deeper + indented(one, deeper)).join(',\n')}\n${indent}]`;
  }
  return of.kind === 'object' ? '{}' : of.kind === 'array' ? '[]' : of.raw;
}
