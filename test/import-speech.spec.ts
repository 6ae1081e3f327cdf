import type { Report } from '../src/import/report.js';
import { randomUuid } from './support/factory.js';
import { complaints, expectNothingChanges, importInto, Inbox } from './support/imports.js';
import { faceFile, pipelineFace, segments } from './support/pipeline.js';
import { getTestApp, type TestApp } from './support/test-app.js';

interface Chunk {
  chunk_id: string;
  [field: string]: unknown;
}

const OLA = { start: 212.64, end: 213.64, text: ' Olá! ', speaker: 'Cary Grant' };

describe('Imported speech', () => {
  let test: TestApp;
  let inbox: Inbox;
  let uuid: string;

  beforeAll(async () => {
    [test, inbox] = await Promise.all([getTestApp(), Inbox.create()]);
  });
  afterAll(() => Promise.all([test.close(), inbox.remove()]));
  beforeEach(() => {
    uuid = randomUuid();
  });

  const put = (kind: string, content: unknown): Promise<string> =>
    inbox.put(`${uuid}/${uuid}.${kind}.json`, content);
  const bring = async (kind: string, content: unknown, options = { fps: 24 } as object): Promise<Report> =>
    importInto(test, await put(kind, content), options);
  const bringFolder = (options = {}): Promise<Report> => importInto(test, inbox.path(uuid), options);
  const stored = async (): Promise<Chunk[]> =>
    (await test.api.get(`file/${uuid}/chunks`)).body.data as Chunk[];
  const texts = async (): Promise<unknown[]> => (await stored()).map(({ text }) => text);

  it('becomes sentence chunks in the reference’s form, the speaker and the bare text beside it', async () => {
    const report = await bring('asrx', segments(OLA, { start: 214, end: 215.5, text: 'Hello' }));
    expect(complaints(report)).toEqual([]);
    expect(report.chunks).toMatchObject({ inserted: 2 });
    expect(await stored()).toEqual([
      expect.objectContaining({
        chunk_id: `${uuid}_0`,
        chunk_type: 'sentence',
        start_frame: 5103,
        end_frame: 5127,
        fps: 24,
        start_time: 212.64,
        end_time: 213.64,
        text_content: '[213s-214s] Cary Grant: "Olá!"',
        speaker: 'Cary Grant',
        text: 'Olá!',
      }),
      expect.objectContaining({
        chunk_id: `${uuid}_1`,
        start_frame: 5136,
        end_frame: 5172,
        text_content: '[214s-216s] "Hello"',
        speaker: null,
      }),
    ]);
  });

  it('leaves out segments in which nothing is said, and keeps the others’ numbers', async () => {
    const blank = { start: 1, end: 2, text: '  ' };
    const report = await bring('asr', segments(blank, OLA, { ...blank, text: '' }, OLA));
    expect(report.chunks).toMatchObject({ inserted: 2, refused: 0 });
    expect((await stored()).map(({ chunk_id }) => chunk_id)).toEqual([`${uuid}_1`, `${uuid}_3`]);
  });

  it('changes nothing when it comes again', async () => {
    await bring('asrx', segments(OLA, { ...OLA, start: 213 }));
    await expectNothingChanges(test, async () => {
      const report = await bring('asrx', segments(OLA, { ...OLA, start: 213 }));
      expect(report.chunks).toEqual({ inserted: 0, updated: 0, unchanged: 2, deleted: 0, refused: 0 });
    });
  });

  it('is replaced by better speech', async () => {
    await bring('asr', segments({ ...OLA, speaker: undefined, text: 'Ola' }, { ...OLA, text: 'gone' }));
    const report = await bring('asrx', segments(OLA));
    expect(report.chunks).toMatchObject({ updated: 1, deleted: 1 });
    expect(await texts()).toEqual(['Olá!']);
  });

  it('takes the fps of the face file beside it, whatever else is known', async () => {
    await test.api.put(`file/${uuid}`, { name: 'Known', fps: 50 });
    await put('asr', segments({ start: 1, end: 2, text: 'a' }));
    await put('face', faceFile({ 1: [pipelineFace()] }, { fps: 25 }));
    expect(complaints(await bringFolder({ fps: 10 }))).toEqual([]);
    expect(await stored()).toMatchObject([{ start_frame: 25, end_frame: 50, fps: 25 }]);
    expect((await test.api.get(`file/${uuid}`)).body).toMatchObject({ fps: 25 });
  });

  it('takes the fps that is known of its video', async () => {
    await test.api.put(`file/${uuid}`, { name: 'Known', fps: 50 });
    await put('asr', segments({ start: 1, end: 2, text: 'a' }));
    await bringFolder();
    expect(await stored()).toMatchObject([{ start_frame: 50 }]);
  });

  it('is refused as a whole when nobody knows the fps', async () => {
    await put('asr', segments(OLA));
    await expectNothingChanges(test, async () => {
      const report = await bringFolder();
      expect(complaints(report)).toEqual([expect.stringContaining('--fps')]);
      expect(report.isFlawless).toBe(false);
      expect(report.videos.size).toBe(0);
    });
  });

  it('takes the best that there is of a video, and names what that supersedes', async () => {
    for (const kind of ['asr', 'asr-1', 'asrx']) {
      await put(kind, segments({ ...OLA, text: kind }));
    }
    const report = await bringFolder({ fps: 24 });
    expect(await texts()).toEqual(['asrx']);
    const why = `superseded by ${inbox.path(uuid, `${uuid}.asrx.json`)}`;
    expect(report.skipped.first).toEqual([
      { path: inbox.path(uuid, `${uuid}.asr-1.json`), why },
      { path: inbox.path(uuid, `${uuid}.asr.json`), why },
    ]);
    expect(report.isFlawless).toBe(true);
  });

  it('gives way to sentence chunks', async () => {
    await put('asrx', segments(OLA));
    await put('sentences', [
      {
        chunk_id: `${uuid}_7`,
        start_time: 1,
        end_time: 2,
        text_content: '[1s-2s] "Yes"',
        start_frame: 30,
        end_frame: 60,
      },
      { start_time: 3, end_time: 4, text: 'No', speaker: 'SPEAKER_0', mood: 'glad' },
    ]);
    const report = await bringFolder({ fps: 24 });
    expect(complaints(report)).toEqual([]);
    expect(await stored()).toMatchObject([
      { chunk_id: `${uuid}_7`, start_frame: 30, text_content: '[1s-2s] "Yes"', text: null },
      {
        chunk_id: `${uuid}_1`,
        start_frame: 72,
        text_content: '[3s-4s] SPEAKER_0: "No"',
        speaker: 'SPEAKER_0',
      },
    ]);
    expect(report.skipped.first.map(({ path }) => path)).toEqual([inbox.path(uuid, `${uuid}.asrx.json`)]);
  });

  it('may be sentence chunks with an fps of their own, of a video of which it isn’t known', async () => {
    const chunks = [
      { start_time: 1, end_time: 2, text: 'a', fps: 10 },
      { start_time: 1, end_time: 2, text: 'b' },
    ];
    const report = await bring('chunks', { chunks }, {});
    expect(await stored()).toMatchObject([{ start_frame: 10, text: 'a' }]);
    expect(complaints(report)).toEqual(['#/chunks/1/fps: is missing, and that of the file is not known']);
  });

  it('is refused where it ends before it starts, and the rest comes in', async () => {
    const report = await bring(
      'asr',
      segments(OLA, { start: 5, end: 4, text: 'x' }, { end: 4, text: 'x' }, { start: '1', end: 2, text: 3 }),
    );
    expect(report.chunks).toMatchObject({ inserted: 1, refused: 3 });
    expect(complaints(report)).toEqual([
      '#/segments/1/end: must not be before start',
      '#/segments/2/start: is missing',
      '#/segments/3/start: must be number',
      '#/segments/3/text: must be string',
    ]);
  });

  it('removes nothing where a segment was refused', async () => {
    await bring('asr', segments(OLA, OLA));
    const report = await bring('asr', segments(OLA, { start: 5, end: 4, text: 'x' }));
    expect(report.chunks).toMatchObject({ deleted: 0, unchanged: 1, refused: 1 });
    expect(await stored()).toHaveLength(2);
  });
});
