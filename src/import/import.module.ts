import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { ArchiveImporter } from './archive/archive.importer.js';
import { ArchivedFileImporter } from './archive/archived-file.importer.js';
import { ArchivedImageImporter } from './archive/archived-image.importer.js';
import { TraceBindingsImporter } from './bindings/trace-bindings.importer.js';
import { FaceFileImporter } from './face-file.importer.js';
import { IdentityBatches } from './identities/identity-batches.js';
import { IdentityFileImporter } from './identities/identity-file.importer.js';
import { ImageRestorer } from './image-restorer.js';
import { ImportService } from './import.service.js';
import { StraightLoad } from './straight-load.js';
import { TextFileImporter } from './text-file.importer.js';
import { Unit } from './unit.js';

@Module({
  imports: [IdentityModule],
  providers: [
    ImportService,
    ArchiveImporter,
    ArchivedFileImporter,
    ArchivedImageImporter,
    ImageRestorer,
    IdentityFileImporter,
    IdentityBatches,
    FaceFileImporter,
    StraightLoad,
    TextFileImporter,
    TraceBindingsImporter,
    Unit,
  ],
})
export class ImportModule {}
