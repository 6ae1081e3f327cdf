import { Module } from '@nestjs/common';
import { Pager } from '../common/paging/pager.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ContentsReads } from './contents-reads.js';
import { ContentsController } from './controllers/contents.controller.js';
import { FileController } from './controllers/file.controller.js';
import { FilesController } from './controllers/files.controller.js';
import { DeleteFileService } from './delete-file.service.js';
import { FileReads } from './file-reads.js';
import { PutFileService } from './put-file.service.js';

@Module({
  imports: [IdentityModule],
  controllers: [FilesController, FileController, ContentsController],
  providers: [Pager, FileReads, ContentsReads, PutFileService, DeleteFileService],
})
export class FileModule {}
