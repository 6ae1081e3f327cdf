import { mkdir, open, symlink } from 'node:fs/promises';
import type { Report } from '../src/import/report.js';
import { summary } from '../src/import/summary.js';
import { randomUuid } from './support/factory.js';
import { complaints, expectNothingChanges, importInto, Inbox } from './support/imports.js';
import { embedding, faceFile, manyFrames, pipelineFace, segments } from './support/pipeline.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const MEGABYTE = 1_000_000;
const MORE = ', "next": "and so on"}';
const bytes = (...pieces: (string | number[])[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece))));

describe('An import of bad files', () => {
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

  const bring = async (content: unknown, kind = 'face'): Promise<Report> =>
    importInto(test, await inbox.put(`${uuid}.${kind}.json`, content), { fps: 25 });
  const ids = async (): Promise<string[]> => {
    const { body } = await test.api.get(`file/${uuid}/faces`);
    return (body.data as { face_id: string }[]).map(({ face_id }) => face_id);
  };
  /** Expects that nothing of a file comes in, and that the report says so in these words. */
  async function expectUnread(content: unknown, why: string | RegExp, kind?: string): Promise<void> {
    await expectNothingChanges(test, async () => {
      const report = await bring(content, kind);
      expect(complaints(report)).toEqual([expect.stringMatching(why)]);
      expect(report).toMatchObject({ isFlawless: false, unread: { count: 1 } });
    });
  }

  /** The lines of the summary that say what was refused in a file, without its path. */
  async function refusedIn(content: unknown): Promise<string[]> {
    const [, list] = summary(await bring(content), false).split('Refused:\n');
    return list!
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^ +(\/\S+: )?/, ''));
  }

  describe('that cannot be read to their end', () => {
    const whole = (): Buffer =>
      Buffer.from(
        JSON.stringify(
          faceFile({
            1: [
              pipelineFace({ trace_id: 0, embedding: embedding() }),
              pipelineFace({ x: 400, note: 'é"\\😀' }),
            ],
            2: [pipelineFace({ trace_id: 0, pose_angle: { yaw: -1.5e-3 } })],
            3: [],
          }),
        ),
      );

    it('brings in nothing of one that was cut off, wherever, says where, and goes on', async () => {
      const file = whole();
      const next = await inbox.put(`${randomUuid()}.face.json`, manyFrames(1));
      await bring(manyFrames(2));
      await importInto(test, next);
      await expectNothingChanges(test, async () => {
        for (let nth = 0; nth < 50; nth++) {
          const cut = Math.floor((nth / 50) * (file.length - 1));
          const path = await inbox.put(`${uuid}.face.json`, file.subarray(0, cut));
          const report = await importInto(test, [path, next]);
          const { path: told, why } = report.unread.first[0]!;
          expect([told, why]).toEqual([path, expect.stringMatching(/^at byte \d+: expected .+, found .+$/)]);
          expect(Number(/\d+/.exec(why)![0])).toBeGreaterThanOrEqual(cut - 4);
          expect(Number(/\d+/.exec(why)![0])).toBeLessThanOrEqual(cut);
          expect(report).toMatchObject({ isFlawless: false, faces: { unchanged: 1 } });
        }
      });
    });

    it.each([
      ['no bytes', '', /^at byte 0: expected a value, found the end of the text$/],
      ['white space alone', ' \n ', /^at byte 3: expected a value/],
      ['a stray character', '{"frames": {} x', /^at byte 14: expected a comma or the end/],
      ['more behind its end', '{"frames": {}} {}', /^at byte 15: expected the end of the text/],
      [
        'a comma too many',
        '{"frames": {"1": {"faces": [],}}}',
        /^at byte \d+: expected a name in double quotes/,
      ],
      [
        'no comma in an embedding',
        '{"frames": {"1": {"faces": [{"embedding": [1 x',
        /^at byte 45: expected a comma/,
      ],
      ['a bracket of the wrong kind', '{"frames": {"1": {"faces": [}}}}', /^at byte 28: expected a value/],
      ['NaN', '{"frames": {"1": {"faces": [{"x": NaN}]}}}', /^at byte 34: /],
      ['Infinity', '{"frames": {"1": {"faces": [{"embedding": [1, -Infinity]}]}}}', /^at byte 47: /],
      ['single quotes', "{'frames': {}}", /^at byte 1: expected a name in double quotes/],
      ['a number with a leading zero', '{"fps": 024, "frames": {}}', /^at byte 9: /],
      ['a line break in a string', '{"a": "b\nc", "frames": {}}', /^at byte 8: /],
      ['half a literal', '{"a": tru, "frames": {}}', /^at byte 9: expected true, false or null/],
      [
        'a comma too many in an embedding',
        '{"frames": {"1": {"faces": [{"embedding": [1,]}]}}}',
        /^at byte 45: /,
      ],
      ['no number in an embedding', '{"frames": {"1": {"faces": [{"embedding": [,1]}]}}}', /^at byte 43: /],
    ])('refuses one with %s', (_, text, why) => expectUnread(text, why));

    it.each([
      ['between values', bytes('{"frames": {}, ', [0xff], '"a": 1}'), /^at byte 15: /],
      ['in a string', bytes('{"frames": {}, "a": "x', [0xff, 0xfe], '"', MORE), /UTF-8/],
      ['in a name', bytes('{"frames": {}, "x', [0xc3], '": 1', MORE), /UTF-8/],
      ['as half a surrogate pair', bytes('{"frames": {}, "a": "', [0xed, 0xa0, 0x80], '"', MORE), /UTF-8/],
      ['as an overlong character', bytes('{"frames": {}, "a": "', [0xc0, 0x80], '"', MORE), /UTF-8/],
    ])('refuses one with invalid UTF-8 %s', (_, content, why) => expectUnread(content, why));

    it.each([
      ['[]', 'frames'],
      ['[{"frames": {}}]', 'frames'],
      ['{}', 'frames'],
      ['{"frames": null}', 'frames'],
      ['{"frames": [{"faces": []}]}', 'frames'],
      ['{"frames": [[[1]]]}', 'frames'],
      ['{"frames": 7}', 'frames'],
      ['"frames"', 'frames'],
      ['null', 'frames'],
    ])('refuses %s as a face file', (text, why) => expectUnread(text, why));

    it.each(['{}', '{"segments": {}}', '{"segments": null}', '7', '{"text": "all of it"}'])(
      'refuses %s as a transcript',
      (text) => expectUnread(text, 'a list of segments or chunks', 'asr'),
    );

    it('refuses one that nests without end', () =>
      expectUnread('['.repeat(MEGABYTE), /^at byte 16384: expected at most 16384 levels/));

    it('takes a byte order mark, Windows’ line ends and names that JavaScript knows', async () => {
      const text = JSON.stringify(faceFile({ 1: [pipelineFace({ trace_id: 0 })] }), null, 2);
      const odd = text.replace('"fps"', '"__proto__": {"fps": 1, "frames": {}}, "constructor": 1, "fps"');
      const report = await bring(`\u{feff}${odd.replaceAll('\n', '\r\n')}`);
      expect(complaints(report)).toEqual([]);
      expect(await ids()).toEqual(['1_0']);
      expect((await test.api.get(`file/${uuid}`)).body.fps).toBe(25);
      const proto =
        '{"frames": {"2": {"faces": [{"__proto__": {"x": 1, "y": 1, "w": 1, "h": 1, "confidence": 1}}]}}}';
      expect((await bring(proto)).faces).toMatchObject({ inserted: 0, refused: 1 });
    });

    it('tells one that cannot be opened, and goes on', async () => {
      const path = await inbox.put(`${uuid}.face.json`, manyFrames(1));
      const round = inbox.path(`${randomUuid()}.face.json`);
      await symlink(round, round);
      const report = await importInto(test, [round, path]);
      expect(complaints(report)).toEqual([expect.stringContaining('ELOOP')]);
      expect(await ids()).toEqual(['0_0']);
    });

    it('goes on behind a path that is missing', async () => {
      const path = await inbox.put(`${uuid}.face.json`, manyFrames(1));
      const report = await importInto(test, [inbox.path('missing'), path]);
      expect(complaints(report)).toEqual([expect.stringContaining('there is no such file or folder')]);
      expect(await ids()).toEqual(['0_0']);
    });

    it('looks for nothing in a folder called as a face file', async () => {
      await mkdir(inbox.path(`folder/${uuid}.face.json`), { recursive: true });
      expect(complaints(await importInto(test, inbox.path('folder')))).toEqual([]);
    });
  });

  describe('with bad rows', () => {
    it.each<[string, unknown, string, unknown]>([
      ['no object', 'text', '', 'must be an object'],
      ['null', null, '', 'must be an object'],
      ['a list', [1], '/confidence', 'is missing'],
      ['nothing', {}, '/bbox/x', 'is missing'],
      ['a wrong type', pipelineFace({ confidence: '0.9' }), '/confidence', 'must be number'],
      ['no confidence', pipelineFace({ confidence: null }), '/confidence', 'must be number'],
      ['a confidence over 1', pipelineFace({ confidence: 1.01 }), '/confidence', 'must be <= 1'],
      ['a text for a box', pipelineFace({ bbox: 'here' }), '/bbox/x', 'is missing'],
      ['a negative width', pipelineFace({ width: -1 }), '/bbox/width', expect.stringContaining('must be >=')],
      ['a negative trace', pipelineFace({ trace_id: -1 }), '/trace_id', 'must be >= 0'],
      [
        'a huge trace',
        pipelineFace({ trace_id: 2 ** 31 }),
        '/trace_id',
        expect.stringContaining('must be <='),
      ],
      ['a box above the picture', pipelineFace({ y: -60 }), '/bbox', 'lies wholly outside the picture'],
      ['a box right of the picture', pipelineFace({ x: 1920 }), '/bbox', 'lies wholly outside the picture'],
      [
        'an embedding of a wrong length',
        pipelineFace({ embedding: [1, 2] }),
        '/embedding/values',
        'must be 512 values, as the model pipeline has; these are 2',
      ],
      ...[[], [null], [[1]], ['1'], [1, null, 2], 7, 'AAAA!', { 0: 1 }, true].map(
        (values): [string, unknown, string, unknown] => [
          `${JSON.stringify(values)} for an embedding`,
          pipelineFace({ embedding: values }),
          '/embedding/values',
          expect.stringContaining('must be finite'),
        ],
      ),
    ])('refuses a face with %s by its place, and takes the others', async (_, bad, pointer, detail) => {
      const frames = {
        1: [pipelineFace(), bad as object, pipelineFace({ x: 700 })],
        2: [pipelineFace({ x: -20 })],
      };
      const report = await bring({ ...faceFile(frames), width: 1920, height: 1080 });
      const place = `#/frames/1/faces/1${pointer}`;
      expect(report.refused.first).toContainEqual(expect.objectContaining({ place, detail }));
      expect(report).toMatchObject({ faces: { inserted: 3, refused: 1 }, isFlawless: false });
      expect(await ids()).toEqual(['1_0', '1_2', '2_0']);
    });

    it('refuses numbers beyond all bounds', async () => {
      const text = JSON.stringify(
        faceFile({ 1: [pipelineFace({ x: 'X' }), pipelineFace({ embedding: ['E'] }), pipelineFace()] }),
      );
      const report = await bring(text.replace('"X"', '1e999').replace('"E"', '1e999'));
      expect(complaints(report)).toEqual([
        expect.stringMatching(/^#\/frames\/1\/faces\/0\/bbox\/x: must be/),
        expect.stringMatching(/^#\/frames\/1\/faces\/1\/embedding\/values: must be finite/),
      ]);
    });

    it.each(['-1', '1.5', '', 'one', '2147483648', '99999999999', '1e3', ' 1', '__proto__', '½/~'])(
      'refuses the frame %j, and takes the others',
      async (key) => {
        const frame = JSON.stringify({ faces: [pipelineFace()] });
        const report = await bring(
          `{"fps": 25, "frames": {${JSON.stringify(key)}: ${frame}, "1": ${frame}}}`,
        );
        const name = encodeURIComponent(key.replace('~', '~0').replace('/', '~1'));
        expect(complaints(report)).toEqual([`#/frames/${name}: is not a frame number`]);
        expect(await ids()).toEqual(['1_0']);
      },
    );

    it.each([
      ['null', 'must be an object'],
      ['[]', 'must be an object'],
      ['"text"', 'must be an object'],
      ['{"faces": null}', 'must have an array of faces'],
      ['{"faces": {"0": {"x": 1}, "a": {}}}', 'must have an array of faces'],
      ['{"faces": "text"}', 'must have an array of faces'],
    ])('refuses a frame that is %s, and takes the others', async (frame, detail) => {
      const report = await bring(
        `{"fps": 25, "frames": {"7": ${frame}, "8": {"faces": [${JSON.stringify(pipelineFace())}]}, "9": {}}}`,
      );
      expect(complaints(report)).toEqual([`#/frames/7: ${detail}`]);
      expect(report).toMatchObject({ faces: { inserted: 1, refused: 1 }, frames: 3 });
    });

    it('takes the first of faces that have one face_id, each time', async () => {
      const frame = (x: number): string => JSON.stringify({ faces: [pipelineFace({ x })] });
      const text = `{"fps": 25, "frames": {"7": ${frame(1)}, "7": ${frame(900)}, "007": ${frame(300)}}}`;
      const report = await bring(text);
      expect(report.faces).toMatchObject({ inserted: 1, refused: 2 });
      expect(report.refused.first).toMatchObject([
        { place: '#/frames/7/faces/0/face_id', detail: 'was sent before', rows: 2 },
      ]);
      const { body } = await test.api.get(`file/${uuid}/faces`);
      expect(body.data).toMatchObject([{ bbox: { x: 1 } }]);
      await expectNothingChanges(test, () => bring(text));
    });

    it('knows the picture’s size also when it stands behind the frames', async () => {
      const { frames, fps } = faceFile({ 1: [pipelineFace({ x: 5000 }), pipelineFace({ x: 1900 })] });
      const report = await bring({ frames, fps, width: 1920, height: 1080 });
      expect(complaints(report)).toEqual(['#/frames/1/faces/0/bbox: lies wholly outside the picture']);
    });

    it('removes nothing where a face was refused', async () => {
      await bring(manyFrames(3));
      const report = await bring(faceFile({ 0: [pipelineFace()], 1: [{}] }));
      expect(report.faces).toMatchObject({ unchanged: 1, deleted: 0, refused: 1 });
      expect(await ids()).toHaveLength(3);
    });

    it.each([
      ['face', faceFile({ 1: [pipelineFace({ embedding: [1, 2] }), 'text'], 2: [pipelineFace({ x: -60 })] })],
      ['chunks', [{ start_time: 1 }, 'text']],
      ['asr', segments({ start: 1, end: 0, text: 'Ever' }, 'text')],
    ])('makes no video known of which all was refused, in a %s file, and says so', async (kind, content) => {
      await expectNothingChanges(test, async () => {
        const report = await bring(content, kind);
        const why = 'all that is in it was refused, and makes no video known';
        expect(report.unread.first).toEqual([{ path: inbox.path(`${uuid}.${kind}.json`), why }]);
        expect([report.videos.size, report.frames, report.isFlawless]).toEqual([0, 0, false]);
        expect(report.refused.count).toBe(kind === 'face' ? 3 : 2);
      });
      expect((await test.api.get(`file/${uuid}`)).status).toBe(404);
    });

    it('keeps a video that was known, of which all was refused', async () => {
      await bring(manyFrames(2));
      const report = await bring(faceFile({ 1: [{}] }, { fps: 25, width: 640 }));
      expect([report.videos.size, report.unread.count]).toEqual([1, 0]);
      expect((await test.api.get(`file/${uuid}`)).body).toMatchObject({ face_count: 2, width: 640 });
    });

    it('learns of a video from faces that were all refused, where its text brings it in', async () => {
      await inbox.put(`both/${uuid}.face.json`, faceFile({ 1: [{}] }, { fps: 30, width: 640 }));
      await inbox.put(`both/${uuid}.asr.json`, segments({ start: 1, end: 2, text: 'Hello' }));
      const report = await importInto(test, inbox.path('both'));
      expect([report.videos.size, report.unread.count]).toEqual([1, 1]);
      expect((await test.api.get(`file/${uuid}`)).body).toMatchObject({
        chunk_count: 1,
        fps: 30,
        width: 640,
      });
    });

    it('tells once what is wrong with many rows, and with how many', async () => {
      const frames = Object.fromEntries(
        Array.from({ length: 500 }, (_, frame) => [frame, [pipelineFace({ embedding: [1, 2] })]]),
      );
      const said = await refusedIn(faceFile({ ...frames, 500: ['text'], 501: [pipelineFace({ x: -60 })] }));
      expect(said).toEqual([
        '#/frames/0/faces/0/embedding/values: must be 512 values, as the model pipeline has; these are 2 … and 499 more like it',
        '#/frames/500/faces/0: must be an object',
        '#/frames/501/faces/0/bbox: lies wholly outside the picture',
      ]);
    });

    it('takes what differs in its numbers alone for the same', async () => {
      const frames = Object.fromEntries(
        Array.from({ length: 500 }, (_, n) => [n, [pipelineFace({ embedding: [1, ...Array(n).fill(2)] })]]),
      );
      expect(await refusedIn(faceFile(frames))).toEqual([
        '#/frames/0/faces/0/embedding/values: must be 512 values, as the model pipeline has; these are 1 … and 499 more like it',
      ]);
    });

    it('tells the first of many sorts of faults and counts the others, also where a row has several', async () => {
      const folder = await Inbox.create();
      const content = faceFile({ 1: [pipelineFace({ width: -1, height: -1 })] });
      for (let n = 0; n < 30; n++) await folder.put(`${randomUuid()}.face.json`, content);
      const report = await importInto(test, folder.folder, { fps: 25 });
      await folder.remove();
      const told = summary(report, false).split('Refused:\n')[1]!.trimEnd().split('\n');
      expect(told).toHaveLength(51);
      expect(told.at(-1)!.trim()).toBe('… and 10 more');
      expect(report.refused.count).toBe(30);
    });

    it('tells the first of very many names that it does not understand', async () => {
      const names = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`name ${index}`, 0]));
      const report = await bring({ ...names, ...faceFile({ 1: [pipelineFace(names)] }) });
      expect(report).toMatchObject({ isFlawless: true, unknown: { count: 50 } });
    });

    it.each(['a\0b', '\u{d800}', '', 'x'.repeat(101)])('does not take %j for a model', async (model) => {
      const report = await bring(
        faceFile({ 1: [pipelineFace({ embedding: embedding() })] }, { fps: 25, model }),
      );
      expect(complaints(report)).toEqual([]);
      expect(report.unknown.first.map(({ why }) => why)).toEqual(['model']);
    });

    it('refuses speech with what cannot be stored', async () => {
      const said = { start: 1, end: 2, text: 'a' };
      const report = await bring(
        segments(
          said,
          { ...said, text: 'a\0b' },
          { ...said, speaker: '\u{dc00}' },
          { ...said, end: 1e300 },
          'x',
        ),
        'asr',
      );
      expect(report.chunks).toMatchObject({ inserted: 1, refused: 4 });
    });
  });

  describe('of 100 MB on one line', () => {
    /** A file of a head, so many repetitions, and a tail. */
    async function large(head: string, middle: string, tail: string, size = 100 * MEGABYTE): Promise<string> {
      const path = await inbox.put(`${uuid}.face.json`, head);
      const file = await open(path, 'a');
      const piece = middle.repeat(Math.ceil(MEGABYTE / middle.length));
      for (let written = 0; written < size; written += piece.length) await file.write(piece);
      await file.write(tail);
      await file.close();
      return path;
    }
    /** Bytes by which the process grows at most while something is done. */
    async function growth(work: () => Promise<unknown>): Promise<number> {
      const before = process.memoryUsage.rss();
      let most = before;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
      await work().finally(() => clearInterval(watch));
      return most - before;
    }
    const face = JSON.stringify(pipelineFace());

    it.each([
      ['a string', '{"frames": {}, "a": "', 'x', '"}', /^at byte 18: expected at most 16 MiB of one value/],
      ['numbers in an embedding', '{"frames": {"1": {"faces": [{"embedding": [1', ',1', ']}]}}}', /16 MiB/],
      ['numbers in a face', '{"frames": {"1": {"faces": [{"pose_angle": [1', ',1', ']}]}}}', /16 MiB/],
      ['a list in a frame', '{"frames": {"1": {"cuts": [1', ',1', '], "faces": []}}}', /16 MiB/],
      ['a number', '{"frames": {}, "a": 1', '1', '}', /16 MiB/],
    ])('refuses %s, in bounded memory', async (_, head, middle, tail, why) => {
      const path = await large(head, middle, tail);
      let report: Report | undefined;
      const grown = await growth(async () => (report = await importInto(test, path, { fps: 25 })));
      expect(complaints(report!)).toEqual([expect.stringMatching(why)]);
      expect(grown).toBeLessThan(400 * MEGABYTE);
    });

    it('passes over what it does not keep', async () => {
      const path = await large(
        `{"fps": 25, "traces": [1`,
        ',1',
        `], "frames": {"1": {"faces": [${face}]}}}`,
        40 * MEGABYTE,
      );
      expect(complaints(await importInto(test, path))).toEqual([]);
      expect(await ids()).toEqual(['1_0']);
    });

    it('reads faces, in bounded memory', async () => {
      const path = await large(
        `{"fps": 25, "frames": {"1": {"faces": [${face}]}, "2": {"faces": [${face}`,
        `, {"pose_angle": {"yaw": 1.5, "text": "${'x'.repeat(5000)}"}}`,
        ']}}}',
      );
      let report: Report | undefined;
      const grown = await growth(async () => (report = await importInto(test, path)));
      expect(report!.faces).toMatchObject({ inserted: 2, refused: expect.any(Number) });
      expect(grown).toBeLessThan(300 * MEGABYTE);
    });
  });
});
