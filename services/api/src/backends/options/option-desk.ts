import { Injectable } from '@nestjs/common';
import { type BackendRecord, Backends, type IdentityRecord } from '#libs/database';
import { MASK, sealOptions } from '#libs/directory';
import { Logger, SecretBox } from '#libs/runtime';
import { invalid } from '../../http/api-problem.js';
import { BackendViewer } from '../backend-viewer.js';
import { fromText, OPTIONS, optionNamed, type OptionSpec, whyNotOption } from './option-catalogue.js';
import { valueAt, withValueAt } from './option-path.js';
import type { OptionDto } from './options.dto.js';

/** Shows and changes the options of a backend one by one (rest-api.md 4). */
@Injectable()
export class OptionDesk {
  constructor(
    private readonly backends: Backends,
    private readonly viewer: BackendViewer,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
  ) {}

  async list(identity: IdentityRecord, backend: string): Promise<OptionDto[]> {
    const record = await this.viewer.find(identity, backend);
    return OPTIONS.map((spec) => toOption(spec, record));
  }

  async show(identity: IdentityRecord, backend: string, option: string): Promise<OptionDto> {
    return toOption(known(option), await this.viewer.find(identity, backend));
  }

  async set(
    identity: IdentityRecord,
    backend: string,
    { key, value }: { readonly key: string; readonly value: unknown },
  ): Promise<OptionDto> {
    const spec = known(key);
    const read = fromText(spec, value);
    const message = whyNotOption(spec, read);
    if (message !== null) throw invalid([{ field: 'value', message }]);
    return this.store(await this.viewer.find(identity, backend), spec, read);
  }

  async reset(identity: IdentityRecord, backend: string, option: string): Promise<OptionDto> {
    const spec = known(option);
    if (spec.isKept) throw invalid([{ field: 'key', message: whyNotOption(spec, null) ?? '' }]);
    return this.store(await this.viewer.find(identity, backend), spec, undefined);
  }

  private async store(record: BackendRecord, spec: OptionSpec, value: unknown): Promise<OptionDto> {
    const sealed = spec.isSecret && typeof value === 'string' ? this.sealed(spec, value) : value;
    const options = withValueAt(record.options, spec.key, sealed);
    await this.backends.change(record.id, { options });
    this.logger.info('backend option changed', { backend: record.name, option: spec.key });
    return toOption(spec, { ...record, options });
  }

  /** An empty secret is none. */
  private sealed({ key }: OptionSpec, value: string): unknown {
    return valueAt(sealOptions(withValueAt({}, key, value), this.secrets), key);
  }
}

function known(name: string): OptionSpec {
  const spec = optionNamed(name);
  if (spec) return spec;
  const message = `There is no option ${name.slice(0, 100)}; see backends/spec.`;
  throw invalid([{ field: 'key', message }]);
}

function toOption(spec: OptionSpec, { options }: Pick<BackendRecord, 'options'>): OptionDto {
  const stored = valueAt(options, spec.key) ?? null;
  const value = spec.isSecret && stored !== null ? MASK : stored;
  return {
    key: spec.key,
    value: value === null ? null : typeof value === 'string' ? value : JSON.stringify(value),
    real_val: value,
    type: spec.type,
    description: spec.description,
  };
}
