import { ClosedSchema } from '../../common/openapi/closed-schema.decorator.js';
import { IntegerField, TextField, UuidField } from '../../common/validation/fields.js';
import { MAX_INTEGER } from '../../common/max-integer.js';
import { CHARADE } from '../../common/openapi/schemas.js';

/** Which detections: one by its `face_id`, or those of a trace by its `trace_id`. */
@ClosedSchema()
export class BindingDto {
  @UuidField({
    description: 'The file in which the face was detected.',
    example: CHARADE,
  })
  file_uuid: string;

  @TextField({
    description:
      'A detection: `{frame}_{idx}` or, where the frame has one face, `face_{frame}`. Either this or `trace_id`.',
    example: '1_5',
    min: 1,
    max: 200,
    optional: true,
  })
  face_id?: string;

  @IntegerField({
    description: 'A trace of the file. Either this or `face_id`.',
    min: 0,
    max: MAX_INTEGER,
    optional: true,
  })
  trace_id?: number;
}

/** What the page offers to try: a face of the demo, or its trace. */
export const BINDING_EXAMPLES = {
  face: { summary: 'By face_id', value: { file_uuid: CHARADE, face_id: '1_5' } },
  trace: { summary: 'By trace_id', value: { file_uuid: CHARADE, trace_id: 5 } },
};
