import { ApiSchema, type ApiSchemaOptions } from '@nestjs/swagger';

/** Documents that a body's fields are all there may be: others are refused. Swagger takes the keyword, its type doesn't. */
export const ClosedSchema = (): ClassDecorator =>
  ApiSchema({ additionalProperties: false } as ApiSchemaOptions);
