// Builds the page into a folder: `node build.mjs FOLDER [true, where no test will run]`.
// What did not change is not made again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, untested] = process.argv.slice(2);
const samples = '../../events-samples';

function digest(...roots) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (statSync(path).isDirectory()) readdirSync(path).sort().forEach((name) => add(join(path, name)));
    else hash.update(path).update(readFileSync(path));
  };
  roots.forEach(add);
  return hash.digest('hex');
}

const same = (file, text) => existsSync(file) && readFileSync(file, 'utf8') === text;

function run(command, ...args) {
  const done = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const lock = digest('package-lock.json');
// What tests need is there for the build too.
const installed = 'node_modules/.installed';
if (!same(installed, `${lock} with tests`) && !(untested === 'true' && same(installed, lock))) {
  const some = untested === 'true' ? ['--omit=dev'] : [];
  run('npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...some);
  writeFileSync(installed, untested === 'true' ? lock : `${lock} with tests`);
}

const sources = digest('package-lock.json', 'build.mjs', 'vite.config.mjs', 'index.html', 'src', join(samples, 'accepted'), join(samples, 'recordings'));
const made = join(folder, '..', 'site.made');
if (!same(made, sources)) {
  run('node', 'node_modules/vite/bin/vite.js', 'build', '--logLevel=warn', '--outDir', folder, '--emptyOutDir');
  takeSamples(join(folder, 'samples'));
  writeFileSync(join(folder, 'assets', 'licenses.txt'), licenses('asciinema-player', 'solid-js', 'preact'));
  writeFileSync(made, sources);
}

// Of what others wrote and the page brings.
function licenses(...packages) {
  return packages
    .map((name) => {
      const file = readdirSync(join('node_modules', name)).find((one) => /^licen[cs]e/i.test(one));
      return `${name}\n\n${readFileSync(join('node_modules', name, file), 'utf8')}`;
    })
    .join('\n\n');
}

// What the first page loads on one machine: every event, and the recordings.
function takeSamples(to) {
  mkdirSync(to, { recursive: true });
  const accepted = readdirSync(join(samples, 'accepted')).filter((name) => name.endsWith('.json')).sort();
  const events = accepted.map((name) => readFileSync(join(samples, 'accepted', name), 'utf8').trim());
  writeFileSync(join(to, 'events.ndjson'), events.join('\n') + '\n');
  const recordings = readdirSync(join(samples, 'recordings')).filter((name) => name.endsWith('.tar')).sort();
  recordings.forEach((name) => cpSync(join(samples, 'recordings', name), join(to, name)));
  writeFileSync(join(to, 'recordings.json'), JSON.stringify(recordings));
}
