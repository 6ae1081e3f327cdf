import { misuse, readArguments, runCommand } from './command.js';
import { readTask } from './auth/keys/command/task.js';

const USAGE = `Usage: npm run --silent key -- create --name NAME --scope SCOPE[,SCOPE] [--expires DAYS|never]
       npm run key -- list
       npm run --silent key -- rotate NAME [--grace HOURS]
       npm run key -- revoke NAME

create and rotate print the key, and nothing else, on standard output: it is shown this once. Scopes are
identity:read, identity:write, ingest and admin; a key expires after 90 days unless told. A key that was rotated
works for another 24 hours, unless --grace says how many. It may all be done while the service runs.

Exit codes: 0 done; 1 it went wrong; 2 wrong usage; 130 interrupted.
`;

const { values, positionals } = readArguments(USAGE, {
  allowPositionals: true,
  options: {
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
    expires: { type: 'string' },
    grace: { type: 'string' },
  },
});
const task = await readTask(positionals, values).catch((fault: Error) => misuse(USAGE, fault.message));

await runCommand(async (context) => {
  const { KeysService } = await import('./auth/keys/keys.service.js');
  await task(context.get(KeysService));
  return 0;
});
