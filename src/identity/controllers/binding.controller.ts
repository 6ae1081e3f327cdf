import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChangeRequest } from '../../change/change-request.js';
import { ETAG_OF_CHANGE } from '../../change/changes.decorator.js';
import { RequestedChange } from '../../change/requested-change.decorator.js';
import { JsonBody } from '../../common/http/json-body.decorator.js';
import { Endpoint } from '../../common/openapi/endpoint.decorator.js';
import { strict } from '../../common/validation/pipes.js';
import { BindingService } from '../binding/binding.service.js';
import { BINDING_EXAMPLES, BindingDto } from '../dto/binding.dto.js';
import { BindResponse, UnbindResponse } from '../dto/change.response.js';
import { IdentityUuid } from '../identity-uuid.decorator.js';

@ApiTags('Binding')
@Controller('identity/:identity_uuid')
export class BindingController {
  constructor(private readonly bindings: BindingService) {}

  @Post('bind')
  @JsonBody(BindingDto, BINDING_EXAMPLES)
  @Endpoint({
    access: 'identity:write',
    summary: 'Bind a face detection to an identity',
    description:
      'Binds the detection and all of its trace. What was bound to somebody else moves, and the answer says from whom.',
    ok: {
      description: 'Bound; `rows_affected` 0 if it was already.',
      type: BindResponse,
      headers: ETAG_OF_CHANGE,
    },
    change: { conditional: true, repeatable: true },
    refuses: ['identity_not_found', 'file_not_found', 'face_not_found', 'trace_not_found', 'face_ambiguous'],
  })
  bindFace(
    @IdentityUuid() uuid: string,
    @Body(strict) binding: BindingDto,
    @RequestedChange() change: ChangeRequest,
  ): Promise<BindResponse> {
    return this.bindings.bind(uuid, binding, change);
  }

  @Post('unbind')
  @JsonBody(BindingDto, BINDING_EXAMPLES)
  @Endpoint({
    access: 'identity:write',
    summary: 'Unbind a face detection from an identity',
    description:
      '`face_id` unbinds that one detection, `trace_id` the whole trace. It means "not this person": no matcher binds the trace to the identity again, also after the faces were sent again under other numbers. A bind lifts that.',
    ok: {
      description: 'Unbound; `rows_affected` 0 if nothing was bound.',
      type: UnbindResponse,
      headers: ETAG_OF_CHANGE,
    },
    change: { conditional: true, repeatable: true },
    refuses: [
      'identity_not_found',
      'file_not_found',
      'face_not_found',
      'trace_not_found',
      'face_ambiguous',
      'bound_to_another',
    ],
  })
  unbindFace(
    @IdentityUuid() uuid: string,
    @Body(strict) binding: BindingDto,
    @RequestedChange() change: ChangeRequest,
  ): Promise<UnbindResponse> {
    return this.bindings.unbind(uuid, binding, change);
  }
}
