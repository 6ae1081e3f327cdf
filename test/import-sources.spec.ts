import { mkdir, symlink } from 'node:fs/promises';
import { relative } from 'node:path';
import { findSources } from '../src/import/sources.js';
import { randomUuid } from './support/factory.js';
import { Inbox } from './support/imports.js';

describe('What is imported of folders and files', () => {
  let inbox: Inbox;
  let uuid: string;

  beforeEach(async () => {
    inbox = await Inbox.create();
    uuid = randomUuid();
  });
  afterEach(() => inbox.remove());

  const put = (...names: string[]): Promise<unknown> =>
    Promise.all(names.map((name) => inbox.put(name, '{}')));
  const find = async (...paths: string[]): Promise<Record<string, string[] | number>> => {
    const { sources, skipped, unread, ignored } = await findSources(
      paths.length > 0 ? paths : [inbox.folder],
    );
    const inside = ({ path }: { path: string }): string => relative(inbox.folder, path);
    return {
      sources: sources.map(inside),
      skipped: skipped.map(inside),
      unread: unread.map(inside),
      ignored,
    };
  };

  it('is what the pipeline and the service write; other kinds are counted', async () => {
    await put(
      `${uuid}/${uuid}.face.json`,
      `${uuid}/${uuid}.asr.json`,
      `${uuid}/${uuid}.yolo.json`,
      `${uuid}/cut.json`,
      `identities/${uuid}/identity.json`,
      `identities/${uuid}/profile.jpg`,
      'archive.ndjson',
    );
    expect(await find()).toEqual({
      sources: expect.arrayContaining([
        `${uuid}/${uuid}.face.json`,
        `${uuid}/${uuid}.asr.json`,
        `identities/${uuid}/identity.json`,
        'archive.ndjson',
      ]),
      skipped: [],
      unread: [],
      ignored: 2,
    });
  });

  it('is the traced faces before the plain ones, in whatever order they are named', async () => {
    const [plain, traced] = [`${uuid}.face.json`, `${uuid}.face_traced.json`];
    await put(plain, traced);
    const expected = { sources: [traced], skipped: [plain], unread: [], ignored: 0 };
    expect(await find(inbox.path(plain), inbox.path(traced))).toEqual(expected);
    expect(await find(inbox.path(traced), inbox.path(plain))).toEqual(expected);
  });

  it('knows a video by its file’s name or its folder’s, however the uuid is spelt', async () => {
    const hyphenated = uuid.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-').toUpperCase();
    await put(`${hyphenated}.face.json`, `${uuid}/film.asr.json`);
    const { sources } = await findSources([inbox.folder]);
    expect(sources.map(({ file_uuid }) => file_uuid)).toEqual([uuid, uuid]);
  });

  it('knows the folder that it is called in', async () => {
    await put(`${uuid}/film.face.json`);
    const before = process.cwd();
    process.chdir(inbox.path(uuid));
    try {
      const { sources } = await findSources(['.', 'film.face.json']);
      expect(sources).toMatchObject([{ file_uuid: uuid }]);
    } finally {
      process.chdir(before);
    }
  });

  it('is told of where nobody knows the video', async () => {
    await put('film.face.json');
    expect(await find()).toEqual({ sources: [], skipped: [], unread: ['film.face.json'], ignored: 0 });
  });

  it('is told of where it was named and is of another kind, or missing', async () => {
    await put('film.mp4', `${uuid}.face.json`);
    const paths = ['film.mp4', 'missing', `${uuid}.face.json`, `${uuid}.face.json/more`];
    expect(await find(...paths.map((path) => inbox.path(path)))).toEqual({
      sources: [`${uuid}.face.json`],
      skipped: [],
      unread: ['film.mp4', 'missing', `${uuid}.face.json/more`],
      ignored: 0,
    });
  });

  it('is in a folder whatever that is called', async () => {
    await put(`${uuid}.face.json/inner.asr.json`, `a b/ü 😀/${uuid}.face.json`);
    expect(await find()).toMatchObject({
      sources: [`a b/ü 😀/${uuid}.face.json`],
      unread: [`${uuid}.face.json/inner.asr.json`],
    });
  });

  it('follows links to files, and tells those to folders, to nothing and to themselves', async () => {
    await put(`real/${uuid}.face.json`);
    await mkdir(inbox.path('links'));
    await symlink(inbox.path(`real/${uuid}.face.json`), inbox.path(`links/${uuid}.face.json`));
    await symlink(inbox.folder, inbox.path('links/up'));
    await symlink('loop', inbox.path('links/loop'));
    await symlink('nowhere', inbox.path('links/dead.asr.json'));
    expect(await find(inbox.path('links'))).toEqual({
      sources: [`links/${uuid}.face.json`],
      skipped: ['links/dead.asr.json', 'links/loop', 'links/up'],
      unread: [],
      ignored: 0,
    });
    expect(await find(inbox.path('links/loop'))).toMatchObject({ sources: [], unread: ['links/loop'] });
    expect((await findSources([inbox.path('links/up')])).sources).toHaveLength(1);
  });
});
