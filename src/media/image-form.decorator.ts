import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { Refuses } from '../common/openapi/refuses.decorator.js';
import { ImageFormInterceptor } from './image-form.interceptor.js';

const schema = {
  type: 'object',
  required: ['image'],
  properties: { image: { type: 'string', format: 'binary', description: 'The image: a JPEG or PNG.' } },
};

/** The route takes a form with an image: reads it, and documents it with the refusals that come with it. */
export const ImageForm = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(ImageFormInterceptor),
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema, required: true }),
    Refuses('malformed_form', 'image_missing', 'image_too_large', 'unsupported_media_type', 'uploads_busy'),
  );
