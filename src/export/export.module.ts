import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { ArchiveDownload } from './archive-download.js';
import { ExportController } from './export.controller.js';
import { FolderExport } from './folder-export.js';
import { ImageLines } from './image-lines.js';
import { Snapshots } from './snapshots.js';

@Module({
  imports: [IdentityModule],
  controllers: [ExportController],
  providers: [Snapshots, ImageLines, ArchiveDownload, FolderExport],
})
export class ExportModule {}
