import { Param } from '@nestjs/common';
import { UuidPipe } from '../common/uuid.js';

const pipe = new UuidPipe('identity_uuid');

/** The path parameter `identity_uuid`, as 32 lower-case hex digits. */
export const IdentityUuid = (): ParameterDecorator => Param('identity_uuid', pipe);
