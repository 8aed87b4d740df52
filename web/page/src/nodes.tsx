// Who ships to this vault, and how they are.
import { encoded, getJson } from './api.ts';
import { Empty, Failed, Loading } from './loaded.tsx';
import { usePages } from './sessions.tsx';
import { Said, counted } from './text.tsx';
import { lasting, shown, type Zone } from './time.ts';

interface Node {
  name: string;
  state: 'silent' | 'troubled' | 'well';
  heard: string;
  version?: string;
  pending: number;
  oldest_seconds: number;
  quarantined: number;
  troubles?: string[];
}

export function Nodes({ zone }: { zone: Zone }) {
  const { found, state, failed, more } = usePages<Node>(async (cursor, signal) => {
    const page = await getJson<{ nodes: Node[]; cursor?: string }>(`/v1/nodes?limit=300${cursor && `&cursor=${encoded(cursor)}`}`, signal);
    return { found: page.nodes, cursor: page.cursor };
  });
  const worst = ['silent', 'troubled', 'well'];
  const sorted = [...found].sort((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state) || (a.name < b.name ? -1 : 1));
  return (
    <main class="nodes">
      <h1>Nodes</h1>
      {failed && <Failed error={failed} again={() => more()} what="The nodes could not be read" />}
      {found.length === 0 && state === 'reading' && <Loading />}
      {found.length === 0 && state === 'end' && (
        <Empty title="No node was heard of within the last 30 days">
          <p>
            <a href="/start">How a node ships to this vault</a>
          </p>
        </Empty>
      )}
      {found.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Node</th>
              <th scope="col">State</th>
              <th scope="col">Heard</th>
              <th scope="col" class="number">Waits</th>
              <th scope="col" class="number">Oldest</th>
              <th scope="col" class="number">Quarantined</th>
              <th scope="col">Version</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((node) => (
              <tr key={node.name}>
                <th scope="row">
                  <Said text={node.name} most={120} />
                  {(node.troubles ?? []).map((trouble, i) => (
                    <p class="sub" key={i}>
                      <Said text={trouble} most={250} />
                    </p>
                  ))}
                </th>
                <td data-of="State">
                  <span class={node.state === 'well' ? 'state' : 'state missing'}>{node.state}</span>
                </td>
                <td data-of="Heard">{shown(Date.parse(node.heard), zone, 0)}</td>
                <td class="number" data-of="Waits">{counted(node.pending)}</td>
                <td class="number" data-of="Oldest">{node.pending > 0 ? lasting(node.oldest_seconds * 1000) : '—'}</td>
                <td class="number" data-of="Quarantined">{counted(node.quarantined)}</td>
                <td data-of="Version">
                  <Said text={node.version ?? '—'} most={40} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {state === 'idle' && (
        <button type="button" onClick={() => more()}>
          More
        </button>
      )}
    </main>
  );
}
