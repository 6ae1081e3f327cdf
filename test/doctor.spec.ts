import { setTimeout as delay } from 'node:timers/promises';
import { summarizeAll } from '../src/catalogue/summarize-all.js';
import { lockNames } from '../src/database/transactions.js';
import { DemoLoader } from '../src/demo/demo.loader.js';
import { folderLock } from '../src/identity/folder/identity-folders.js';
import { doctor, expectMends, HEALTHY } from './support/doctor.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { jpeg, png } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { whoWaitsFor } from './support/waiting.js';

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
const CHARADE = 'bd80fec92b0b6963d177a2c55bf713e2';
const NOWHERE = 'a0a0a0a0-a0a0-a0a0-a0a0-a0a0a0a0a0a0';
const SUMMARY = `appearance WHERE identity_uuid = '${CARY}' AND file_uuid = '${CHARADE}'`;
const IN_CHARADE = `identity ${CARY}, file ${CHARADE}`;
const TRACE = `trace WHERE file_uuid = '${CHARADE}' AND trace_id = 5`;

/** What is kept of detections, each column with another value. */
const SUMS = {
  face_count: 'face_count + 1',
  confidence: 'confidence / 2',
  max_confidence: 'max_confidence / 2',
  start_frame: 'start_frame + 1',
  end_frame: 'end_frame + 1',
  start_time: 'start_time + 0.01',
  end_time: 'end_time + 0.01',
};

describe('The doctor', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
  });
  afterAll(() => test.close());

  const sql = (text: string): Promise<unknown> => test.dataSource.query(text);
  const change = (row: string, values: Record<string, string>): Promise<unknown> => {
    const changes = Object.entries(values).map(([column, value]) => `${column} = ${value}`);
    return sql(`UPDATE ${row.replace(' WHERE', ` SET ${changes.join(', ')} WHERE`)}`);
  };

  it('finds the demo healthy, and says how much it looked at', async () => {
    const { isWell, lines } = await doctor(test.app);
    const [{ count }] = await test.dataSource.query('SELECT count(*) FROM appearance');
    expect(lines).toContain(`ok         appearances: ${count} summaries`);
    expect(lines).toContain('ok         identity folders: 14 folders');
    // Nothing that is in order may read as if that many were not.
    expect(lines).toContain('ok         folder owners: 14 folders');
    expect(lines).toContain('ok         file names: 3 names');
    expect(lines.at(-1)).toBe(HEALTHY);
    expect(isWell).toBe(true);
  });

  it('finds nothing wrong with summaries that were all made anew', async () => {
    await sql('UPDATE identity SET face_count = face_count + 1');
    await sql('UPDATE file SET face_count = 0, trace_count = 0, chunk_count = 0');
    await sql('UPDATE appearance SET face_count = face_count + 1');
    await sql('UPDATE trace SET face_count = face_count + 1');
    await sql('DELETE FROM name_part WHERE place = 1');
    await sql('DELETE FROM identity_rank WHERE face_count > 0');
    await test.dataSource.transaction(summarizeAll);
    expect((await doctor(test.app)).lines.at(-1)).toBe(HEALTHY);
  });

  it('finds and mends a summary, and names every column that is wrong', async () => {
    const columns = { ...SUMS, trace_ids: 'trace_ids || 99999' };
    await change(SUMMARY, columns);
    const names = Object.keys(columns).join('|');
    const words = new RegExp(`${IN_CHARADE}: ((${names}) is [^ ]+, not [^ ]+(, |$)){8}$`);
    await expectMends(test.app, 'appearances', words);
  });

  it('finds and lifts a rejection that a bind by a person contradicts, and leaves the others', async () => {
    const bound = `face_detection WHERE identity_uuid = '${CARY}' AND file_uuid = '${CHARADE}'`;
    const place = 'identity_uuid, file_uuid, frame_number, x, y, width, height';
    await sql(`INSERT INTO rejection (${place}) SELECT ${place} FROM ${bound} ORDER BY frame_number LIMIT 1`);
    // Of somebody else, of everybody elsewhere, and of a face that overlaps one that is Cary's.
    await sql(`INSERT INTO rejection (${place})
      SELECT (SELECT identity_uuid FROM identity WHERE identity_uuid <> '${CARY}' LIMIT 1),
        file_uuid, frame_number, x, y, width, height FROM ${bound}
      UNION ALL SELECT NULL, '${CHARADE}', 1, 1, 1, 1, 1
      UNION ALL SELECT identity_uuid, file_uuid, frame_number, x + 1, y, width, height FROM ${bound}`);
    await expectMends(test.app, 'rejections', `${IN_CHARADE}: is rejected in frame `);
    const [{ count }] = await test.dataSource.query('SELECT count(*)::integer AS count FROM rejection');
    const [{ faces }] = await test.dataSource.query(`SELECT count(*)::integer AS faces FROM ${bound}`);
    expect(count).toBe(2 * faces + 1);
    await sql('DELETE FROM rejection');
  });

  it('finds and mends a summary that is missing', async () => {
    await sql(`DELETE FROM ${SUMMARY}`);
    await expectMends(test.app, 'appearances', `${IN_CHARADE}: is missing`);
  });

  it('finds and mends a summary of nothing', async () => {
    await sql(`
      INSERT INTO appearance
      SELECT identity_uuid, file_uuid, 1, '{}', 1, 1, 1, 1, 1, 1
      FROM identity i CROSS JOIN file f
      WHERE NOT EXISTS (
        SELECT FROM face_detection d WHERE d.identity_uuid = i.identity_uuid AND d.file_uuid = f.file_uuid
      )
      LIMIT 1`);
    await expectMends(test.app, 'appearances', ': should not be there');
  });

  it('takes no offence at a mean that was rounded the other way', async () => {
    await change(SUMMARY, { confidence: 'confidence + 0.000001' });
    await change(TRACE, { confidence: 'confidence - 0.000001' });
    expect((await doctor(test.app)).lines.at(-1)).toBe(HEALTHY);
  });

  it.each([
    ['face_count', '7', '7'],
    ['chunk_count', '7', '7'],
    ['main_file_uuid', `'${NOWHERE}'`, NOWHERE],
    ['main_file_uuid', 'NULL', 'null'],
  ])('finds and mends a wrong %s of an identity: %s', async (column, value, shown) => {
    await change(`identity WHERE identity_uuid = '${CARY}'`, { [column]: value });
    await expectMends(test.app, 'identity counts', `identity ${CARY}: ${column} is ${shown}, not `);
  });

  it.each([
    ['chunk_count is 7, not ', `UPDATE ${SUMMARY.replace(' WHERE', ' SET chunk_count = 7 WHERE')}`],
    ['chunk 0 is missing', 'DELETE FROM appearance_chunk WHERE id = 0'],
    [
      'chunk 99999 should not be there',
      `INSERT INTO appearance_chunk SELECT identity_uuid, file_uuid, 0, 99999 FROM ${SUMMARY}`,
    ],
  ])('finds and mends who is on screen during which chunks: %s', async (words, spoil) => {
    await sql(spoil);
    await expectMends(test.app, 'appearance chunks', words);
  });

  it.each([
    ['part "ry grant" is missing', `DELETE FROM name_part WHERE part = 'ry grant'`],
    ['part "grant" is kept wrongly', `UPDATE name_part SET place = 2 WHERE part = 'grant'`],
    [
      'part "batman" should not be there',
      `INSERT INTO name_part VALUES ('batman', '${CARY}', 0, 0, 'cary grant')`,
    ],
  ])('finds and mends by what a name is found: %s', async (words, spoil) => {
    await sql(spoil);
    await expectMends(test.app, 'name parts', words);
  });

  it.each([
    [
      'rank 99999 should not be there',
      `INSERT INTO identity_rank VALUES (99999, '${CARY}', 'confirmed', 'tmdb')`,
    ],
    ['is kept wrongly', `UPDATE identity_rank SET status = 'inactive' WHERE identity_uuid = '${CARY}'`],
    ['is missing', `DELETE FROM identity_rank WHERE identity_uuid = '${CARY}'`],
  ])('finds and mends where an identity stands by number of faces: %s', async (words, spoil) => {
    await sql(spoil);
    await expectMends(test.app, 'ranks', words);
  });

  it.each([
    [
      'identity confirmed, tmdb, people is 1',
      `UPDATE identity_tally SET count = count + 100 WHERE source = 'tmdb'`,
    ],
    ['file is 103, not 3', 'UPDATE file_tally SET count = count + 100'],
  ])('finds and mends a wrong tally: %s', async (words, spoil) => {
    await sql(spoil);
    await expectMends(test.app, 'tallies', words);
  });

  it('finds and mends a trace, and names every column that is wrong', async () => {
    await change(TRACE, SUMS);
    const names = Object.keys(SUMS).join('|');
    const words = new RegExp(`file ${CHARADE}, trace 5: ((${names}) is [^ ]+, not [^ ]+(, |$)){7}$`);
    await expectMends(test.app, 'traces', words);
  });

  it('finds and mends a trace that is missing', async () => {
    await sql(`DELETE FROM ${TRACE}`);
    await expectMends(test.app, 'traces', `file ${CHARADE}, trace 5: is missing`);
  });

  it('finds and mends a trace of nothing', async () => {
    await sql(`INSERT INTO trace VALUES ('${CHARADE}', 99999, 1, 1, 1, 1, 1, 1, 1)`);
    await expectMends(test.app, 'traces', `file ${CHARADE}, trace 99999: should not be there`);
  });

  it.each(['face_count', 'trace_count', 'chunk_count'])(
    'finds and mends a wrong %s of a file',
    async (column) => {
      await change(`file WHERE file_uuid = '${CHARADE}'`, { [column]: '7' });
      await expectMends(test.app, 'file counts', `file ${CHARADE}: ${column} is 7, not `);
    },
  );

  it.each(['name_key', 'sort_key'])('finds and mends a wrong %s of an identity', async (column) => {
    await change(`identity WHERE identity_uuid = '${CARY}'`, { [column]: `'Cary Grant'` });
    await expectMends(test.app, 'identity names', `identity ${CARY}: ${column} not made of "Cary Grant"`);
    const { body } = await test.api.get('identities/search?q=cary%20grant');
    expect(body.results[0].identity_uuid).toBe(CARY);
  });

  it('finds and mends a wrong sort_key of a file', async () => {
    await change(`file WHERE file_uuid = '${CHARADE}'`, { sort_key: `''` });
    await expectMends(test.app, 'file names', `file ${CHARADE}: sort_key not made of "Charade (1963).mp4"`);
  });

  it('finds and mends chunk numbers that would be given twice', async () => {
    await sql(`SELECT setval('chunk_id_seq', 2)`);
    await expectMends(test.app, 'chunk numbers', 'the next chunk would be 3, but there is one with 120');
    expect(await test.factory.chunk(CHARADE, { chunk_id: 'next' })).toBe(121);
  });

  it('only tells of a constraint that old rows may break, and of an index that serves nobody', async () => {
    await sql('ALTER TABLE chunk ADD CONSTRAINT unseen CHECK (id >= 0) NOT VALID');
    await sql('CREATE UNIQUE INDEX CONCURRENTLY broken ON chunk (file_uuid)').catch(() => undefined);
    const { isWell, lines } = await doctor(test.app, { fix: true });
    await sql('ALTER TABLE chunk DROP CONSTRAINT unseen');
    await sql('DROP INDEX broken');
    expect(isWell).toBe(false);
    expect(lines[0]).toMatch(/^DIFFERENT {2}schema: 2 of \d+ constraints and indexes; in psql/);
    expect(lines.slice(1, 3).map((line) => line.trim())).toEqual([
      'constraint unseen of chunk is not valid',
      'index broken of chunk is not valid',
    ]);
  });

  it('only tells of an embedding that has not as many values as the others of its model', async () => {
    const vector = `'\\x0000803f'`;
    await sql(`INSERT INTO face_embedding VALUES ('${CHARADE}', '1_0', 'pipeline', 1, ${vector})`);
    const { isWell, lines } = await doctor(test.app, { fix: true });
    await sql('DELETE FROM face_embedding');
    expect(isWell).toBe(false);
    expect(lines).toContainEqual(
      expect.stringContaining(`file ${CHARADE}, face 1_0: 1 values, where pipeline has 512`),
    );
  });

  it('shows twenty differences, counts all of them and mends all of them', async () => {
    const [{ count }] = await test.dataSource.query('SELECT count(*)::int FROM trace');
    await sql('UPDATE trace SET face_count = 0');
    const { isWell, lines } = await doctor(test.app, { fix: true });
    expect(lines).toContainEqual(expect.stringMatching(`^DIFFERENT  traces: ${count} of ${count} traces`));
    expect(lines.filter((line) => line.includes('face_count is 0, not '))).toHaveLength(20);
    expect(lines).toContain(`             and ${count - 20} more`);
    expect(lines).toContain(`mended     traces: ${count}`);
    expect(isWell).toBe(true);
  });

  it('changes nothing unless it is told to', async () => {
    await change(`file WHERE file_uuid = '${CHARADE}'`, { face_count: '7' });
    await doctor(test.app);
    expect((await doctor(test.app)).isWell).toBe(false);
    expect((await doctor(test.app, { fix: true })).isWell).toBe(true);
  });

  it('ends at once when it is told to, even while a statement runs', async () => {
    const runner = test.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE appearance IN ACCESS EXCLUSIVE MODE');
    const controller = new AbortController();
    const examined = doctor(test.app, { signal: controller.signal });
    const waiting = (): Promise<unknown[]> => test.dataSource.query<unknown[]>(whoWaitsFor('appearance'));
    expect(await eventually(waiting, ({ length }) => length > 0)).toHaveLength(1);
    controller.abort();
    await expect(examined).rejects.toThrow('canceling statement');
    await runner.rollbackTransaction();
    await runner.release();
  });

  /** Changes all that can be changed, until it is told to stop. */
  const work = async (signal: AbortSignal): Promise<void> => {
    const images = [await jpeg(), await png()];
    const [file_uuid, passerBy] = [CHARADE, randomUuid()];
    const { body } = await test.api.get('identities?page_size=200');
    const others = (body.identities as { identity_uuid: string }[]).map((row) => row.identity_uuid);
    for (let turn = 0; !signal.aborted; turn++) {
      const uuid = others[turn % others.length]!;
      await test.api.post(`identity/${uuid}/bind`, { file_uuid, trace_id: turn % 20 });
      await test.api.post('identity/upload', { identity_uuid: passerBy, name: `Passer-by ${turn}` });
      await test.api.upload(`identity/${passerBy}/profile-image`, images[turn % 2]!);
      await test.api.post(`identity/${passerBy}/bind`, { file_uuid, trace_id: turn % 20 });
      await test.api.post(`identity/${passerBy}/unbind`, { file_uuid, trace_id: turn % 20 });
      if (turn % 3 === 0) await test.api.delete(`identity/${passerBy}`);
    }
  };

  /** Takes a trace from somebody and gives it back, until it is told to stop. */
  const thereAndBack = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await test.api.post(`identity/${CARY}/unbind`, { file_uuid: CHARADE, trace_id: 5 });
      await test.api.post(`identity/${CARY}/bind`, { file_uuid: CHARADE, trace_id: 5 });
      await delay(200);
    }
  };

  it('raises no false alarm while the service is at work', async () => {
    const stop = new AbortController();
    const working = work(stop.signal);
    for (let times = 0; times < 4; times++) {
      const { lines } = await doctor(test.app);
      expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([HEALTHY]);
    }
    stop.abort();
    await working;
  });

  it('raises none about somebody who keeps coming back to the same state', async () => {
    // Whatever was changed before is written by now: the lock keeps all writing waiting.
    expect((await doctor(test.app)).lines.at(-1)).toBe(HEALTHY);
    const runner = test.dataSource.createQueryRunner();
    await runner.startTransaction();
    await lockNames(runner.manager, folderLock(CARY));
    await change(`identity WHERE identity_uuid = '${CARY}'`, { reference_data: `'{"note": "seen"}'` });
    const stop = new AbortController();
    const working = thereAndBack(stop.signal);
    const { lines } = await doctor(test.app);
    stop.abort();
    await working;
    await runner.rollbackTransaction();
    await runner.release();
    expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([HEALTHY]);
  });

  it('mends while the service is at work', async () => {
    const stop = new AbortController();
    const working = work(stop.signal);
    for (let times = 0; times < 3; times++) {
      await sql(`
        BEGIN;
        LOCK TABLE file, identity IN EXCLUSIVE MODE;
        UPDATE appearance SET end_time = 0;
        UPDATE trace SET end_time = 0;
        UPDATE identity SET face_count = 1;
        COMMIT`);
      expect((await doctor(test.app, { fix: true })).isWell).toBe(true);
    }
    stop.abort();
    await working;
    // Identity files are written a little later.
    const result = await eventually(
      () => doctor(test.app),
      ({ lines }) => lines.at(-1) === HEALTHY,
    );
    expect(result.lines.at(-1)).toBe(HEALTHY);
  });
});
