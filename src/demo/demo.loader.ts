import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { nameLock } from '../database/lock.js';
import { summarize } from '../catalogue/appearance-summary.js';
import { summarizeFile } from '../catalogue/file-summary.js';
import type { FaceDetection } from '../catalogue/entities/face-detection.entity.js';
import type { File } from '../catalogue/entities/file.entity.js';
import { Identity } from '../catalogue/entities/identity.entity.js';
import type { NewChange } from '../change/change.js';
import { commandOrigin } from '../change/origin.js';
import { recordChanges } from '../change/record-changes.js';
import { folderLock, IdentityFolders, type StageImage } from '../identity/folder/identity-folders.js';
import { creation } from '../identity/identity-change.js';
import { nameKey, sortKey } from '../catalogue/name-key.js';
import { buildDemo } from './catalogue.js';
import { drawPortrait } from './portrait.js';
import type { DemoCatalogue, DemoDetection, DemoFile, DemoPerson } from './rows.js';
import { PICTURE } from './tracks.js';

/** Who makes the changes of a demo. */
const DEMO = commandOrigin('demo');

/** Loads the demo into an empty catalogue: once, whole, and never over anything. */
@Injectable()
export class DemoLoader {
  constructor(private readonly folders: IdentityFolders) {}

  /** Whether it was loaded: false where there is something already, or was a demo once. */
  async load(): Promise<boolean> {
    const demo = buildDemo();
    const useCase = async (manager: EntityManager, stage: StageImage): Promise<boolean> => {
      if (!(await isUntouched(manager))) return false;
      await this.insert(manager, stage, demo);
      return true;
    };
    const folders = demo.people.map(({ identity_uuid }) => nameLock(folderLock(identity_uuid)));
    const loaded = await this.folders.transact(useCase, { locks: [nameLock('demo'), ...folders] });
    const others = demo.people.filter(({ portrait }) => !portrait);
    if (loaded) for (const { identity_uuid } of others) await this.folders.settle(identity_uuid);
    return loaded;
  }

  private async insert(manager: EntityManager, stage: StageImage, demo: DemoCatalogue): Promise<void> {
    for (const person of demo.people) await manager.insert(Identity, await this.identityOf(person, stage));
    await recordChanges(manager, DEMO, demo.people.map(creationOf));
    await insertAll(manager, 'file', demo.files.map(fileOf));
    await insertAll(manager, 'face_detection', demo.detections.map(boundByHand));
    await insertAll(manager, 'chunk', demo.chunks);
    await manager.query(SKIP_CHUNK_IDS);
    const everybody = demo.people.map((person) => person.identity_uuid);
    for (const { file_uuid } of demo.files) {
      await summarize(manager, file_uuid, everybody);
      await summarizeFile(manager, file_uuid);
    }
    await manager.query('INSERT INTO demo_load DEFAULT VALUES');
  }

  private async identityOf(
    { portrait, created_at, ...person }: DemoPerson,
    stage: StageImage,
  ): Promise<Partial<Identity>> {
    const key = nameKey(person.name);
    const row = { ...person, name_key: key, sort_key: sortKey(key), created_at: new Date(created_at) };
    if (!portrait) return row;
    const bytes = await drawPortrait({ ...person, portrait });
    const image_sha256 = createHash('sha256').update(bytes).digest('hex');
    await stage(person.identity_uuid, bytes, portrait, image_sha256);
    return { ...row, image_type: portrait, image_sha256 };
  }
}

const creationOf = ({ identity_uuid, portrait: _portrait, ...person }: DemoPerson): NewChange =>
  creation(identity_uuid, person);

const fileOf = (file: DemoFile): Partial<File> => ({
  ...file,
  sort_key: sortKey(nameKey(file.name)),
  frame_count: Math.round(file.duration * file.fps),
  ...PICTURE,
});

const boundByHand = (face: DemoDetection): Partial<FaceDetection> => ({
  ...face,
  provenance: face.identity_uuid ? 'manual' : null,
});

/** The demo's chunks bring their own numbers: the next one goes on behind them. */
const SKIP_CHUNK_IDS = `SELECT setval(pg_get_serial_sequence('chunk', 'id'), max(id)) FROM chunk`;

async function isUntouched(manager: EntityManager): Promise<boolean> {
  const [{ untouched }] = await manager.query<[{ untouched: boolean }]>(`
    SELECT NOT (
      EXISTS (SELECT FROM demo_load) OR EXISTS (SELECT FROM identity) OR EXISTS (SELECT FROM file)
    ) AS untouched`);
  return untouched;
}

/** Inserts rows that all have the same columns by one statement, which TypeORM would take a second to write. */
async function insertAll(manager: EntityManager, table: string, rows: object[]): Promise<void> {
  const columns = Object.keys(rows[0]!).join(', ');
  await manager.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}
