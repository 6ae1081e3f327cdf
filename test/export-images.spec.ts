import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countsOf, type Line, linesOf, ofType } from './support/archive.js';
import { jpeg, png } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('the export of the profile images', () => {
  const [ann, bea, cid] = ['a', 'b', 'c'].map((digit) => digit.repeat(32)) as [string, string, string];
  let test: TestApp;
  let images: { ann: Buffer; bea: Buffer };

  beforeEach(async () => {
    test = await getTestApp();
    images = { ann: await jpeg(600), bea: await png() };
    for (const identity_uuid of [cid, bea, ann]) await test.factory.identity({ identity_uuid });
    await test.api.upload(`identity/${bea}/profile-image`, images.bea);
    await test.api.upload(`identity/${ann}/profile-image`, images.ann);
  });
  afterEach(() => test.close());

  const exported = async (query: string): Promise<Line[]> =>
    linesOf((await test.api.get(`export${query}`)).text);
  const pathOf = (identity: string, name: string): string =>
    join(test.environment.OUTPUT_DIR, 'identities', identity, name);
  const annLine = (): Line => ({
    ...{ type: 'image', identity_uuid: ann, image_type: 'jpg', base64: images.ann.toString('base64') },
  });
  const beaLine = (): Line => ({
    ...{ type: 'image', identity_uuid: bea, image_type: 'png', base64: images.bea.toString('base64') },
  });

  it('comes last, by uuid, where it is asked for', async () => {
    await test.factory.file();
    const lines = await exported('?images=true');
    expect(lines.slice(-3)).toEqual([annLine(), beaLine(), countsOf(lines)]);
    expect(ofType(lines, 'image')).toHaveLength(2);
  });

  it.each(['', '?images=false'])('is left out where it is not asked for: %j', async (query) => {
    const lines = await exported(query);
    expect(ofType(lines, 'image')).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ identities: 3, images: 0 });
    expect(lines[1]!.image).toMatchObject({ type: 'jpg' });
  });

  it('leaves an image out that is no longer the one that the archive knows', async () => {
    await writeFile(pathOf(ann, 'profile.jpg'), await jpeg());
    const lines = await exported('?images=true');
    expect(ofType(lines, 'image')).toEqual([beaLine()]);
    expect(lines.at(-1)).toEqual(countsOf(lines));
  });

  it('leaves an image out that is not on disk', async () => {
    await rm(pathOf(bea, 'profile.png'));
    expect(ofType(await exported('?images=true'), 'image')).toEqual([annLine()]);
  });
});
