import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** As many as the servers have connections to the database. */
const CONNECTIONS = 16;

/**
 * Drives both servers in turns, `rounds` times: of each round the figures of `floor` and `service`, and `ratio`, of
 * their requests a second. One more comes first and isn't counted: V8 compiles what a kind of request takes for seconds,
 * and the connections to the database plan their statements.
 */
export async function measure(kind, errands, { archive, both, driver, rounds, warmup, seconds, say }) {
  const measured = [];
  for (let nth = 0; nth <= rounds; nth++) {
    const round = {};
    for (const [name, contender] of Object.entries(both)) {
      round[name] = await drive(driver, contender, errands, { warmup, seconds });
      if (kind.writes) await tidy(archive);
    }
    if (nth === 0) continue;
    round.ratio = round.service.rate / round.floor.rate;
    say(
      `${kind.name}, round ${nth}: ${round.ratio.toFixed(2)} times the floor's ${Math.round(round.floor.rate)}/s`,
    );
    measured.push(round);
  }
  return measured;
}

/** Drives one server for a turn. */
export function drive(driver, { origin, headers }, errands, { warmup, seconds }) {
  const port = Number(new URL(origin).port);
  return driver.drive({ port, headers, errands, connections: CONNECTIONS, warmup, seconds });
}

/** Waits until what the writes leave to be done is done, and has the old versions of the rows removed. */
export async function tidy({ url }) {
  const client = new Client(url);
  await client.connect();
  try {
    for (let quiet = 0; quiet < 5; await sleep(100)) {
      const { rows } = await client.query(OTHERS_AT_WORK);
      quiet = rows[0].count > 0 ? 0 : quiet + 1;
    }
    await client.query('VACUUM');
  } finally {
    await client.end();
  }
}

const OTHERS_AT_WORK = `
  SELECT count(*)::integer FROM pg_stat_activity
  WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`;
