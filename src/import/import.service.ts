import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseUnavailable } from '../common/errors/is-database-unavailable.js';
import { reasonOf } from '../common/errors/reason.js';
import { Reader } from '../database/reader.js';
import { ArchiveImporter } from './archive/archive.importer.js';
import { TraceBindingsImporter } from './bindings/trace-bindings.importer.js';
import { FaceFileImporter } from './face-file.importer.js';
import { IdentityFileImporter } from './identities/identity-file.importer.js';
import type { ImportOptions } from './options.js';
import type { FileHeader } from './pipeline/file-header.js';
import { Report } from './report.js';
import { findSources, type Source, type VideoSource } from './sources.js';
import { TextFileImporter } from './text-file.importer.js';
import { whyUnread } from './unread.js';

/** Imports what the video pipeline wrote, and exports: file after file, each whole or not at all. */
@Injectable()
export class ImportService {
  constructor(
    private readonly reader: Reader,
    private readonly archives: ArchiveImporter,
    private readonly identities: IdentityFileImporter,
    private readonly faces: FaceFileImporter,
    private readonly texts: TextFileImporter,
    private readonly bindings: TraceBindingsImporter,
  ) {}

  /** Returns what came in by the time that it is done, that the user had enough, or that the database failed. */
  async import(paths: string[], options: ImportOptions): Promise<Report> {
    const report = new Report();
    const { sources, skipped, unread, ignored } = await findSources(paths);
    report.unread.add(unread.length, ...unread);
    report.skipped.add(skipped.length, ...skipped);
    report.ignored = ignored;
    report.found = sources.length + skipped.length;
    options.progress.start(sources.reduce((sum, { size }) => sum + size, 0));
    try {
      await this.importAll(sources, options, report);
    } catch (error) {
      report.ended = options.signal.aborted ? 'Interrupted' : reasonOf(error as Error);
    } finally {
      options.progress.stop();
    }
    if (!report.ended) report.traces = await this.tracesOf(report.videos);
    return report;
  }

  /** Exports first, as they have the identities; whose faces the identity files claim last, when they are in. */
  private async importAll(sources: Source[], options: ImportOptions, report: Report): Promise<void> {
    const ofKind = (kind: Source['kind']): Source[] => sources.filter((source) => source.kind === kind);
    for (const archive of ofKind('archive')) {
      await attempt(archive, options, report, () => this.archives.import(archive, options, report));
    }
    const archived = new Set(report.videos);
    const bindings = await this.identities.import(ofKind('identity'), options, report);
    const videos = new Map<string, VideoSource[]>();
    for (const source of sources) {
      const { file_uuid } = source;
      if (file_uuid) videos.set(file_uuid, [...(videos.get(file_uuid) ?? []), { ...source, file_uuid }]);
    }
    for (const files of videos.values()) await this.importVideo(files, options, report);
    // An export knows better whose the faces of its videos are: one by one, and by whose word.
    const others = bindings.filter(({ file_uuid }) => !archived.has(file_uuid));
    if (!options.dryRun) await this.bindings.import(others, options, report);
  }

  /** The faces first: their file knows the fps that the speech needs. */
  private async importVideo(files: VideoSource[], options: ImportOptions, report: Report): Promise<void> {
    let header: FileHeader = {};
    const [faces, texts] = [files.find(isFaces), files.find((file) => !isFaces(file))];
    if (faces) {
      await attempt(faces, options, report, async () => {
        header = await this.faces.import(faces, options, report);
      });
    }
    if (texts) {
      await attempt(texts, options, report, () => this.texts.import(texts, header, options, report));
    }
  }

  private async tracesOf(videos: Set<string>): Promise<number> {
    const [row] = await this.reader.rows<{ traces: string }>(TRACES, [[...videos]]);
    return Number(row!.traces);
  }
}

const isFaces = ({ kind }: Source): boolean => kind === 'faces';

const TRACES = {
  name: 'traces_of_files',
  text: 'SELECT coalesce(sum(trace_count), 0) AS traces FROM file WHERE file_uuid = ANY ($1)',
};

/** A file that can't be read to its end is told, and the next one goes on. */
async function attempt(
  { path }: Source,
  { signal, progress }: ImportOptions,
  report: Report,
  work: () => Promise<void>,
): Promise<void> {
  signal.throwIfAborted();
  progress.file(path);
  try {
    await patiently(work, signal);
  } catch (error) {
    if (signal.aborted) report.unread.add(1, { path, why: 'interrupted' });
    else report.unread.add(1, { path, why: whyUnread(error) });
    signal.throwIfAborted();
  }
}

/** Milliseconds after which a file is tried again when the database went away: a service that ends stops its own. */
const PAUSES = [500, 2000, 5000];

/** Nothing of the file has come in by then, or what has will come in unchanged. */
async function patiently(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (const pause of PAUSES) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isDatabaseUnavailable(error as Error)) throw error;
      await sleep(pause, undefined, { signal });
    }
  }
  await work();
}
