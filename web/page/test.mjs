// Checks the types of the page, and runs the tests of what needs no browser:
// `node test.mjs FOLDER [true, where no test may run] [the same]`.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'rolldown';

const [folder, ...skipped] = process.argv.slice(2);
if (!skipped.includes('true')) {
  run('node_modules/typescript/bin/tsc', '--noEmit');
  rmSync(folder, { recursive: true, force: true });
  const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts'));
  await build({ input: tests.map((name) => `test/${name}`), platform: 'node', external: /^node:/, output: { dir: folder } });
  run('--test', '--test-reporter=dot', ...tests.map((name) => `${folder}/${name.replace(/ts$/, 'js')}`));
}

function run(...args) {
  const done = spawnSync('node', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
