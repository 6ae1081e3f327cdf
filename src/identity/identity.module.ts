import { Module } from '@nestjs/common';
import { Pager } from '../common/paging/pager.js';
import { AppearanceReads } from './appearance-reads.js';
import { BindingService } from './binding/binding.service.js';
import { BindsTogether } from './binding/binds-together.js';
import { AppearanceController } from './controllers/appearance.controller.js';
import { BindingController } from './controllers/binding.controller.js';
import { HistoryController } from './controllers/history.controller.js';
import { IdentitiesController } from './controllers/identities.controller.js';
import { IdentityController } from './controllers/identity.controller.js';
import { ProfileImageController } from './controllers/profile-image.controller.js';
import { DeleteService } from './delete.service.js';
import { FileWriter } from './folder/file-writer.js';
import { IdentityFolders } from './folder/identity-folders.js';
import { IdentityReads } from './identity-reads.js';
import { ProfileImageService } from './profile-image/profile-image.service.js';
import { UploadService } from './upload.service.js';

@Module({
  controllers: [
    IdentitiesController,
    IdentityController,
    AppearanceController,
    HistoryController,
    BindingController,
    ProfileImageController,
  ],
  providers: [
    Pager,
    IdentityReads,
    AppearanceReads,
    UploadService,
    DeleteService,
    BindingService,
    BindsTogether,
    ProfileImageService,
    IdentityFolders,
    FileWriter,
  ],
  exports: [IdentityFolders, FileWriter, ProfileImageService],
})
export class IdentityModule {}
