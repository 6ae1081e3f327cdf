import { Injectable } from '@nestjs/common';
import { ndjsonRows } from '../../ingest/body/ndjson.js';
import { IdentityBatches, type ReadIdentity } from '../identities/identity-batches.js';
import type { ImportOptions } from '../options.js';
import { readPieces } from '../read-pieces.js';
import type { Report } from '../report.js';
import type { Source } from '../sources.js';
import { UnreadFile } from '../unread.js';
import { requireEnding } from './ending.js';
import { ArchivedFileImporter } from './archived-file.importer.js';
import { ArchivedImageImporter } from './archived-image.importer.js';
import { type Rec, Records } from './records.js';

/** Bytes of a line at the most: an image of 10 MiB in base64. */
const MAX_LINE = 16 * 1024 * 1024;

/** Imports what an export wrote, video by video. */
@Injectable()
export class ArchiveImporter {
  constructor(
    private readonly identities: IdentityBatches,
    private readonly files: ArchivedFileImporter,
    private readonly images: ArchivedImageImporter,
  ) {}

  async import({ path }: Source, options: ImportOptions, report: Report): Promise<void> {
    await requireEnding(path);
    const refuse = ({ line }: Pick<Rec, 'line'>, detail: string): void =>
      report.refuse(path, [{ place: `line ${line}`, detail }]);
    const records = new Records(ndjsonRows(readPieces(path, options), MAX_LINE), (line, detail) =>
      refuse({ line }, detail),
    );
    await requireKnown(records);
    for (let record = await records.peek(); record; record = await records.peek()) {
      options.signal.throwIfAborted();
      if (record.type === 'identity') await this.takeIdentities(path, records, options, report);
      else if (record.type === 'file') await this.files.import(path, records, options, report);
      else {
        records.next();
        if (record.type === 'image') await this.images.import(path, record, options, report);
        else if (record.type === 'end') lackOf(record, records).forEach((lack) => refuse(record, lack));
        else if (record.type !== 'unread') refuse(record, 'is out of place');
      }
    }
  }

  private async takeIdentities(
    path: string,
    records: Records,
    options: ImportOptions,
    report: Report,
  ): Promise<void> {
    const identities = readIdentities(path, records);
    for await (const _taken of this.identities.import(identities, options, report)) continue;
  }
}

/** What the last line counts, and what was there. The last line of an older export counts no rejections. */
const COUNTED = {
  identities: 'identity',
  files: 'file',
  faces: 'face',
  chunks: 'chunk',
  bindings: 'binding',
  rejections: 'rejection',
  images: 'image',
} as const;

/** The lines that got lost on the way: those that can't be read were told already. */
function lackOf({ value }: Rec, { counts, refused }: Records): string[] {
  if (refused > 0) return [];
  return Object.entries(COUNTED)
    .map(([name, type]) => [name, value[name] ?? 0, counts[type] ?? 0] as const)
    .filter(([, expected, found]) => expected !== found)
    .map(([name, expected, found]) => `counts ${JSON.stringify(expected)} ${name}, and ${found} were there`);
}

async function requireKnown(records: Records): Promise<void> {
  const first = await records.peek();
  records.next();
  if (first?.type !== 'export')
    throw new UnreadFile('at byte 0: expected the line {"type":"export",…}, found none');
  if (first.value.version !== 1) {
    throw new UnreadFile(`is an export of version ${String(first.value.version)}: 1 is known`);
  }
}

async function* readIdentities(path: string, records: Records): AsyncGenerator<ReadIdentity> {
  for await (const { line, value } of records.ofType('identity')) {
    const { type: _type, image: _image, ...json } = value;
    yield { json, path, place: `line ${line} ` };
  }
}
