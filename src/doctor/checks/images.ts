import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { CommittedImage, IdentityFolder } from '../../identity/folder/identity-folder.js';
import { profileName } from '../../identity/folder/names.js';
import type { IdentityState } from '../../identity/folder/identity-state.js';
import type { Check } from '../check.js';
import { PIECE, pieces } from '../pieces.js';
import { lookTwice } from '../second-look.js';

type Pictured = CommittedImage & Pick<IdentityState, 'identity_uuid' | 'revision'>;

/** The profile images, byte by byte. There is no other copy of them: what is lost is lost. */
export const IMAGES: Check = {
  name: 'profile images',
  unit: 'images',
  remedy: 'such an image must be uploaded again',

  find(tools) {
    const { manager, folders, signal } = tools;
    const next = (last?: Pictured): Promise<Pictured[]> =>
      manager.query(PICTURED, [last?.identity_uuid ?? null, PIECE]);
    const sight = {
      pieces: pieces(next, signal),
      async look(image: Pictured) {
        const fault = await faultOf(folders.of(image.identity_uuid), image);
        return { basis: image.revision, fault };
      },
      async again(uuid: string) {
        const images = await manager.query<Pictured[]>(IMAGE, [uuid]);
        return images[0];
      },
    };
    return lookTwice(sight, tools);
  },
};

const SELECT = `
  SELECT identity_uuid, revision, image_type, image_sha256 FROM identity WHERE image_type IS NOT NULL`;
const PICTURED = `
  ${SELECT} AND ($1::uuid IS NULL OR identity_uuid > $1) ORDER BY identity_uuid LIMIT $2`;
const IMAGE = `${SELECT} AND identity_uuid = $1`;

async function faultOf(folder: IdentityFolder, image: CommittedImage): Promise<string | undefined> {
  const name = profileName(image.image_type);
  try {
    const opened = await folder.openImage(image);
    if (!opened) return await folder.whyNoImage(image);
    const hash = createHash('sha256');
    await pipeline(opened.file.createReadStream(), hash);
    return hash.digest('hex') === image.image_sha256
      ? undefined
      : `${name} is not the image that was uploaded`;
  } catch (error) {
    return `${name} can't be read: ${(error as NodeJS.ErrnoException).code}`;
  }
}
