// A vault in which nothing is yet.
import { useState } from 'preact/hooks';
import { encoded, post, type About } from './api.ts';
import { Failed } from './loaded.tsx';
import { go } from './router.ts';

export function Start({ vault }: { vault: About }) {
  // Whoever serves the page for a vault elsewhere takes no events.
  const here = vault.local ? location.origin : vault.name;
  return (
    <main class="start">
      <h1>Tapevault keeps what happened on your servers</h1>
      <p>
        Audit events and recorded sessions come in here and stay as they came: nothing is overwritten, trimmed or dropped. This page shows
        them, and alters none of them.
      </p>
      {vault.local && <Samples />}
      <h2>Three ways to feed it</h2>
      <ol class="ways">
        <Way title="Send events" command={`curl -sS ${here}/v1/events --data-binary '{"event":"hello","user":"me"}'`}>
          One JSON object, an array, or NDJSON; plain or gzip.
        </Way>
        <Way
          title="Run it beside a node or proxy"
          command={`echo '{vault: "${here}", node: me, state: tapevault-node, audit_log: [/var/lib/teleport/log]}' > node.yaml\n./tapevault node run --config node.yaml`}
        >
          It follows the audit log, and uploads recordings.
        </Way>
        <Way title="Upload a recording" command={`./tapevault recordings upload SESSION.tar --vault ${here}`}>
          One of Teleport's, an asciicast, or a tar of a typescript and its timing.
        </Way>
      </ol>
    </main>
  );
}

function Way({ title, command, children }: { title: string; command: string; children: preact.ComponentChildren }) {
  const [copied, setCopied] = useState(false);
  return (
    <li>
      <h3>{title}</h3>
      <p class="sub">{children}</p>
      <div class="command">
        <pre tabIndex={0} aria-label={title}>{command}</pre>
        <button type="button" onClick={() => navigator.clipboard.writeText(command).then(() => setCopied(true))}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
    </li>
  );
}

function Samples() {
  const [step, setStep] = useState('');
  const [failed, setFailed] = useState<Error | undefined>();
  const load = async () => {
    setFailed(undefined);
    try {
      await samples(setStep);
      go('/sessions');
    } catch (e) {
      setFailed(e as Error);
    }
    setStep('');
  };
  return (
    <section class="samples">
      <button type="button" class="main" disabled={step !== ''} onClick={load}>
        {step || 'Load the samples of the demo'}
      </button>
      <p class="sub">Some dozens of events and a few recordings, to look around with. They stay in this vault.</p>
      {failed && <Failed error={failed} again={load} what="The samples could not be loaded" />}
    </section>
  );
}

interface Ticket {
  stored?: unknown;
  url?: string;
}

async function samples(told: (step: string) => void): Promise<void> {
  told('Sending events …');
  await post('/v1/events', await (await fetch('/samples/events.ndjson')).text());
  const recordings = (await (await fetch('/samples/recordings.json')).json()) as string[];
  for (const name of recordings) {
    told(`Uploading ${name} …`);
    const bytes = await (await fetch(`/samples/${name}`)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = [...digest].map((one) => one.toString(16).padStart(2, '0')).join('');
    const sid = name.slice(0, name.indexOf('.'));
    const ticket = await post<Ticket>(`/v1/recordings/${encoded(sid)}/uploads`, { size: bytes.byteLength, sha256 });
    if (ticket.stored) continue;
    // By the name that this page has for the vault.
    const { pathname, search } = new URL(ticket.url!, location.href);
    const put = await fetch(pathname + search, { method: 'PUT', body: bytes });
    if (!put.ok && put.status !== 412) throw new Error(`${name} was not taken: status ${put.status}`);
  }
}
