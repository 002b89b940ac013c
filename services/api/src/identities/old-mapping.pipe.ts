import { Injectable, type PipeTransform } from '@nestjs/common';
import { ApiProblem, type FieldProblem, invalid } from '../http/api-problem.js';
import { InputCheck } from '../http/input-check.js';
import { PeopleMappingDto } from './identities.dto.js';
import { fromOldMapping } from './old-mapping.js';

/** Reads the older form of the mapping as today's, and names what is wrong by its place in the older one. */
@Injectable()
export class OldMappingPipe implements PipeTransform<unknown, Promise<PeopleMappingDto>> {
  private readonly check = new InputCheck();

  async transform(body: unknown): Promise<PeopleMappingDto> {
    try {
      const read = fromOldMapping(body);
      return (await this.check.transform(read, {
        type: 'body',
        metatype: PeopleMappingDto,
      })) as PeopleMappingDto;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      throw invalid((error.detail.fields ?? []).map((problem) => inOldWords(problem, body)));
    }
  }
}

const PLACE = /^identities\.(\d+)(?:\.members\.(\d+)\.(\w+)|\.identity)$/;

function inOldWords({ field, message }: FieldProblem, body: unknown): FieldProblem {
  const [, row, member, name] = PLACE.exec(field) ?? [];
  if (row === undefined) return { field: field.replace(/^identities/, 'map'), message };
  if (member === undefined)
    return { field: `map.${row}`, message: 'Name at least one account: {backend: {name, options}}.' };
  const backend = Object.keys(rowsOf(body)[Number(row)] ?? {})[Number(member)] ?? member;
  return {
    field: `map.${row}.${backend}.${name === 'username' ? 'name' : (name ?? '')}`,
    message: message.replace(field, 'It').replace(/^Username/, 'Name'),
  };
}

function rowsOf(body: unknown): readonly object[] {
  const map: unknown = typeof body === 'object' && body !== null && 'map' in body ? body.map : [];
  return Array.isArray(map)
    ? map.filter((row): row is object => typeof row === 'object' && row !== null)
    : [];
}
