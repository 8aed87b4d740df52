// Installs what the lock file says, once: `node install.mjs [true, where no test will run …]`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const untested = process.argv.slice(2).includes('true');
const lock = readFileSync('package-lock.json', 'utf8');
const installed = 'node_modules/.installed';
if (!untested && !(existsSync(installed) && readFileSync(installed, 'utf8') === lock)) {
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error'];
  const done = spawnSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (done.status !== 0) process.exit(done.status ?? 1);
  writeFileSync(installed, lock);
}
