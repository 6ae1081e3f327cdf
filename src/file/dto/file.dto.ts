import { MAX_INTEGER } from '../../common/max-integer.js';
import { ClosedSchema } from '../../common/openapi/closed-schema.decorator.js';
import { IntegerField, NumberField, TextField } from '../../common/validation/fields.js';
import { NotBlank } from '../../common/validation/rules.js';

/** So that no frame's second is out of range. */
const MIN_FPS = 0.001;
const MAX_FPS = 1000;
/** Seconds: some thirty years. */
const MAX_DURATION = 1e9;

/** A file as it is put. A field left out keeps its value, null clears it. */
@ClosedSchema()
export class FileDto {
  @NotBlank()
  @TextField({
    description: 'Name to show, not blank. Only a file that is there already may do without.',
    example: 'Charade (1963).mp4',
    min: 1,
    max: 500,
    optional: true,
  })
  name?: string;

  @NumberField({
    description: 'Frames per second.',
    example: 24,
    min: MIN_FPS,
    max: MAX_FPS,
    optional: true,
    nullable: true,
  })
  fps?: number | null;

  @NumberField({
    description: 'Seconds.',
    example: 6785,
    min: 0,
    max: MAX_DURATION,
    optional: true,
    nullable: true,
  })
  duration?: number | null;

  @IntegerField({
    description: 'Frames in the whole video.',
    example: 162840,
    min: 0,
    max: MAX_INTEGER,
    optional: true,
    nullable: true,
  })
  frame_count?: number | null;

  @IntegerField({
    description: 'Of the picture, in pixels.',
    example: 1920,
    min: 1,
    max: MAX_INTEGER,
    optional: true,
    nullable: true,
  })
  width?: number | null;

  @IntegerField({
    description: 'Of the picture, in pixels.',
    example: 1080,
    min: 1,
    max: MAX_INTEGER,
    optional: true,
    nullable: true,
  })
  height?: number | null;
}

/** What the page offers to try: a film of the demo as it is. */
export const FILE_EXAMPLES = {
  all: {
    summary: 'All fields',
    value: {
      name: 'Charade (1963).mp4',
      fps: 24,
      duration: 6785,
      frame_count: 162840,
      width: 1920,
      height: 1080,
    },
  },
  name: { summary: 'The name alone', value: { name: 'Charade (1963).mp4' } },
};
