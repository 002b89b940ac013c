import { type CustomGuid, GUID_SOURCES, type GuidLink, type GuidSource, patternOf } from '#libs/core';
import type { CustomGuidDto, GuidLinkDto, GuidSourceDto, GuidValidatorDto } from './guids.dto.js';

const NUMBER = { example: '700001', tests: { valid: ['1', '700001'], invalid: ['0', 'tt1', ''] } };
const ANY = { example: 'wK5pMNmPHtw', tests: { valid: ['wK5pMNmPHtw'], invalid: [''] } };

/** What each source is proved with. */
const SAMPLES: Readonly<Record<GuidSource, Omit<GuidValidatorDto, 'pattern'>>> = {
  anidb: NUMBER,
  cmdb: ANY,
  imdb: { example: 'tt0900101', tests: { valid: ['tt0900101'], invalid: ['900101', 'tt', ''] } },
  tmdb: NUMBER,
  tvdb: NUMBER,
  tvmaze: NUMBER,
  tvrage: NUMBER,
  youtube: ANY,
};

export const builtInSources = (): GuidSourceDto[] =>
  GUID_SOURCES.map((source) => ({
    guid: `guid_${source}`,
    type: 'string',
    validator: { pattern: patternOf(source), ...SAMPLES[source] },
  }));

export const toSource = (guid: CustomGuid): GuidSourceDto => ({
  guid: `guid_${guid.name}`,
  type: 'string',
  validator: validatorOf(guid),
});

export const toGuid = (guid: CustomGuid): CustomGuidDto => ({
  id: guid.id,
  type: 'string',
  name: `guid_${guid.name}`,
  description: guid.description,
  validator: validatorOf(guid),
});

export const toLink = ({ id, type, from, to, legacy, replace }: GuidLink): GuidLinkDto => ({
  id,
  type,
  map: { from, to: `guid_${to}` },
  options: { legacy, ...(replace ? { replace: { ...replace } } : {}) },
});

const validatorOf = ({ pattern, example, tests }: CustomGuid): GuidValidatorDto => ({
  pattern,
  example,
  tests: { valid: [...tests.valid], invalid: [...tests.invalid] },
});
