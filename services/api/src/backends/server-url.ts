import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, ValidateBy } from 'class-validator';

const LONGEST = 2_048;

/** Why a text cannot be the address of a media server, or null when it can. What may hold a secret is refused. */
export function whyNoServerUrl(text: unknown): string | null {
  const url = typeof text === 'string' && text.length <= LONGEST ? URL.parse(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return 'Enter an address that starts with http:// or https://.';
  if (url.username !== '' || url.password !== '')
    return 'Leave the name and the password out of the address.';
  if (url.search !== '' || url.hash !== '') return 'Leave out everything from the ? or # on.';
  return null;
}

export const ServerUrl = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, format: 'uri', maxLength: LONGEST, example: 'http://192.168.1.10:8096' }),
    IsString(),
    MaxLength(LONGEST),
    ValidateBy({
      name: 'serverUrl',
      validator: {
        validate: (value: unknown) => whyNoServerUrl(value) === null,
        defaultMessage: (argument) => whyNoServerUrl(argument?.value) ?? '',
      },
    }),
  );
