import { applyDecorators } from '@nestjs/common';
import { ApiResponse, ApiSchema } from '@nestjs/swagger';
import { Shown, ShownNumber, ShownText } from './fields.js';

@ApiSchema({ name: 'FieldProblem' })
export class FieldProblemDto {
  @ShownText()
  readonly field: string;

  @ShownText()
  readonly message: string;

  @Shown({ type: String, required: false, description: 'What can be done about it.' })
  readonly hint?: string;
}

@ApiSchema({ name: 'Problem' })
export class ProblemDto {
  @ShownNumber({ description: 'The HTTP status.' })
  readonly code: number;

  @ShownText({ description: 'Stable name of the case.' })
  readonly key: string;

  @ShownText({ description: 'For a person.' })
  readonly message: string;

  @Shown({ type: [FieldProblemDto], required: false })
  readonly fields?: readonly FieldProblemDto[];

  @ShownText()
  readonly request_id: string;
}

@ApiSchema({ name: 'ErrorEnvelope' })
export class ErrorEnvelopeDto {
  @Shown({ type: ProblemDto })
  readonly error: ProblemDto;

  @Shown({ type: String, required: false, description: 'The run that is in the way, of a 409.' })
  readonly run_id?: string;
}

const REASONS = {
  400: 'What was sent is not valid',
  401: 'The credential is missing or wrong',
  403: 'Not allowed',
  404: 'There is no such thing',
  409: 'The state of things does not allow it',
  413: 'More than may be sent',
  429: 'Too many tries',
  502: 'The media server failed',
  503: 'Not available at the moment',
} as const;

/** Documents with which statuses a route refuses. 401 is added to every route that is not open. */
export const Refuses = (...statuses: readonly (keyof typeof REASONS)[]): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({ status, description: REASONS[status], type: ErrorEnvelopeDto }),
    ),
  );
